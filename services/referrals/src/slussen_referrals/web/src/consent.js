// Recording a consent in the form's own flow: what each has just answered, for this recipient and matter.

import { button, field, h, select, tick } from './dom.js';
import { NUMBER_SYSTEM } from './gateway.js';

const METHODS = ['oral', 'written'];
const SOURCES = ['record_system', 'social_services', 'civil_register'];
const ANSWERS = ['yes', 'partial', 'no', 'not_asked'];
const READ_OUT = ['read-yes', 'read-partial', 'read-no', 'read-change', 'read-duty'];
const KINDS = ['child', 'unborn', 'adult'];
const OWN = { unborn: 'expectant_parent', adult: 'adult_self' };
const LASTS_DAYS = 90;

/**
 * Return the part in which a consent is recorded; the numbers stay in its fields until they are sent, and nowhere else.
 * @param {any} element the form
 * @param {string[]} topics what was asked about
 * @param {(body: any) => Promise<void>} record sends it
 */
export function consentPart(element, topics, record) {
  const t = (name, values) => element.t(name, values);
  const choices = (codes, prefix = '') => codes.map((code) => [code, t(prefix + code)]);
  const both = [1, 2].map((count) => answering(element, count, topics));
  const kind = select(choices(KINDS, 'kind-'), 'child', () => shown());
  const apart = select(choices(['no', 'yes'], 'apart-'), '', () => {}, t('choose'));
  const source = select(choices(SOURCES), '', () => {}, t('choose'));
  const ticks = Object.fromEntries(['explained', 'interpreter', 'conflict', 'heard'].map((name) => [name, tick(name, t(name), false, () => {})]));
  const ticked = (name) => ticks[name].querySelector('input').checked;
  const custody = h('div', {}, field('apart', t('apart'), apart, { required: true }), field('custody-source', t('custody-source'), source, { required: true }), ticks.conflict, ticks.heard);
  const isChild = () => kind.value === 'child';
  const asked = () => (isChild() ? both.filter((one, number) => !number || one.said()) : both.slice(0, 1));
  const shown = () => {
    custody.hidden = both[1].place.hidden = !isChild();
    both[0].ofOneself(!isChild());
  };
  const faults = () => {
    asked().forEach((one) => one.check(isChild()));
    element.mark('apart', !isChild() || apart.value ? '' : t('fault-choose'));
    element.mark('custody-source', !isChild() || source.value ? '' : t('fault-choose'));
    element.mark('explained', ticked('explained') || asked().every((one) => one.said() === 'not_asked') ? '' : t('fault-explained'));
    return part.querySelector('[aria-invalid], [data-wrong]');
  };
  const press = async () => {
    const wrong = faults();
    if (wrong) (wrong.tagName === 'FIELDSET' ? wrong.querySelector('input') : wrong).focus();
    else await record(body());
  };
  const body = () => {
    const now = element.now();
    const positions = asked().map((one) => one.position(now, isChild() ? 'custodian' : OWN[kind.value])).filter(Boolean);
    const custodyNow = { custodyBasis: both[1].said() ? 'joint' : 'sole', livesApart: apart.value === 'yes', conflictOfInterest: ticked('conflict'), custodyVerifiedOn: day(now), custodySource: source.value };
    return {
      subjectKind: kind.value,
      positions,
      ...(isChild() ? custodyNow : {}),
      validThrough: day(new Date(now.getTime() + LASTS_DAYS * 86_400_000)),
      informationGiven: { language: element.language, interpreter: ticked('interpreter'), consequencesExplained: ticked('explained') },
      childHeard: { wasHeard: isChild() && ticked('heard') },
    };
  };
  const part = h('details', { id: 'consent-part' },
    h('summary', {}, t('record')),
    h('p', { class: 'hint' }, t('record-lead')),
    h('div', { class: 'note' }, h('h4', {}, t('read-title')), h('ul', {}, READ_OUT.map((name) => h('li', {}, t(name))))),
    ticks.explained,
    h('p', { class: 'error', id: 'explained-error' }),
    ticks.interpreter,
    field('consent-kind', t('consent-kind'), kind),
    both.map((one) => one.place),
    custody,
    h('div', { class: 'bar' }, button(t('record-answers'), press, 'first')));
  return part;
}

/** One who answers: whose answer it is, what it is, and for a partial what may be told. */
function answering(element, count, topics) {
  const t = (name, values) => element.t(name, values);
  const number = h('input', { inputmode: 'numeric', autocomplete: 'off', maxlength: '13' });
  const method = select(METHODS.map((one) => [one, t(one)]), 'oral', () => {});
  const said = select(ANSWERS.map((one) => [one, t(`said-${one}`)]), '', () => shown(), t(count === 1 ? 'choose' : 'no-other'));
  const ticks = topics.map((topic) => tick(`partial-${count}-${topic}`, t(topic), false, () => {}));
  const covers = () => topics.filter((_, place) => ticks[place].querySelector('input').checked);
  const partial = h('fieldset', { id: `partial-${count}`, 'aria-describedby': `partial-${count}-error` },
    h('legend', {}, t('partial-topics')), ticks, h('p', { class: 'error', id: `partial-${count}-error` }));
  const whose = field(`custodian-${count}`, t('number'), number, { hint: t('custodian-hint') });
  const how = field(`method-${count}`, t('method'), method);
  const title = h('legend', {}, t('custodian-title', { count }));
  const read = () => number.value.replace(/[^0-9]/g, '');
  const shown = () => {
    partial.hidden = said.value !== 'partial';
    how.hidden = !said.value || said.value === 'not_asked';
    whose.hidden = isOwn || !said.value;
  };
  let isOwn = false;
  const place = h('fieldset', { class: 'note' }, title, field(`said-${count}`, t('said'), said, { required: count === 1 }), partial, whose, how);
  shown();
  return {
    place,
    said: () => said.value,
    ofOneself(own) {
      isOwn = own;
      title.textContent = t(own ? 'own-answer' : 'custodian-title', { count });
      shown();
    },
    check(isChild) {
      const mayBeUnknown = count === 2 && said.value === 'not_asked' && !read();
      element.mark(`said-${count}`, said.value || count === 2 ? '' : t('fault-choose'));
      element.mark(`custodian-${count}`, !isChild || !said.value || mayBeUnknown || read().length === 12 ? '' : t('fault-number'));
      element.mark(`partial-${count}`, said.value !== 'partial' || covers().length ? '' : t('fault-topics'));
    },
    /** The answer as it is sent; one who was not asked and whose number is unknown is told by the custody alone. */
    position(now, relation) {
      if (relation === 'custodian' && !read()) return null;
      const whom = relation === 'custodian' ? { custodian: { system: NUMBER_SYSTEM, value: read() } } : {};
      const given = said.value === 'not_asked' ? {} : { givenAt: now.toISOString(), method: method.value };
      const scope = said.value === 'partial' ? { scope: covers().map((topic) => ({ topic })) } : {};
      return { ...whom, relation, value: said.value, ...given, ...scope };
    },
  };
}

function day(moment) {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format(moment);
}
