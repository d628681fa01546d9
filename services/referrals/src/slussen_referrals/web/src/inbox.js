// <slussen-referral-inbox>: what waits for my unit, whose move it is, and the next act, without leaving the page.

import { SlussenElement } from './component.js';
import { button, field, h, select, tick } from './dom.js';
import { facts, lateness, TOPICS } from './referral.js';

const REASONS = {
  decline: ['wrong_recipient', 'no_capacity', 'outside_mission', 'family_declined', 'other'],
  return: ['needs_other_competence', 'no_capacity', 'family_moved', 'other'],
  recall: ['family_declined', 'no_longer_needed', 'wrong_recipient', 'other'],
};
const OUTCOMES = ['contact_established', 'family_declined', 'moved', 'advice_given', 'other'];

const ACTS = ['receive', 'accept', 'contact', 'follow_up', 'complete', 'ask_information', 'give_information', 'decline', 'return', 'send', 'resume', 'continue', 'recall'];
const WITH_A_FORM = ['decline', 'return', 'recall', 'complete', 'ask_information'];

export class ReferralInbox extends SlussenElement {
  async show(session) {
    this.session = session;
    this.opened = new Map();
    await this.read();
    this.gateway.watch(this.stop.signal, () => this.read(true));
  }

  /** Read both boxes anew; what is open, and where the focus is, stays. */
  async read(isNews = false) {
    if (this.reading) {
      this.readAgain = true;
      return this.reading;
    }
    this.reading = this.readNow(isNews).catch((error) => this.fail(error, () => this.read())).finally(() => { this.reading = null; });
    await this.reading;
    if (this.readAgain) {
      this.readAgain = false;
      return this.read(true);
    }
    return undefined;
  }

  async readNow(isNews) {
    const box = async (name) => (await this.gateway.ask('GET', `/referrals/v1/referrals?box=${name}&limit=200`)).items;
    const [received, sent] = await Promise.all([box('inbox'), box('sent')]);
    const all = [...new Map([...received, ...sent].map((one) => [one.id, one])).values()].filter((one) => one.coreStatus === 'open');
    const before = this.known;
    this.known = all.map((one) => `${one.id}:${one.version}`).sort().join();
    if (isNews && before === this.known) return;
    this.term = all[0]?.displayTerm || this.term;
    this.draw(all);
    if (isNews && before !== undefined) {
      this.note(this.t('updated'));
      this.tell('changed', { count: all.length });
    }
  }

  isMine(referral) {
    const side = referral.recipient.unitId === this.session.unitId ? 'recipient' : 'sender';
    return referral.whoseMove === side;
  }

  draw(all) {
    const focused = this.shadowRoot.activeElement?.id;
    all.sort((a, b) => b.isOverdue - a.isOverdue || (a.dueOn || '9').localeCompare(b.dueOn || '9') || a.id.localeCompare(b.id));
    const part = (name, items) => h('section', { 'aria-labelledby': name },
      h('h3', { id: name }, `${this.t(name)} (${items.length})`),
      items.length ? h('ul', { class: 'plain' }, items.map((one) => this.item(one))) : h('p', { class: 'quiet' }, this.t('nothing')));
    this.place.replaceChildren(
      h('h2', {}, this.t('inbox-title')),
      part('your-move', all.filter((one) => this.isMine(one))),
      part('their-move', all.filter((one) => !this.isMine(one))),
    );
    if (focused) this.shadowRoot.getElementById(focused)?.focus();
  }

  item(referral) {
    const place = h('div');
    const acts = ACTS.map((name) => referral.nextActs.find((one) => one.act === name)).filter(Boolean);
    const buttons = acts.map((act, number) => {
      const made = button(this.t(`act-${act.act}`), () => this.press(referral, act, place), number ? 'second' : 'first');
      made.id = `act-${act.act}-${referral.id}`;
      made.setAttribute('aria-describedby', `state-${referral.id}`);
      return made;
    });
    const open = this.opened.get(referral.id);
    if (open && acts.some((act) => act.act === open.act)) place.replaceChildren(open.form);
    else this.opened.delete(referral.id);
    return h('li', { class: 'item' },
      h('p', { id: `state-${referral.id}` }, h('strong', {}, referral.stateText), lateness(this, referral)),
      facts(this, referral),
      h('div', { class: 'bar' }, buttons),
      place);
  }

  async press(referral, act, place) {
    if (!WITH_A_FORM.includes(act.act)) {
      await this.act(referral, act, this.plainBody(referral, act));
      return;
    }
    const form = this.formOf(referral, act, () => { this.opened.delete(referral.id); place.replaceChildren(); });
    this.opened.set(referral.id, { act: act.act, form });
    place.replaceChildren(form);
    form.querySelector('select, input').focus();
  }

  plainBody(referral, act) {
    return act.act === 'give_information' ? { topics: referral.requestedTopics, needs: [] } : {};
  }

  formOf(referral, act, close) {
    const id = `${act.act}-${referral.id}`;
    const read = {};
    const parts = [];
    if (REASONS[act.act]) {
      const reasons = select(REASONS[act.act].map((one) => [one, this.t(one)]), '', () => {});
      parts.push(field(`reason-${id}`, this.t('reason'), reasons));
      read.body = () => ({ reason: reasons.value });
    } else if (act.act === 'complete') {
      const outcome = select(OUTCOMES.map((one) => [one, this.t(one)]), '', () => {});
      const day = h('input', { type: 'date' });
      parts.push(field(`outcome-${id}`, this.t('outcome'), outcome), field(`day-${id}`, this.t('follow-up-on'), day));
      read.body = () => ({ outcome: outcome.value, ...(day.value ? { followUpOn: day.value } : { noFollowUp: true }) });
    } else {
      const ticks = TOPICS.map((topic) => tick(`ask-${topic}-${referral.id}`, this.t(topic), false, () => {}));
      parts.push(h('fieldset', {}, h('legend', {}, this.t('topics')), ticks));
      read.body = () => ({ topics: TOPICS.filter((_, number) => ticks[number].querySelector('input').checked) });
    }
    const confirm = button(this.t('confirm'), async () => { await this.act(referral, act, read.body()); }, 'first');
    return h('div', { class: 'note', role: 'group', 'aria-label': this.t(`act-${act.act}`) }, parts, h('div', { class: 'bar' }, confirm, button(this.t('cancel'), close)));
  }

  /** Do it, at the version that was seen; pressed twice, or sent again after a lost answer, it is done once. */
  async act(referral, act, body) {
    const headers = { 'if-match': `"v${referral.version}"`, 'idempotency-key': `${referral.id}-${referral.version}-${act.act}` };
    try {
      const made = await this.gateway.ask('POST', act.href, body, headers);
      this.opened.delete(referral.id);
      this.alert.replaceChildren();
      this.tell('acted', { referralId: made.id, act: act.act, state: made.state, coreStatus: made.coreStatus });
      await this.read();
      this.note(this.t('done'));
    } catch (error) {
      if (error.status === 412) {
        await this.read();
        this.note(this.t('stale'));
      } else this.fail(error, error.isLost ? () => this.act(referral, act, body) : null);
    }
  }

  again() {
    super.again();
    this.read();
  }
}
