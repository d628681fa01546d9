// <slussen-referral-form>: choose, see whether one may tell, permit, send once. Saved as one goes.

import { toAddress } from './address.js';
import { consentPart } from './consent.js';
import { button, field, h, select, tick } from './dom.js';
import { DraftedElement } from './drafted.js';
import { RefusedError } from './gateway.js';
import { faultOf, needsPart, questionsOf, topicsAsked } from './needs.js';
import { givenBy, isSituation } from './prefill.js';
import { facts, TOPICS } from './referral.js';
import { topicsThatMayLeave, waysOf, waysPart } from './ways.js';


const GIVERS = ['custodian', 'guardian', 'expectant_parent', 'self'];
const FORMS = ['standard', 'warm', 'advice'];
const ASK_MS = 300;
const SHOWN = 8;

export class ReferralForm extends DraftedElement {
  async show(session) {
    const isSame = this.session?.subject === session.subject;
    this.session = session;
    this.term = await this.readTerm(session.centreId);
    this.entries = (await this.gateway.ask('GET', `/referrals/v1/directory-entries?limit=200${session.centreId ? `&centreId=${session.centreId}` : ''}`)).items;
    if (isSame && this.draft && this.isTouched) {
      await this.flush();
      this.begin(this.draft.id, this.draft.etag, this.data);
      this.changed();
    } else if (!(await this.follow())) await this.offer();
  }

  async offer() {
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

  beginAnew() {
    this.isTouched = false;
    this.begin(crypto.randomUUID(), null, givenBy(this));
  }

  begin(id, etag, content) {
    clearTimeout(this.saveTimer);
    this.alert.replaceChildren();
    this.draft = { id, etag };
    this.isUnsaved = false;
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format(new Date());
    this.data = { form: 'standard', topics: [], givenOn: today, givenBy: '', ...content, answers: { ...content.answers } };
    const chosen = this.entries.find((entry) => entry.unitId && entry.unitId === this.data.unitId);
    if (chosen && !this.data.entryId) this.data.entryId = chosen.id;
    this.decision = this.recording = null;
    this.draw();
    this.askGround();
  }

  /** The moment now by Slussen's clock, as far as it is known: this machine's may be ahead. */
  now() {
    return new Date(Date.now() + (this.ahead || 0));
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
      h('form', { novalidate: true, 'aria-labelledby': 'title', change: (event) => this.mended(event.target), submit: (event) => { event.preventDefault(); this.send(); } },
        this.recipientStep(),
        this.personStep(),
        this.groundStep(),
        h('section', { class: 'step', 'aria-labelledby': 'details-title' }, h('h3', { id: 'details-title' }, this.t('details')), this.details),
        this.permissionStep(),
        this.after = h('p', { id: 'after', 'aria-live': 'polite' }),
        h('div', { class: 'bar' }, this.sendButton = h('button', { type: 'submit', class: 'first' }, this.t('send'))),
      ),
    );
    this.drawList();
    this.drawPerson();
    this.drawTopics();
    this.drawDetails();
    this.drawWay();
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
    const choose = () => { this.data.entryId = entry.id; this.data.profession = entry.professions[0]; this.drawTopics(); this.drawDetails(); this.changed(true); };
    return h('div', { class: 'choice' },
      h('input', { type: 'radio', name: 'recipient', id, checked: entry.id === this.data.entryId, change: choose }),
      h('label', { for: id }, h('strong', {}, entry.name), h('span', { class: 'quiet' }, facts)));
  }

  personStep() {
    const situation = h('input', { value: this.data.situation || '', autocomplete: 'off', input: (event) => { this.data.situation = event.target.value.trim(); this.changed(true); } });
    return h('section', { class: 'step', 'aria-labelledby': 'person-title' },
      h('h3', { id: 'person-title' }, this.t('person')),
      this.person,
      field('situation', this.t('situation'), situation, { hint: this.t('situation-hint'), required: true }),
      this.topics = h('fieldset', { id: 'topics', 'aria-describedby': 'topics-error' }));
  }

  /** The topics, those that the recipient asks something about among them. */
  drawTopics() {
    const asked = topicsAsked(this.chosen);
    const all = [...new Set([...TOPICS, ...asked, ...this.data.topics])];
    const change = (topic) => (event) => {
      this.data.topics = this.data.topics.filter((one) => one !== topic).concat(event.target.checked ? [topic] : []);
      this.drawDetails();
      this.changed(true);
    };
    const label = (topic) => this.t(topic) + (asked.includes(topic) ? ` (${this.t('asks-more')})` : '');
    this.topics.replaceChildren(
      h('legend', {}, this.t('topics')),
      ...all.map((topic) => tick(`topic-${topic}`, label(topic), this.data.topics.includes(topic), change(topic))),
      h('p', { class: 'error', id: 'topics-error' }));
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
    return questionsOf(this.chosen, this.data.topics);
  }

  drawDetails() {
    const how = select(FORMS.map((one) => [one, this.t(one)]), this.data.form, (event) => { this.data.form = event.target.value; this.changed(); });
    const asked = needsPart(this, this.questions, this.data.answers, () => this.changed());
    const lead = asked.length ? 'details-lead' : topicsAsked(this.chosen).length ? 'details-elsewhere' : 'no-details';
    this.details.replaceChildren(field('form', this.t('form'), how), h('p', { class: 'quiet' }, this.t(lead)), ...asked);
  }

  // -- may I tell ----------------------------------------------------------------------------------------------

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

  // -- sent once -----------------------------------------------------------------------------------------------

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
    const order = { centreId: this.session.centreId, subjectId, recipient, situation, topics, form, permission: { givenOn, givenBy }, draftId: id };
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
