// What the page gives beforehand. Only what is known here is taken: never a number, and nothing that sends by itself.

export const SITUATION = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;
const NUMBER = /\d{6}[-+]?\d{4}/;
const ID = /^[0-9a-f-]{36}$/;
const CODE = /^[a-z][a-z0-9_]{0,63}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TAKEN = { situation: SITUATION, subjectId: ID, unitId: ID, entryId: ID, profession: CODE, form: CODE, givenBy: CODE, givenOn: DAY };

/** Whether a matter is a code, and holds nobody's number. */
export function isSituation(text) {
  return SITUATION.test(text || '') && !NUMBER.test(text);
}

/** Return what of it can be taken. */
export function taken(given) {
  const fit = Object.keys(TAKEN).filter((name) => typeof given?.[name] === 'string' && TAKEN[name].test(given[name]));
  const content = Object.fromEntries(fit.map((name) => [name, given[name]]));
  if (content.situation && !isSituation(content.situation)) delete content.situation;
  if (Array.isArray(given?.topics)) content.topics = given.topics.filter((one) => CODE.test(one)).slice(0, 10);
  return content;
}

/** Return what a page gives by attributes (`situation`, `topics`, `recipient`, `prefill` as JSON) and the property. */
export function givenBy(element) {
  const topics = element.getAttribute('topics')?.split(/[\s,]+/).filter(Boolean);
  const plain = { situation: element.getAttribute('situation'), unitId: element.getAttribute('recipient'), topics };
  return { ...taken(plain), ...taken(read(element.getAttribute('prefill'))), ...taken(element.prefill) };
}

function read(text) {
  try {
    return JSON.parse(text || '{}');
  } catch {
    console.warn('slussen: the attribute prefill is not JSON');
    return {};
  }
}
