// The page's address, where the page lets us use its hash: which draft is written, which referral was made of it.

const DRAFT = 'slussen-draft';
const MADE = 'slussen';

/** Return the ids that stand in the hash. */
export function idsInAddress() {
  const hash = parts();
  return { draft: hash.get(DRAFT), made: hash.get(MADE) };
}

/** Write ids into the hash, in this step of the browser's history or in a new one; what else stands there stays. */
export function toAddress({ draft = null, made = null }, { isStep = false } = {}) {
  const hash = parts();
  for (const [name, id] of [[DRAFT, draft], [MADE, made]]) {
    if (id) hash.set(name, id);
    else hash.delete(name);
  }
  const address = `${location.pathname}${location.search}${hash.size ? `#${hash}` : ''}`;
  if (isStep) history.pushState(history.state, '', address);
  else history.replaceState(history.state, '', address);
}

/** The hash as names and values; one without values is a place in the page, and none of ours. */
function parts() {
  return new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '');
}
