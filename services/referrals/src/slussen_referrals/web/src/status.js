// <slussen-referral-status referral="…">: where one referral stands, whose move it is, and what has happened.

import { SlussenElement } from './component.js';
import { h } from './dom.js';
import { facts, lateness } from './referral.js';
import { knows } from './texts.js';

export class ReferralStatus extends SlussenElement {
  async show() {
    await this.read();
    this.gateway.watch(this.stop.signal, () => this.read().catch(() => {}));
  }

  /** The referral's id: the attribute, or in the page's hash (`#slussen=<id>`). */
  get id_() {
    return this.getAttribute('referral') || new URLSearchParams(location.hash.slice(1)).get('slussen') || '';
  }

  async read() {
    const place = `/referrals/v1/referrals/${encodeURIComponent(this.id_)}`;
    const [referral, steps] = await Promise.all([this.gateway.ask('GET', place), this.gateway.ask('GET', `${place}/history`)]);
    this.term = referral.displayTerm;
    const when = new Intl.DateTimeFormat(this.language, { dateStyle: 'medium', timeStyle: 'short' });
    const name = (act) => (knows(`past-${act}`) ? this.t(`past-${act}`) : this.t(act === 'open' ? 'opened' : act));
    this.place.replaceChildren(
      h('h2', {}, this.t('status-title')),
      h('p', {}, h('strong', {}, this.t(`core-${referral.coreStatus}`)), `: ${referral.stateText}`, lateness(this, referral)),
      facts(this, referral),
      h('h3', {}, this.t('history')),
      h('ul', {}, steps.map((step) => h('li', {}, `${when.format(new Date(step.at))}: ${name(step.act)}`, step.reason ? ` (${this.t(step.reason)})` : ''))),
    );
    this.tell('status', { referralId: referral.id, state: referral.state, coreStatus: referral.coreStatus });
  }
}
