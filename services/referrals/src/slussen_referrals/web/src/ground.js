// May I tell: asked as one goes, in plain words with its ground, and answers recorded in the same flow.

import { consentPart } from './consent.js';
import { button, h } from './dom.js';
import { DraftedElement } from './drafted.js';
import { isSituation } from './prefill.js';
import { topicsThatMayLeave, waysOf, waysPart } from './ways.js';

const ASK_MS = 300;

/** A draft about which it is asked whether one may tell; `decision` is the answer as things stand. */
export class GroundedElement extends DraftedElement {
  get canAsk() {
    return Boolean(this.chosen && this.data.subjectId && isSituation(this.data.situation) && this.data.topics.length);
  }

  async askGround() {
    if (!this.canAsk) {
      this.decision = this.asking = null;
      this.ground.replaceChildren(h('p', { class: 'quiet' }, this.t('ground-first')));
      this.drawWay();
      return;
    }
    const asked = this.asking = {};
    const recipient = { profession: this.profession, ...(this.chosen.unitId ? { unitId: this.chosen.unitId } : {}) };
    const question = { subjectId: this.data.subjectId, situation: this.data.situation, topics: this.data.topics, recipient, centreId: this.session.centreId };
    try {
      const decision = await this.gateway.ask('POST', '/consent/v1/disclosure-decisions', question);
      this.ahead = Math.min(0, Date.parse(decision.decidedAt) - Date.now());
      if (asked === this.asking) this.drawGround(decision);
    } catch (error) {
      if (asked === this.asking) this.ground.replaceChildren(h('p', {}, error.isLost ? this.t('lost') : error.message), button(this.t('ask-again'), () => this.askGround()));
    }
  }

  drawGround(decision) {
    this.decision = decision;
    const may = decision.outcome === 'permitted';
    const ground = ['consent', 'same_area'].includes(decision.ground) ? decision.ground : 'other';
    const uncovered = decision.topics.filter((one) => one.outcome !== 'permitted').map((one) => this.t(one.topic)).join(', ');
    const canRecord = this.session.scopes.includes('consent:record') && decision.boundary.outcome === 'consent_required';
    const record = canRecord && this.recordPart();
    this.ground.replaceChildren(
      h('div', { class: may ? 'note' : 'note wrong', tabindex: '-1' },
        h('p', {}, h('strong', {}, this.t(may ? `permitted-${ground}` : topicsThatMayLeave(decision).length ? 'partly' : decision.outcome))),
        uncovered && h('p', {}, this.t('uncovered', { topics: uncovered })),
        decision.nextSteps.length && h('ul', {}, decision.nextSteps.map((step) => h('li', {}, step.text)))),
      ...[
        record,
        !may && waysPart(this, decision, this.way, (way) => { this.data.way = way; this.drawWay(); this.changed(); }),
        !may && h('div', { class: 'bar' }, button(this.t('ask-again'), () => this.askGround())),
      ].filter(Boolean),
    );
    this.drawWay();
    this.tell('decision', { outcome: decision.outcome });
  }

  /** What becomes of it: it is sent, or, where it may not be, what was chosen; without a choice nothing leaves. */
  get way() {
    if (!this.decision || this.decision.outcome === 'permitted') return 'send';
    return waysOf(this.decision).includes(this.data.way) ? this.data.way : 'keep';
  }

  /** Say what the button does, before it is pressed. */
  drawWay() {
    const { way } = this;
    this.sendButton.textContent = this.t(way === 'send' ? 'send' : `do-${way}`);
    this.after.textContent = way === 'send' ? '' : this.t(`after-${way}`);
  }

  /** The part in which answers are recorded; what is written in it stays as long as they are about the same. */
  recordPart() {
    const { subjectId, situation, topics, entryId } = this.data;
    const about = JSON.stringify([subjectId, situation, topics, entryId, this.profession]);
    if (this.recording?.about !== about) this.recording = { about, part: consentPart(this, topics, (body) => this.recordConsent(body)) };
    return this.recording.part;
  }

  /** Keep what they have answered, for this person, matter and recipient, once; then ask anew. */
  async recordConsent(body) {
    const recipient = { profession: this.profession, ...(this.chosen.unitId ? { unitId: this.chosen.unitId } : {}) };
    const { subjectId, situation, topics } = this.data;
    const whole = { ...body, subjectId, situation, topics, recipients: [recipient] };
    const key = crypto.randomUUID();
    const post = async () => {
      try {
        const made = await this.gateway.ask('POST', '/consent/v1/consents', whole, { 'idempotency-key': key });
        await this.recorded(made);
      } catch (error) {
        this.fail(error, error.isLost ? post : null);
      }
    };
    await post();
  }

  async recorded(made) {
    this.recording = null;
    this.alert.replaceChildren();
    this.tell('consent-recorded', { value: made.value });
    await this.askGround();
    const text = this.t(`recorded-${made.value}`);
    const again = made.askAgainOn ? ` ${this.t('again-on', { day: made.askAgainOn })}` : '';
    this.note(text);
    const note = this.ground.querySelector('.note');
    note?.prepend(h('p', {}, text, again));
    note?.focus();
  }

  changed(anew = false) {
    super.changed();
    if (!anew) return;
    clearTimeout(this.askTimer);
    this.askTimer = setTimeout(() => this.askGround(), ASK_MS);
  }

  again() {
    super.again();
    this.save();
    if (!this.decision) this.askGround();
  }
}
