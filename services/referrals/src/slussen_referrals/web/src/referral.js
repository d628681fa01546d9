// One referral, as inbox and status show it.

import { h } from './dom.js';

/** What a referral can be about, where the page gives no other topics. */
export const TOPICS = ['parental_support', 'health', 'development', 'speech', 'family_situation', 'contact_details'];

/** As what somebody gives the permission. */
export const GIVERS = ['custodian', 'guardian', 'expectant_parent', 'self'];

/** Return the facts of a referral as a list of terms. */
export function facts(element, referral) {
  const t = (name) => element.t(name);
  const party = (one) => [one.unitName, t(one.profession)].filter(Boolean).join(', ');
  const rows = [
    [t('from'), party(referral.sender)],
    [t('to'), party(referral.recipient)],
    [t('about'), referral.topics.map(t).join(', ')],
    [t('move'), referral.whoseMove && t(referral.whoseMove === 'recipient' ? 'recipient_' : referral.whoseMove)],
    [t('due'), due(element, referral)],
    [t('rests-through'), referral.holdThrough],
    [t('advice-given'), referral.advice && t(referral.advice)],
    [t('introduced'), referral.introduction && `${referral.introduction.introducedOn}, ${t(referral.introduction.place)}`],
    [t('statistics'), referral.declinesStatistics && t('statistics-declined')],
    [t('outcome'), referral.outcome && t(referral.outcome)],
    [t('reason'), referral.reason && t(referral.reason)],
  ];
  return h('dl', {}, rows.filter(([, value]) => value).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}

/** Return the day by which the next step is to be taken, and who has set the time for it. */
function due(element, referral) {
  const origin = referral.timeLimit?.origin;
  return origin ? `${referral.dueOn} (${element.t(`limit-${origin}`)})` : referral.dueOn;
}

/** Return the sign of one that is late; a word, never a colour alone. */
export function lateness(element, referral) {
  return referral.isOverdue ? h('span', { class: 'late' }, ` ${element.t('overdue')}`) : null;
}
