// The form of one act: a field for each question, what is wrong said at the field, and the body that is sent.

import { ACTS } from './acts.js';
import { field, h, select, tick } from './dom.js';
import { TOPICS } from './referral.js';

const today = () => new Date().toLocaleDateString('sv-SE');

/** The questions of an act about a referral, as fields; `read` gives the body, or null where something is missing. */
export class Asking {
  constructor(element, referral, act) {
    this.element = element;
    this.referral = referral;
    this.what = ACTS[act];
    this.fields = (this.what.asks || []).map((ask) => this.fieldOf(ask, `${ask.name}-${act}-${referral.id}`));
  }

  /** Whether there is anything to ask or to say before the act. */
  get isNeeded() {
    return Boolean(this.fields.length || this.what.sure);
  }

  /** What stands on the page. */
  get parts() {
    return [...(this.what.sure ? [h('p', {}, this.element.t(this.what.sure))] : []), ...this.fields.map((one) => one.part)];
  }

  /** Where the focus goes first. */
  get first() {
    return this.fields.length ? this.fields[0].part.querySelector('select, input') : null;
  }

  fieldOf(ask, id) {
    const t = (name) => this.element.t(name);
    if (ask.kind === 'tick') {
      const part = tick(id, t(ask.label), Boolean(ask.isOn?.(this.referral)), () => {}, ask.hint && t(ask.hint));
      return { ask, part, read: () => part.querySelector('input').checked };
    }
    if (ask.kind === 'topics') return this.topicsField(ask, id);
    const control = ask.kind === 'day'
      ? h('input', { type: 'date', value: ask.isAhead ? '' : today(), ...(ask.isAhead ? { min: today() } : { max: today() }) })
      : select(this.codesOf(ask).map((code) => [code, t(code)]), '', () => {}, t('choose'));
    const part = field(id, t(ask.label), control, { required: !ask.isOptional, optional: ask.isOptional ? t('may') : '' });
    return { ask, part, control, read: () => control.value };
  }

  topicsField(ask, id) {
    const codes = ask.codes ? this.codesOf(ask) : TOPICS;
    const ticks = codes.map((topic) => tick(`${id}-${topic}`, this.element.t(topic), false, () => {}));
    const boxes = ticks.map((one) => one.querySelector('input'));
    const wrong = h('p', { class: 'error', id: `${id}-error` });
    const part = h('fieldset', { 'aria-describedby': `${id}-error` }, h('legend', {}, this.element.t(ask.label)), ticks, wrong);
    return { ask, part, control: boxes[0], read: () => codes.filter((_, number) => boxes[number].checked) };
  }

  codesOf(ask) {
    return typeof ask.codes === 'function' ? ask.codes(this.referral) : ask.codes;
  }

  read() {
    const given = {};
    const missing = [];
    for (const { ask, read } of this.fields) {
      const value = read();
      if ((value === '' || value.length === 0) && !ask.isOptional) missing.push([ask.name, this.element.t(`fault-act-${ask.kind}`)]);
      given[ask.name] = value;
    }
    this.say(missing);
    if (missing.length) return null;
    return this.what.body ? this.what.body(given, this.referral) : given;
  }

  /** The same content has the same key, so that what got lost is done once; mended content has another. */
  keyOf(body) {
    const text = JSON.stringify(body);
    if (this.sent !== text) {
      this.sent = text;
      this.key = crypto.randomUUID();
    }
    return this.key;
  }

  /** Say what is wrong at its field, and go to the first; return what no field is for. */
  say(wrong) {
    const left = [];
    const said = new Map();
    for (const [name, text] of wrong) {
      const at = this.fields.find((one) => one.control && name.split('.').pop() === one.ask.name);
      if (at) said.set(at, text);
      else left.push(text);
    }
    for (const one of this.fields) this.mark(one, said.get(one) || '');
    const [first] = said.keys();
    first?.control.focus();
    return left;
  }

  mark({ part, control }, text) {
    const place = part.querySelector('.error');
    if (!place) return;
    place.textContent = text;
    if (text) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  }
}
