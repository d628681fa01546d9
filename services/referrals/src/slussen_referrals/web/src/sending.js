// Sending: what is missing is said first, and what is sent is sent once, whatever gets lost on the way.

import { toAddress } from './address.js';
import { button, h } from './dom.js';
import { RefusedError } from './gateway.js';
import { GroundedElement } from './ground.js';
import { faultOf } from './needs.js';
import { isSituation } from './prefill.js';
import { facts } from './referral.js';
import { topicsThatMayLeave } from './ways.js';

/** A draft that becomes one referral, and what is shown of it then. */
export class SendingElement extends GroundedElement {
  faults() {
    const found = [];
    const add = (id, name, values) => found.push([id, this.t(name, values)]);
    if (!this.chosen) add('search', 'fault-recipient');
    else if (this.chosen.capacity === 'full') add('search', 'fault-full');
    if (!this.data.subjectId) add('number', 'fault-number');
    if (!isSituation(this.data.situation)) add('situation', 'fault-situation');
    if (!this.data.topics.length) add('topics', 'fault-topics');
    for (const one of this.questions) {
      const fault = faultOf(one, this.data.answers[one.key]);
      if (fault && (fault !== 'fault-answer' || this.leaving.includes(one.topic))) add(`answer-${one.key}`, fault, { question: one[this.language] });
    }
    if (!this.data.givenBy) add('given-by', 'fault-given-by');
    if (!this.data.givenOn) add('given-on', 'fault-given-on');
    return found;
  }

  /** The topics that leave, now or once there is a ground. */
  get leaving() {
    return this.way === 'now' ? topicsThatMayLeave(this.decision) : this.data.topics;
  }

  /** Say what is wrong with a field, at the field. */
  mark(id, text) {
    const root = this.shadowRoot;
    const control = root.getElementById(id);
    const error = root.getElementById(`${id}-error`);
    if (error) error.textContent = text;
    if (!control) return;
    if (control.tagName === 'FIELDSET') control.toggleAttribute('data-wrong', Boolean(text));
    else if (text) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  }

  /** What is wrong with a field is no longer said once it is answered anew; the number's own check stands. */
  mended(control) {
    if (control.name === 'recipient') this.mark('search', '');
    else if (control.id !== 'number') this.mark(control.closest('fieldset[id]')?.id || control.id, '');
  }

  isValid() {
    for (const error of this.shadowRoot.querySelectorAll('.error[id]')) this.mark(error.id.replace(/-error$/, ''), '');
    const found = this.faults();
    found.forEach(([id, text]) => this.mark(id, text));
    const lead = (id) => {
      const control = this.shadowRoot.getElementById(id);
      (control.tagName === 'FIELDSET' ? control.querySelector('input') : control).focus();
    };
    this.summary.replaceChildren(...(found.length ? [h('div', { class: 'note wrong' }, h('h3', {}, this.t('faults')),
      h('ul', {}, found.map(([id, text]) => h('li', {}, h('a', { href: `#${id}`, click: (event) => { event.preventDefault(); lead(id); } }, text)))))] : []));
    if (found.length) this.summary.focus();
    return !found.length;
  }

  async send() {
    if (this.isSending || !this.draft) return;
    this.isSending = true;
    this.sendButton.setAttribute('aria-disabled', 'true');
    try {
      const number = this.shadowRoot.getElementById('number');
      if (number?.value) await this.resolve(number);
      this.alert.replaceChildren();
      await this.readChosen();
      if (this.isValid() && await this.save()) await this.sendOnce();
      else if (!this.isEnded && !this.faults().length) this.fail(new RefusedError(0), () => this.send());
    } catch (error) {
      await this.notSent(error);
    } finally {
      this.isSending = false;
      this.sendButton.removeAttribute('aria-disabled');
    }
  }

  /** Read what the recipient needs to know, and whether it has room, as it is now: the page may have stood open. */
  async readChosen() {
    const { chosen } = this;
    if (!chosen) return;
    const fresh = await this.gateway.ask('GET', `/referrals/v1/directory-entries/${chosen.id}`);
    const isNew = fresh.contentForm?.version !== chosen.contentForm?.version;
    Object.assign(chosen, fresh, { kind: chosen.kind });
    if (!isNew) return;
    this.drawTopics();
    this.drawDetails();
    this.note(this.t('details-new'));
  }

  /** Say why it was not sent: at the field where one is at fault, with a retry where nobody answered. */
  async notSent(error) {
    this.fail(error, error.isLost ? () => this.send() : null);
    if (error.code !== 'content-missing') return;
    await this.readChosen().catch(() => {});
    for (const one of error.errors) this.mark(one.field.replace('answers.', 'answer-'), one.message || one.detail || this.t('fault-choose'));
  }

  /** Make the referral of the draft, which becomes one alone, and send it under a key of the draft's. */
  async sendOnce() {
    const id = this.draft.id;
    const made = await this.made(id);
    if (!made) return;
    const place = `/referrals/v1/referrals/${made.id}`;
    const order = { answers: this.answers(), sendWhenConsented: this.way === 'wait', ...(this.way === 'now' ? { topics: this.leaving } : {}) };
    const sent = made.state === 'opened' ? await this.sentBy(place, order, id) : made;
    this.draft = null;
    clearTimeout(this.saveTimer);
    if (this.isRouted) toAddress({ made: sent.id }, { isStep: true });
    this.tell('sent', { referralId: sent.id, state: sent.state, coreStatus: sent.coreStatus });
    this.thank(sent);
  }

  /** Send; where an earlier answer was lost and something was changed since, what was sent then stands. */
  async sentBy(place, order, id) {
    try {
      return await this.gateway.ask('POST', `${place}/sending`, order, { 'idempotency-key': `${id}-sending` });
    } catch (error) {
      if (error.code !== 'idempotency-key-reused') throw error;
      return this.gateway.ask('GET', place);
    }
  }

  answers() {
    return Object.fromEntries(this.questions.map((one) => [one.key, this.data.answers[one.key]]).filter(([, value]) => value));
  }

  async made(id) {
    const recipient = { profession: this.profession, ...(this.chosen.unitId ? { unitId: this.chosen.unitId } : { entryId: this.chosen.id }) };
    const { subjectId, situation, topics, form, givenOn, givenBy } = this.data;
    const { chosen } = this;
    const declinesStatistics = Boolean(this.data.declinesStatistics);
    const order = { centreId: this.session.centreId, subjectId, recipient, situation, topics, form, permission: { givenOn, givenBy }, declinesStatistics, draftId: id };
    try {
      return await this.gateway.ask('POST', '/referrals/v1/referrals', order, { 'idempotency-key': id });
    } catch (error) {
      if (!['draft-sent', 'idempotency-key-reused'].includes(error.code)) throw error;
      const { sentAs } = await this.gateway.ask('GET', `/referrals/v1/drafts/${id}`);
      const made = await this.gateway.ask('GET', `/referrals/v1/referrals/${sentAs}`);
      const isSame = [
        made.subjectId === subjectId,
        made.situation === situation,
        made.form === form,
        made.declinesStatistics === declinesStatistics,
        made.recipient.profession === recipient.profession,
        chosen.unitId ? made.recipient.unitId === chosen.unitId : made.recipient.unitName === chosen.name,
        [...made.topics].sort().join() === [...topics].sort().join(),
      ].every(Boolean);
      return isSame ? made : this.differs(made);
    }
  }

  /** It was made before something was changed here, its answer lost: never send the one for the other. */
  differs(made) {
    const anew = async () => {
      this.draft = { id: crypto.randomUUID(), etag: null };
      this.alert.replaceChildren();
      await this.save();
    };
    this.alert.replaceChildren(h('div', { class: 'note wrong' }, h('p', {}, this.t('made-before')), facts(this, made), button(this.t('make-anew'), anew)));
    return null;
  }

  /** Say what became of it, and where it may not be sent, what happens instead. */
  thank(sent, isBefore = false) {
    this.draft = null;
    const waits = sent.waitThrough ? 'waits-armed' : 'waits';
    const name = { opened: 'made', awaiting_consent: waits, sent: isBefore ? 'sent-before' : 'sent' }[sent.state] || 'sent-before';
    const steps = ['opened', 'awaiting_consent'].includes(sent.state) ? this.decision?.nextSteps || [] : [];
    const title = h('h2', { tabindex: '-1' }, this.t(name));
    const another = () => {
      if (this.isRouted) toAddress({}, { isStep: true });
      this.beginAnew();
    };
    this.alert.replaceChildren();
    this.place.replaceChildren(
      title,
      h('p', {}, sent.stateText),
      ...(name === 'waits-armed' ? [h('p', {}, this.t('waits-through', { day: sent.waitThrough }))] : []),
      ...(steps.length ? [h('h3', {}, this.t('go-on')), h('ul', {}, steps.map((step) => h('li', {}, step.text)))] : []),
      button(this.t('another'), another));
    this.note('');
    title.focus();
  }
}
