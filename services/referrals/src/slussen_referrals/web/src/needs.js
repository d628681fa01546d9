// What the recipient has said that it needs to know: its questions, each under the topic with which its answer leaves.

import { field, h, select } from './dom.js';

const FITS = { number: /^\d{1,3}$/, day: /^\d{4}-\d{2}-\d{2}$/ };
const FAULTS = { number: 'fault-count', day: 'fault-day' };

/** Return the recipient's questions under these topics, in its own order. */
export function questionsOf(entry, topics) {
  return (entry?.contentForm?.fields || []).filter((one) => topics.includes(one.topic));
}

/** Return the topics under which the recipient asks for something. */
export function topicsAsked(entry) {
  return [...new Set((entry?.contentForm?.fields || []).map((one) => one.topic))];
}

/** Return the name of what is wrong with an answer, or nothing; an answer that is left out is right where it may be. */
export function faultOf(one, value) {
  if (!value) return one.required ? 'fault-answer' : '';
  return FITS[one.kind] && !FITS[one.kind].test(value) ? FAULTS[one.kind] : '';
}

/** Return the questions as fields, a group for each topic. */
export function needsPart(element, questions, answers, keep) {
  const topics = [...new Set(questions.map((one) => one.topic))];
  return topics.map((topic) => h('fieldset', {},
    h('legend', {}, element.t(topic)),
    questions.filter((one) => one.topic === topic).map((one) => question(element, one, answers, keep))));
}

function question(element, one, answers, keep) {
  const change = (event) => { answers[one.key] = event.target.value.trim(); keep(); };
  const value = answers[one.key] || '';
  const hint = one.kind === 'number' ? element.t('hint-number') : '';
  return field(`answer-${one.key}`, one[element.language], control(element, one, value, change), {
    hint,
    required: one.required,
    optional: element.t(one.required ? 'must' : 'may'),
  });
}

function control(element, one, value, change) {
  if (one.kind === 'number') return h('input', { inputmode: 'numeric', maxlength: '3', autocomplete: 'off', value, change });
  if (one.kind === 'day') return h('input', { type: 'date', value, change });
  const choices = one.kind === 'yes_no'
    ? ['yes', 'no'].map((code) => [code, element.t(code)])
    : one.options.map((option) => [option.code, option[element.language]]);
  return select(choices, value, change, element.t('choose'));
}
