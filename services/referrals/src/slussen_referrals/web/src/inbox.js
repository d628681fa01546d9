// <slussen-referral-inbox>: what waits for my unit, whose move it is, and the next act, without leaving the page.

import { ACTS } from './acts.js';
import { Asking } from './asking.js';
import { SlussenElement } from './component.js';
import { button, h } from './dom.js';
import { facts, lateness } from './referral.js';

export class ReferralInbox extends SlussenElement {
  async show(session) {
    this.session = session;
    this.opened = new Map();
    this.unfolded = new Set();
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
    this.current = new Map(all.map((one) => [one.id, one]));
    this.place.replaceChildren(
      h('h2', { tabindex: '-1' }, this.t('inbox-title')),
      part('your-move', all.filter((one) => this.isMine(one))),
      part('their-move', all.filter((one) => !this.isMine(one))),
    );
    if (focused) this.shadowRoot.getElementById(focused)?.focus();
  }

  item(referral) {
    const place = h('div');
    const acts = Object.keys(ACTS).map((name) => referral.nextActs.find((one) => one.act === name)).filter(Boolean);
    const usual = acts.filter((act) => !ACTS[act.act].rare);
    const rare = acts.filter((act) => ACTS[act.act].rare);
    const open = this.opened.get(referral.id);
    if (open && acts.some((act) => act.act === open.act)) place.replaceChildren(open.form);
    else this.opened.delete(referral.id);
    return h('li', { class: 'item' },
      h('p', { id: `state-${referral.id}` }, h('strong', {}, referral.stateText), lateness(this, referral)),
      facts(this, referral),
      h('div', { class: 'bar' }, usual.map((act, number) => this.buttonOf(referral, act, place, number ? 'second' : 'first'))),
      rare.length > 0 && this.more(referral, rare.map((act) => this.buttonOf(referral, act, place, 'second'))),
      place);
  }

  /** The acts that are seldom wanted, folded away; they stay open while the list is read anew. */
  more(referral, buttons) {
    const made = h('details', { open: this.unfolded.has(referral.id) }, h('summary', { id: `more-${referral.id}` }, this.t('more-acts')), h('div', { class: 'bar' }, buttons));
    made.addEventListener('toggle', () => (made.open ? this.unfolded.add(referral.id) : this.unfolded.delete(referral.id)));
    return made;
  }

  buttonOf(referral, act, place, kind) {
    const made = button(this.t(`act-${act.act}`), () => this.press(referral, act, place), kind);
    made.id = `act-${act.act}-${referral.id}`;
    made.setAttribute('aria-describedby', `state-${referral.id}`);
    return made;
  }

  async press(referral, act, place) {
    const asking = new Asking(this, referral, act.act);
    if (!asking.isNeeded) {
      await this.act(referral, act, asking);
      return;
    }
    const title = this.t(`act-${act.act}`);
    const form = h('div', { class: 'note', role: 'group', 'aria-label': title });
    const close = () => {
      this.opened.delete(referral.id);
      form.remove();
      this.shadowRoot.getElementById(`act-${act.act}-${referral.id}`)?.focus();
    };
    const confirm = button(this.t('confirm'), () => this.act(this.current.get(referral.id) || referral, act, asking), 'first');
    form.append(h('h4', {}, title), ...asking.parts, h('div', { class: 'bar' }, confirm, button(this.t('cancel'), close)));
    this.opened.set(referral.id, { act: act.act, form });
    place.replaceChildren(form);
    (asking.first || confirm).focus();
  }

  /** Do it, at the version that is shown; pressed twice, or sent again after a lost answer, it is done once. */
  async act(referral, act, asking) {
    const body = asking.read();
    if (body === null) return;
    this.note('');
    const headers = { 'if-match': `"v${referral.version}"`, 'idempotency-key': asking.keyOf(body) };
    try {
      const made = await this.gateway.ask('POST', act.href, body, headers);
      if (this.opened.get(referral.id)?.act === act.act) this.opened.delete(referral.id);
      this.alert.replaceChildren();
      this.tell('acted', { referralId: made.id, act: act.act, state: made.state, coreStatus: made.coreStatus });
      await this.read();
      this.settle(referral.id);
      this.note(this.t('done'));
    } catch (error) {
      if (error.status === 412) {
        await this.read();
        this.note(this.t('stale'));
      } else this.refused(error, asking, error.isLost ? () => this.act(referral, act, asking) : null);
    }
  }

  /** Say what was wrong where it was asked; what no field is for is said above. */
  refused(error, asking, retry) {
    const wrong = (error.errors || []).map((one) => [one.field || '', one.message || one.detail || '']);
    const left = asking.say(wrong);
    if (wrong.length && !left.length) this.alert.replaceChildren();
    else this.fail(error, retry);
  }

  /** Put the focus where the work goes on: the referral's next act, else the list. */
  settle(id) {
    const next = this.shadowRoot.querySelector(`button[id$="${id}"]`) || this.shadowRoot.querySelector('h2');
    next?.focus();
  }

  again() {
    super.again();
    this.read();
  }
}
