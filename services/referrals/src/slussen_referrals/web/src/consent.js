// Recording a consent in the form's own flow: what the custodians have just answered, for this recipient and matter.

import { button, field, h, select, tick } from './dom.js';
import { NUMBER_SYSTEM } from './gateway.js';

const METHODS = ['oral', 'written'];
const SOURCES = ['record_system', 'social_services', 'civil_register'];
const LASTS_DAYS = 90;

/**
 * Return the part in which a consent is recorded; the numbers stay in its fields until they are sent, and nowhere else.
 * @param {any} element the form
 * @param {(body: any) => Promise<void>} record sends it
 */
export function consentPart(element, record) {
  const t = (name, values) => element.t(name, values);
  const number = (count) => h('input', { inputmode: 'numeric', autocomplete: 'off', maxlength: '13', id: `custodian-${count}` });
  const numbers = [number(1), number(2)];
  const method = select(METHODS.map((one) => [one, t(one)]), 'oral', () => {});
  const apart = select([['no', t('apart-no')], ['yes', t('apart-yes')]], '', () => {}, t('choose'));
  const source = select(SOURCES.map((one) => [one, t(one)]), '', () => {}, t('choose'));
  const explained = tick('explained', t('explained'), false, () => {});
  const read = () => numbers.map((one) => one.value.replace(/[^0-9]/g, '')).filter(Boolean);
  const faults = () => {
    element.mark('custodian-1', read().length && read().every((one) => one.length === 12) ? '' : t('fault-number'));
    element.mark('apart', apart.value ? '' : t('fault-choose'));
    element.mark('custody-source', source.value ? '' : t('fault-choose'));
    element.mark('explained', explained.querySelector('input').checked ? '' : t('fault-explained'));
    return element.shadowRoot.querySelector('#consent-part [aria-invalid]');
  };
  const press = async () => {
    const wrong = faults();
    if (wrong) wrong.focus();
    else await record(bodyOf({ numbers: read(), method: method.value, apart: apart.value === 'yes', source: source.value, language: element.language }));
  };
  return h('details', { id: 'consent-part' },
    h('summary', {}, t('record')),
    h('p', { class: 'hint' }, t('record-lead')),
    field('custodian-1', t('custodian-number', { count: 1 }), numbers[0], { required: true }),
    field('custodian-2', t('custodian-number-more'), numbers[1]),
    field('method', t('method'), method),
    field('apart', t('apart'), apart, { required: true }),
    field('custody-source', t('custody-source'), source, { required: true }),
    explained,
    h('p', { class: 'error', id: 'explained-error' }),
    h('div', { class: 'bar' }, button(t('record-yes'), press, 'first')));
}

function bodyOf({ numbers, method, apart, source, language }) {
  const now = new Date();
  const day = (moment) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format(moment);
  const said = { relation: 'custodian', value: 'yes', givenAt: now.toISOString(), method };
  return {
    positions: numbers.map((value) => ({ custodian: { system: NUMBER_SYSTEM, value }, ...said })),
    value: 'yes',
    custodyBasis: numbers.length > 1 ? 'joint' : 'sole',
    livesApart: apart,
    custodyVerifiedOn: day(now),
    custodySource: source,
    validThrough: day(new Date(now.getTime() + LASTS_DAYS * 86_400_000)),
    informationGiven: { language, consequencesExplained: true },
  };
}
