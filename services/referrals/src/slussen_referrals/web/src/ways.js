// What can be done with a referral that may not be sent as it stands: there is always a way on.

import { h } from './dom.js';

/** Return the topics that may be told as things stand. */
export function topicsThatMayLeave(decision) {
  return decision.topics.filter((one) => one.outcome === 'permitted').map((one) => one.topic);
}

/** Return the ways that are open; an explicit no is never waited for. */
export function waysOf(decision) {
  return [topicsThatMayLeave(decision).length && 'now', decision.outcome !== 'refused' && 'wait', 'keep'].filter(Boolean);
}

/** Return the choice among the ways. */
export function waysPart(element, decision, chosen, choose) {
  const topics = topicsThatMayLeave(decision).map((topic) => element.t(topic)).join(', ');
  return h('fieldset', { id: 'ways' },
    h('legend', {}, element.t('ways')),
    waysOf(decision).map((way) => h('div', { class: 'choice' },
      h('input', { type: 'radio', name: 'way', id: `way-${way}`, checked: way === chosen, change: () => choose(way) }),
      h('label', { for: `way-${way}` }, element.t(`way-${way}`, { topics })))));
}
