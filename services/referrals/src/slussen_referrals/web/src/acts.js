// What can be done with a referral: every act that the service may offer, in the order of the buttons, with what it asks.

import { GIVERS } from './referral.js';

const PERMISSION = [choiceOf('givenBy', 'given-by', GIVERS), dayOf('givenOn', 'given-on')];
const DECLINES = { name: 'declinesStatistics', label: 'declines-statistics', hint: 'declines-hint', kind: 'tick', isOn: (referral) => referral.declinesStatistics };

/**
 * Each act's questions; `rare` stands under "more", and `sure` is said before it is done, since it ends the referral.
 * A question's name is its member in the body; one with `codes` is a choice, else `kind` says what it is;
 * a tick stands as `isOn` has it.
 */
export const ACTS = {
  receive: {},
  accept: {},
  introduce: {
    asks: [
      choiceOf('introducedBy', 'introduced-by', (referral) => [...new Set([referral.sender.profession, referral.recipient.profession])]),
      dayOf('introducedOn', 'introduced-on'),
      choiceOf('place', 'place', ['at_sender', 'at_recipient', 'at_home', 'by_video', 'elsewhere']),
    ],
  },
  contact: {},
  follow_up: {},
  advise: { asks: [choiceOf('advice', 'advice-given', ['refer_here', 'refer_elsewhere', 'continue_yourself', 'call_us'])] },
  convert: {
    asks: [...PERMISSION, { name: 'warm', label: 'as-warm', kind: 'tick' }, DECLINES],
    body: ({ warm, declinesStatistics, ...permission }) => ({ permission, warm, declinesStatistics }),
  },
  offer: {},
  ask_permission: {},
  open: { asks: [...PERMISSION, DECLINES] },
  complete: {
    sure: 'sure-ends',
    asks: [
      choiceOf('outcome', 'outcome', ['contact_established', 'family_declined', 'moved', 'advice_given', 'other']),
      { ...dayOf('followUpOn', 'follow-up-on'), isOptional: true, isAhead: true },
    ],
    body: ({ outcome, followUpOn }) => ({ outcome, ...(followUpOn ? { followUpOn } : { noFollowUp: true }) }),
  },
  ask_information: { asks: [{ name: 'topics', label: 'topics', kind: 'topics' }] },
  give_information: {
    asks: [{ name: 'topics', label: 'give-topics', kind: 'topics', isOptional: true, codes: (referral) => (referral.requestedTopics.length ? referral.requestedTopics : referral.topics) }],
    body: ({ topics }) => ({ topics, needs: [] }),
  },
  send: {},
  resume: {},
  continue: {},
  decline: { sure: 'sure-ends', asks: [choiceOf('reason', 'reason', ['wrong_recipient', 'no_capacity', 'outside_mission', 'family_declined', 'other'])] },
  hold: {
    rare: true,
    asks: [
      choiceOf('reason', 'reason', ['family_wishes_to_wait', 'waiting_time', 'other_effort_first', 'other']),
      { ...dayOf('through', 'hold-through'), isAhead: true },
    ],
  },
  return: { rare: true, asks: [choiceOf('reason', 'reason', ['needs_other_competence', 'no_capacity', 'family_moved', 'other'])] },
  fail: { rare: true, sure: 'sure-ends', asks: [choiceOf('reason', 'reason', ['not_delivered', 'family_not_reached', 'family_did_not_come', 'other'])] },
  recall: { rare: true, sure: 'sure-ends', asks: [choiceOf('reason', 'reason', ['family_declined', 'no_longer_needed', 'wrong_recipient', 'other'])] },
  choose_statistics: { rare: true, asks: [DECLINES] },
  void: { rare: true, sure: 'sure-void' },
};

function choiceOf(name, label, codes) {
  return { name, label, kind: 'choice', codes };
}

function dayOf(name, label) {
  return { name, label, kind: 'day' };
}
