// <slussen-referral-form>: choose, see whether one may tell, permit, send once. Saved as one goes.

import { button, field, h, select, tick } from './dom.js';
import { needsPart, questionsOf, topicsAsked } from './needs.js';
import { givenBy } from './prefill.js';
import { GIVERS, TOPICS } from './referral.js';
import { SendingElement } from './sending.js';

const FORMS = ['standard', 'warm', 'advice'];
const SHOWN = 8;

export class ReferralForm extends SendingElement {
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
    const declines = (event) => { this.data.declinesStatistics = event.target.checked; this.changed(); };
    return h('section', { class: 'step', 'aria-labelledby': 'permission-title' },
      h('h3', { id: 'permission-title' }, this.t('permission')),
      field('given-by', this.t('given-by'), by, { required: true }),
      field('given-on', this.t('given-on'), on, { required: true }),
      tick('declines-statistics', this.t('declines-statistics'), Boolean(this.data.declinesStatistics), declines, this.t('declines-hint')));
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
}
