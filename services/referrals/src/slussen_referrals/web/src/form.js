// <slussen-referral-form>: choose, see whether one may tell, permit, send once. Saved as one goes.

import { SlussenElement } from './component.js';
import { consentPart } from './consent.js';
import { button, field, h, select, tick } from './dom.js';
import { RefusedError } from './gateway.js';
import { TOPICS } from './referral.js';


const GIVERS = ['custodian', 'guardian', 'expectant_parent', 'self'];
const FORMS = ['standard', 'warm', 'advice'];
const SITUATION = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;
const SAVE_MS = 600;
const AGAIN_MS = 3000;
const SHOWN = 8;

export class ReferralForm extends SlussenElement {
  async show(session) {
    this.session = session;
    this.term = await this.readTerm(session.centreId);
    this.entries = (await this.gateway.ask('GET', `/referrals/v1/directory-entries?limit=200${session.centreId ? `&centreId=${session.centreId}` : ''}`)).items;
    const [draft] = await this.gateway.ask('GET', '/referrals/v1/drafts');
    if (draft) this.offerDraft(draft);
    else this.beginAnew();
  }

  async readTerm(centreId) {
    if (!centreId) return 'slussning';
    const centre = await this.gateway.ask('GET', `/agreements/v1/family-centres/${centreId}`).catch(() => ({}));
    return centre.displayTerm || 'slussning';
  }

  offerDraft(draft) {
    const when = new Intl.DateTimeFormat(this.language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(draft.changedAt));
    const resume = async () => {
      const read = await this.gateway.ask('GET', `/referrals/v1/drafts/${draft.id}`);
      this.begin(draft.id, read.etag, read.content || {});
    };
    const drop = async () => {
      await this.gateway.ask('DELETE', `/referrals/v1/drafts/${draft.id}`);
      this.beginAnew();
    };
    this.place.replaceChildren(
      h('h2', {}, this.t('form-title')),
      h('p', {}, this.t('draft-found', { when })),
      h('div', { class: 'bar' }, button(this.t('draft-resume'), resume, 'first'), button(this.t('draft-drop'), drop)),
    );
  }

  /** What the page gives beforehand: attributes `situation`, `topics`, `recipient`, or the property `prefill`. */
  beginAnew() {
    const given = this.prefill || {};
    const topics = this.getAttribute('topics')?.split(/[\s,]+/).filter(Boolean);
    const content = { situation: this.getAttribute('situation') || '', topics: topics || [], unitId: this.getAttribute('recipient') || '', ...given };
    this.begin(crypto.randomUUID(), null, content);
  }

  begin(id, etag, content) {
    this.draft = { id, etag };
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format(new Date());
    this.data = { form: 'standard', topics: [], answers: {}, givenOn: today, givenBy: '', ...content };
    const chosen = this.entries.find((entry) => entry.unitId && entry.unitId === this.data.unitId);
    if (chosen && !this.data.entryId) this.data.entryId = chosen.id;
    this.draw();
    this.askGround();
  }

  get chosen() {
    return this.entries.find((entry) => entry.id === this.data.entryId);
  }

  get profession() {
    const professions = this.chosen?.professions || [];
    return professions.includes(this.data.profession) ? this.data.profession : professions[0];
  }

  // -- drawing -------------------------------------------------------------------------------------------------

  draw() {
    this.summary = h('div', { tabindex: '-1' });
    this.list = h('div', { role: 'group', 'aria-labelledby': 'recipient-title' });
    this.person = h('div');
    this.ground = h('div', { 'aria-live': 'polite' });
    this.details = h('div');
    this.place.replaceChildren(
      h('h2', { id: 'title' }, this.t('form-title')),
      this.summary,
      h('form', { novalidate: true, 'aria-labelledby': 'title', submit: (event) => { event.preventDefault(); this.send(); } },
        this.recipientStep(),
        this.personStep(),
        this.groundStep(),
        h('section', { class: 'step', 'aria-labelledby': 'details-title' }, h('h3', { id: 'details-title' }, this.t('details')), this.details),
        this.permissionStep(),
        h('div', { class: 'bar' }, this.sendButton = h('button', { type: 'submit', class: 'first' }, this.t('send'))),
      ),
    );
    this.drawList();
    this.drawPerson();
    this.drawDetails();
  }

  recipientStep() {
    const search = h('input', { type: 'search', autocomplete: 'off', input: () => { this.drawList(); this.note(this.t('found', { count: this.listed })); } });
    this.searching = search;
    return h('section', { class: 'step', 'aria-labelledby': 'recipient-title' },
      h('h3', { id: 'recipient-title' }, this.t('recipient')),
      h('p', { class: 'quiet' }, this.t('concern')),
      field('search', this.t('search'), search, { hint: this.t('search-hint') }),
      this.list,
      h('p', { class: 'error', id: 'recipient-error' }));
  }

  drawList() {
    const wanted = this.searching.value.trim().toLowerCase();
    const text = (entry) => [entry.name, ...entry.professions.map((one) => this.t(one))].join(' ').toLowerCase();
    const fits = this.entries.filter((entry) => !entry.reportOfConcern && entry.professions.length && text(entry).includes(wanted));
    fits.sort((a, b) => (b.id === this.data.entryId) - (a.id === this.data.entryId) || (a.kind === 'external') - (b.kind === 'external'));
    const shown = fits.slice(0, SHOWN);
    this.listed = shown.length;
    this.list.replaceChildren(...shown.map((entry) => this.choice(entry)));
  }

  choice(entry) {
    const id = `to-${entry.id}`;
    const facts = [
      entry.professions.map((one) => this.t(one)).join(', '),
      entry.kind && this.t(entry.kind),
      this.t(entry.capacity),
      entry.details.waitingDays != null && this.t('waiting', { days: entry.details.waitingDays }),
      entry.details.phone,
    ].filter(Boolean).join(' · ');
    const choose = () => { this.data.entryId = entry.id; this.data.profession = entry.professions[0]; this.drawDetails(); this.changed(true); };
    return h('div', { class: 'choice' },
      h('input', { type: 'radio', name: 'recipient', id, checked: entry.id === this.data.entryId, change: choose }),
      h('label', { for: id }, h('strong', {}, entry.name), h('span', { class: 'quiet' }, facts)));
  }

  personStep() {
    const situation = h('input', { value: this.data.situation || '', autocomplete: 'off', input: (event) => { this.data.situation = event.target.value.trim(); this.changed(true); } });
    const topics = [...new Set([...TOPICS, ...this.data.topics])].map((topic) => tick(`topic-${topic}`, this.t(topic), this.data.topics.includes(topic), (event) => {
      this.data.topics = this.data.topics.filter((one) => one !== topic).concat(event.target.checked ? [topic] : []);
      this.drawDetails();
      this.changed(true);
    }));
    return h('section', { class: 'step', 'aria-labelledby': 'person-title' },
      h('h3', { id: 'person-title' }, this.t('person')),
      this.person,
      field('situation', this.t('situation'), situation, { hint: this.t('situation-hint'), required: true }),
      h('fieldset', { id: 'topics', 'aria-describedby': 'topics-error' }, h('legend', {}, this.t('topics')), topics, h('p', { class: 'error', id: 'topics-error' })));
  }

  drawPerson() {
    if (this.data.subjectId) {
      this.person.replaceChildren(h('div', { class: 'bar' }, h('p', {}, this.t('person-chosen')), button(this.t('person-change'), () => { this.data.subjectId = ''; this.drawPerson(); this.changed(true); this.shadowRoot.getElementById('number').focus(); })));
      return;
    }
    const number = h('input', { inputmode: 'numeric', autocomplete: 'off', maxlength: '13', change: () => this.resolve(number) });
    this.person.replaceChildren(field('number', this.t('number'), number, { hint: this.t('number-hint'), required: true }));
  }

  async resolve(input) {
    const number = input.value.replace(/[^0-9]/g, '');
    if (number.length !== 12) return this.mark('number', this.t('fault-number'));
    this.mark('number', '');
    try {
      this.data.subjectId = await this.gateway.resolve(number);
      input.value = '';
      const within = this.shadowRoot.activeElement === input;
      this.drawPerson();
      if (within) this.shadowRoot.getElementById('situation').focus();
      this.note(this.t('person-chosen'));
      this.changed(true);
    } catch (error) {
      if (error.status === 422) this.mark('number', this.t('fault-number'));
      else this.fail(error, () => this.resolve(input));
    }
    return undefined;
  }

  groundStep() {
    return h('section', { class: 'step', 'aria-labelledby': 'ground-title' }, h('h3', { id: 'ground-title' }, this.t('ground')), this.ground);
  }

  permissionStep() {
    const by = select(GIVERS.map((one) => [one, this.t(one)]), this.data.givenBy, (event) => { this.data.givenBy = event.target.value; this.changed(); }, this.t('choose'));
    const on = h('input', { type: 'date', value: this.data.givenOn, change: (event) => { this.data.givenOn = event.target.value; this.changed(); } });
    return h('section', { class: 'step', 'aria-labelledby': 'permission-title' },
      h('h3', { id: 'permission-title' }, this.t('permission')),
      field('given-by', this.t('given-by'), by, { required: true }),
      field('given-on', this.t('given-on'), on, { required: true }));
  }

  get questions() {
    return (this.chosen?.contentForm?.fields || []).filter((one) => this.data.topics.includes(one.topic));
  }

  drawDetails() {
    const how = select(FORMS.map((one) => [one, this.t(one)]), this.data.form, (event) => { this.data.form = event.target.value; this.changed(); });
    const asked = this.questions.map((one) => this.question(one));
    this.details.replaceChildren(field('form', this.t('form'), how), ...(asked.length ? asked : [h('p', { class: 'quiet' }, this.t('no-details'))]));
  }

  question(one) {
    const label = one[this.language];
    const keep = (event) => { this.data.answers[one.key] = event.target.value; this.changed(); };
    const value = this.data.answers[one.key] || '';
    const choices = one.kind === 'yes_no' ? ['yes', 'no'].map((code) => [code, this.t(code)]) : one.options.map((option) => [option.code, option[this.language]]);
    const control = { number: () => h('input', { inputmode: 'numeric', value, change: keep }), day: () => h('input', { type: 'date', value, change: keep }) }[one.kind];
    return field(`answer-${one.key}`, label, control ? control() : select(choices, value, keep, this.t('choose')), { required: one.required });
  }

  // -- may I tell ----------------------------------------------------------------------------------------------

  get canAsk() {
    return Boolean(this.chosen && this.data.subjectId && SITUATION.test(this.data.situation || '') && this.data.topics.length);
  }

  async askGround() {
    if (!this.canAsk) {
      this.decision = null;
      this.ground.replaceChildren(h('p', { class: 'quiet' }, this.t('ground-first')));
      return;
    }
    const asked = this.asking = {};
    const recipient = { profession: this.profession, ...(this.chosen.unitId ? { unitId: this.chosen.unitId } : {}) };
    const question = { subjectId: this.data.subjectId, situation: this.data.situation, topics: this.data.topics, recipient, centreId: this.session.centreId };
    try {
      const decision = await this.gateway.ask('POST', '/consent/v1/disclosure-decisions', question);
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
    const canRecord = this.session.scopes.includes('consent:record') && decision.outcome === 'consent_required';
    this.ground.replaceChildren(
      h('div', { class: may ? 'note' : 'note wrong', tabindex: '-1' },
        h('p', {}, h('strong', {}, this.t(may ? `permitted-${ground}` : decision.outcome))),
        uncovered && h('p', {}, this.t('uncovered', { topics: uncovered })),
        decision.nextSteps.length && h('ul', {}, decision.nextSteps.map((step) => h('li', {}, step.text)))),
      ...(may ? [] : [
        tick('armed', this.t('armed'), Boolean(this.data.armed), (event) => { this.data.armed = event.target.checked; this.changed(); }),
        canRecord && consentPart(this, (body) => this.recordConsent(body)),
        h('div', { class: 'bar' }, button(this.t('ask-again'), () => this.askGround())),
      ].filter(Boolean)),
    );
    this.tell('decision', { outcome: decision.outcome });
  }

  /** Keep what the custodians have answered, for this person, matter and recipient; then ask anew. */
  async recordConsent(body) {
    const recipient = { profession: this.profession, ...(this.chosen.unitId ? { unitId: this.chosen.unitId } : {}) };
    const { subjectId, situation, topics } = this.data;
    try {
      await this.gateway.ask('POST', '/consent/v1/consents', { ...body, subjectId, situation, topics, recipients: [recipient] });
      this.alert.replaceChildren();
      this.tell('consent-recorded', {});
      await this.askGround();
      this.note(this.t('recorded'));
      this.ground.querySelector('.note')?.focus();
    } catch (error) {
      this.fail(error);
    }
  }

  // -- saved as one goes ---------------------------------------------------------------------------------------

  changed(anew = false) {
    clearTimeout(this.saveTimer);
    this.saveTimer = setTimeout(() => this.save(), SAVE_MS);
    if (anew) {
      clearTimeout(this.askTimer);
      this.askTimer = setTimeout(() => this.askGround(), SAVE_MS / 2);
    }
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
    try {
      const kept = await this.gateway.ask('PUT', `/referrals/v1/drafts/${id}`, { content: this.data }, etag ? { 'if-match': etag } : {});
      this.draft.etag = kept.etag;
      this.note(this.t('draft-saved'));
      return true;
    } catch (error) {
      return this.unsaved(error);
    }
  }

  /** The draft may have been kept though nobody answered, or changed on another machine: what is here is the newest. */
  async unsaved(error) {
    if (error.status === 428 || error.status === 412) {
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

  again() {
    super.again();
    this.save();
    if (!this.decision) this.askGround();
  }

  // -- sent once -----------------------------------------------------------------------------------------------

  faults() {
    const found = [];
    const add = (id, name, values) => found.push([id, this.t(name, values)]);
    if (!this.chosen) add('search', 'fault-recipient');
    else if (this.chosen.capacity === 'full') add('search', 'fault-full');
    if (!this.data.subjectId) add('number', 'fault-number');
    if (!SITUATION.test(this.data.situation || '')) add('situation', 'fault-situation');
    if (!this.data.topics.length) add('topics', 'fault-topics');
    for (const one of this.questions) {
      if (one.required && !this.data.answers[one.key]) add(`answer-${one.key}`, 'fault-answer', { question: one[this.language] });
    }
    if (!this.data.givenBy) add('given-by', 'fault-given-by');
    if (!this.data.givenOn) add('given-on', 'fault-given-on');
    return found;
  }

  /** Say what is wrong with a field, at the field. */
  mark(id, text) {
    const root = this.shadowRoot;
    const control = root.getElementById(id);
    const error = root.getElementById(`${id}-error`);
    if (error) error.textContent = text;
    if (!control || control.tagName === 'FIELDSET') return;
    if (text) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
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
      if (this.isValid() && await this.save()) await this.sendOnce();
      else if (!this.isEnded && !this.faults().length) this.fail(new RefusedError(0), () => this.send());
    } catch (error) {
      this.fail(error, error.isLost ? () => this.send() : null);
    } finally {
      this.isSending = false;
      this.sendButton.removeAttribute('aria-disabled');
    }
  }

  /** Make the referral of the draft, which becomes one alone, and send it under a key of the draft's. */
  async sendOnce() {
    const id = this.draft.id;
    const made = await this.made(id);
    const place = `/referrals/v1/referrals/${made.id}`;
    const order = { answers: this.answers(), sendWhenConsented: Boolean(this.data.armed) };
    const sent = made.state === 'opened' ? await this.gateway.ask('POST', `${place}/sending`, order, { 'idempotency-key': `${id}-sending` }) : made;
    this.draft = null;
    clearTimeout(this.saveTimer);
    this.tell('sent', { referralId: sent.id, state: sent.state, coreStatus: sent.coreStatus });
    this.thank(sent);
  }

  answers() {
    return Object.fromEntries(this.questions.map((one) => [one.key, this.data.answers[one.key]]).filter(([, value]) => value));
  }

  async made(id) {
    const recipient = { profession: this.profession, ...(this.chosen.unitId ? { unitId: this.chosen.unitId } : { entryId: this.chosen.id }) };
    const { subjectId, situation, topics, form, givenOn, givenBy } = this.data;
    const order = { centreId: this.session.centreId, subjectId, recipient, situation, topics, form, permission: { givenOn, givenBy }, draftId: id };
    try {
      return await this.gateway.ask('POST', '/referrals/v1/referrals', order, { 'idempotency-key': id });
    } catch (error) {
      if (!['draft-sent', 'idempotency-key-reused'].includes(error.code)) throw error;
      const { sentAs } = await this.gateway.ask('GET', `/referrals/v1/drafts/${id}`);
      return this.gateway.ask('GET', `/referrals/v1/referrals/${sentAs}`);
    }
  }

  thank(sent) {
    const name = sent.state === 'sent' ? 'sent' : this.data.armed ? 'waits-armed' : 'waits';
    const title = h('h2', { tabindex: '-1' }, this.t(name));
    this.place.replaceChildren(title, h('p', {}, sent.stateText), button(this.t('another'), () => this.beginAnew()));
    this.note('');
    title.focus();
  }
}
