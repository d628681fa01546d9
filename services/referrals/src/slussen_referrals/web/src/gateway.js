// The way to Slussen: the session that stands in this page's own partition, and calls that say what went wrong.

/** Slussen's own address: where this module came from. */
const ORIGIN = new URL(import.meta.url).origin;
export const NUMBER_SYSTEM = 'http://electronichealth.se/identifier/personnummer';
const WINDOW_LOOK_MS = 500;

/** What a call came to when it did not succeed. */
export class RefusedError extends Error {
  constructor(status, problem = {}) {
    super(problem.detail || problem.title || '');
    this.status = status;
    this.code = problem.code || '';
    this.errors = problem.errors || [];
  }

  /** Nobody answered: whether anything was done is not known. */
  get isLost() {
    return this.status === 0 || this.status === 502 || this.status === 504;
  }
}

/** Calls Slussen for one component. The page's own script reaches neither cookie nor code. */
export class Gateway {
  /** @param {{client: string, codeFrom: string, lang: string}} how */
  constructor(how) {
    this.how = how;
    this.session = null;
    this.onEnded = () => {};
  }

  /** Return who is logged in, fetching a code from the page's own backend where it gives one; null for nobody. */
  async begin() {
    const found = await this.once('GET', '/embed/session');
    this.session = found.subject ? found : await this.renewed();
    return this.session;
  }

  /** Return a session by a code of the page's backend, or null. */
  async renewed() {
    if (!this.how.codeFrom) return null;
    const answer = await fetch(new URL(this.how.codeFrom, document.baseURI), {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'slussen-request': '1' },
    }).catch(() => null);
    if (!answer?.ok) return null;
    const { code } = await answer.json();
    return this.take(code).catch(() => null);
  }

  /** Exchange a code by our own fetch, so that the cookie lands in this page's partition. */
  async take(code) {
    this.session = await this.once('POST', '/embed/session', { code });
    return this.session;
  }

  /** Log in in a window of Slussen's own, which hands us a code; null where the user closes it. */
  logIn() {
    const wish = new URLSearchParams({ client: this.how.client, origin: location.origin });
    const opened = window.open(`${ORIGIN}/embed/window?${wish}`, '_blank', 'popup,width=520,height=720');
    if (!opened) return Promise.resolve(null);
    return new Promise((resolve) => {
      const end = (session) => {
        clearInterval(looking);
        window.removeEventListener('message', hear);
        resolve(session);
      };
      const hear = async (message) => {
        if (message.origin !== ORIGIN || message.source !== opened) return;
        if (message.data?.type === 'slussen-embed-code') end(await this.take(message.data.code).catch(() => null));
      };
      const looking = setInterval(() => {
        if (opened.closed) setTimeout(() => end(this.session), WINDOW_LOOK_MS * 2);
      }, WINDOW_LOOK_MS);
      window.addEventListener('message', hear);
    });
  }

  /** Call; where the session has ended, begin it anew by the page's backend and call once more. */
  async ask(method, path, body, headers = {}) {
    try {
      return await this.once(method, path, body, headers);
    } catch (error) {
      if (error.status !== 401) throw error;
      this.session = await this.renewed();
      if (this.session) return this.once(method, path, body, headers);
      this.onEnded();
      throw error;
    }
  }

  async once(method, path, body, headers = {}) {
    const answer = await this.send(method, path, body, headers);
    const text = await answer.text().catch(() => '');
    const read = text ? JSON.parse(text) : {};
    if (!answer.ok) throw new RefusedError(answer.status, read);
    if (answer.headers.get('etag') && read && !Array.isArray(read)) read.etag = answer.headers.get('etag');
    return read;
  }

  async send(method, path, body, headers = {}, signal = undefined) {
    const sent = { 'slussen-request': '1', 'accept-language': this.how.lang, ...headers };
    if (body !== undefined) sent['content-type'] = 'application/json';
    try {
      return await fetch(ORIGIN + path, {
        method,
        credentials: 'include',
        cache: 'no-store',
        keepalive: method === 'PUT',
        headers: sent,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal,
      });
    } catch {
      throw new RefusedError(0);
    }
  }

  /** Return the opaque id of whoever has a personal number, which goes in a body and nowhere else. */
  async resolve(number) {
    const identifiers = [{ system: NUMBER_SYSTEM, value: number }];
    const found = await this.ask('POST', '/consent/v1/subjects/resolutions', { identifiers });
    return found.subjects[0].subjectId;
  }

  /** Tell when something has changed, until `signal` says stop; reconnects by itself. */
  async watch(signal, changed) {
    while (!signal.aborted) {
      try {
        const answer = await this.send('GET', '/referrals/v1/inbox/stream', undefined, { accept: 'text/event-stream' }, signal);
        if (answer.status === 401) this.session = await this.renewed();
        if (answer.ok) await this.follow(answer, changed);
      } catch {
        // lost: the next connection begins with `ready`, which reads everything again
      }
      await new Promise((resolve) => { setTimeout(resolve, 2000); });
    }
  }

  async follow(answer, changed) {
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let waiting = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      waiting += part.value;
      const messages = waiting.split('\n\n');
      waiting = messages.pop();
      if (messages.some((message) => /^event: (ready|changed)$/m.test(message))) changed();
    }
  }
}
