// What is written is kept as one goes: as a draft, through the browser's back and forward, and when the page is left.

import { idsInAddress, toAddress } from './address.js';
import { SlussenElement } from './component.js';

const SAVE_MS = 600;
const AGAIN_MS = 3000;

/** An element whose content (`data`) is a draft; the one that is made of it begins it, offers it, and shows it as sent. */
export class DraftedElement extends SlussenElement {
  connectedCallback() {
    if (Object.hasOwn(this, 'prefill')) {
      const given = this.prefill;
      delete this.prefill;
      this.prefill = given;
    }
    super.connectedCallback();
    window.addEventListener('pagehide', () => this.flush(), { signal: this.stop.signal });
    window.addEventListener('popstate', () => this.moved(), { signal: this.stop.signal });
  }

  disconnectedCallback() {
    this.flush();
    super.disconnectedCallback();
  }

  get prefill() {
    return this.given;
  }

  /** What the page gives beforehand; given late, it is taken as long as nothing is written. */
  set prefill(given) {
    this.given = given;
    if (this.draft && !this.isTouched && !this.draft.etag) this.beginAnew();
  }

  // -- the browser's back and forward ---------------------------------------------------------------------------

  get isRouted() {
    return this.getAttribute('routing') === 'hash';
  }

  /** Show what the address names, where the page lets it; a draft that was sent is shown as sent, and never again. */
  async follow() {
    const { draft, made } = this.isRouted ? idsInAddress() : {};
    if (!draft && !made) return false;
    const read = made ? { sentAs: made } : await this.gateway.ask('GET', `/referrals/v1/drafts/${encodeURIComponent(draft)}`).catch(() => ({}));
    const sent = read.sentAs && (await this.gateway.ask('GET', `/referrals/v1/referrals/${encodeURIComponent(read.sentAs)}`).catch(() => null));
    if (sent) this.thank(sent, true);
    else if (read.id) this.begin(read.id, read.etag, read.content || {});
    return Boolean(sent || read.id);
  }

  async moved() {
    if (!this.isRouted || !this.session || this.isSending) return;
    await this.flush();
    const { draft, made } = idsInAddress();
    const isElsewhere = !draft && !made && (this.draft || location.hash);
    if (isElsewhere || (this.draft && draft === this.draft.id)) return;
    try {
      if (!(await this.follow())) await this.offer();
    } catch (error) {
      this.fail(error, () => this.moved());
    }
  }

  /** Keep at once what has been written and not kept yet. */
  async flush() {
    if (this.draft && this.isUnsaved) await this.save();
  }

  // -- saved as one goes ---------------------------------------------------------------------------------------

  /** Something was written: it is kept shortly. */
  changed() {
    this.isTouched = this.isUnsaved = true;
    clearTimeout(this.saveTimer);
    this.saveTimer = setTimeout(() => this.save(), SAVE_MS);
  }

  /** Keep the draft; one at a time, the newest last. Returns whether it is kept. */
  async save() {
    clearTimeout(this.saveTimer);
    const before = this.saving;
    this.saving = (async () => { await before; return this.saveNow(); })();
    return this.saving;
  }

  async saveNow() {
    if (!this.draft) return true;
    const { id, etag } = this.draft;
    this.isUnsaved = false;
    try {
      const kept = await this.gateway.ask('PUT', `/referrals/v1/drafts/${id}`, { content: this.data }, etag ? { 'if-match': etag } : {});
      if (this.draft?.id !== id) return true;
      this.draft.etag = kept.etag;
      if (this.isRouted) toAddress({ draft: id });
      this.note(this.t('draft-saved'));
      return true;
    } catch (error) {
      return this.unsaved(error);
    }
  }

  /** The draft may have been kept though nobody answered, or changed on another machine: what is here is the newest. */
  async unsaved(error) {
    this.isUnsaved = error.code !== 'draft-sent';
    if (this.draft && (error.status === 428 || error.status === 412)) {
      const read = await this.gateway.ask('GET', `/referrals/v1/drafts/${this.draft.id}`).catch(() => null);
      if (read) {
        this.draft.etag = read.etag;
        return this.saveNow();
      }
    }
    if (error.code === 'draft-sent') return true;
    this.note(this.t('draft-unsaved'));
    if (error.isLost) this.saveTimer = setTimeout(() => this.save(), AGAIN_MS);
    return false;
  }
}
