// What the three components share: language, login, messages, and telling the host page.

import { button, h } from './dom.js';
import { Gateway } from './gateway.js';
import { dress } from './look.js';
import { say } from './texts.js';

export class SlussenElement extends HTMLElement {
  static get observedAttributes() {
    return ['lang', 'referral'];
  }

  constructor() {
    super();
    dress(this.attachShadow({ mode: 'open' }));
    this.term = 'slussning';
    this.live = h('p', { role: 'status', class: 'quiet' });
    this.alert = h('div', { role: 'alert' });
    this.place = h('div');
  }

  connectedCallback() {
    this.stop?.abort();
    this.stop = new AbortController();
    const { client = '', codeFrom = '' } = { client: this.getAttribute('client'), codeFrom: this.getAttribute('code-from') };
    this.gateway = new Gateway({ client, codeFrom, lang: this.language });
    this.gateway.onEnded = () => this.ended();
    const root = h('div', { class: 'root', lang: this.language }, this.alert, this.place, this.live);
    this.shadowRoot.replaceChildren(root);
    this.start();
  }

  disconnectedCallback() {
    this.stop?.abort();
  }

  attributeChangedCallback(_name, before, now) {
    if (before !== null && before !== now && this.isConnected) this.connectedCallback();
  }

  get language() {
    const stated = this.getAttribute('lang') || this.closest('[lang]')?.getAttribute('lang') || 'sv';
    return stated.startsWith('en') ? 'en' : 'sv';
  }

  /** A text in the page's language and the centre's own word. */
  t(name, values = {}) {
    return say(this.language, this.term, name, values);
  }

  async start() {
    this.note(this.t('loading'));
    try {
      const session = await this.gateway.begin();
      if (session) await this.entered(session);
      else this.askLogin();
    } catch (error) {
      this.fail(error, () => this.start());
    }
  }

  async entered(session) {
    this.tell('session', { name: session.name, endsAt: session.endsAt });
    this.note('');
    if (session.refusal) {
      this.place.replaceChildren(h('p', {}, this.t('no-access')));
      return;
    }
    await this.show(session);
  }

  askLogin() {
    this.note('');
    this.place.replaceChildren(h('p', {}, this.t('logged-out')), this.loginButton(() => this.entered(this.gateway.session)));
  }

  loginButton(then) {
    return button(this.t('log-in'), async () => { if (await this.gateway.logIn()) await then(); }, 'first');
  }

  /** The session ended while something was under way: what is written stays where it is. */
  ended() {
    this.isEnded = true;
    this.tell('session-ended', {});
    this.alert.replaceChildren(
      h('div', { class: 'note wrong' }, h('p', {}, this.t('session-ended')), this.loginButton(() => this.again())),
    );
  }

  again() {
    this.isEnded = false;
    this.alert.replaceChildren();
  }

  /** Say what went wrong; `retry` is offered where nobody answered. */
  fail(error, retry = null) {
    if (error.status === 401) return;
    const text = error.isLost || error.status === undefined ? this.t('lost') : error.message;
    if (error.status === undefined) console.error(error);
    const fields = (error.errors || []).map((one) => h('li', {}, one.message || one.detail || one.field));
    this.alert.replaceChildren(
      h('div', { class: 'note wrong' }, h('p', {}, text), fields.length && h('ul', {}, fields), retry && button(this.t('retry'), () => { this.alert.replaceChildren(); return retry(); })),
    );
  }

  note(text) {
    this.live.textContent = text;
  }

  /** Tell the host page; an event says what happened and never whom it is about. */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`slussen-${name}`, { detail, bubbles: true, composed: true }));
  }
}
