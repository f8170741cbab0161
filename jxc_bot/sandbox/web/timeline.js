/** The messages of one chat as one person has them: sorted by id, without holes, plus what is being sent. */
import * as api from './api.js';

const PAGE = 50;
let nextLocal = 1;

export class Timeline extends EventTarget {
  /** `listening`: resolved as soon as what is new is told, so that nothing falls between a page and the first news. */
  constructor(pid, cid, listening) {
    super();
    this.pid = pid;
    this.cid = cid;
    this.listening = listening;
    this.news = new Map();
    this.messages = [];
    this.pending = [];
    this.loaded = false;
    this.complete = false;
  }

  tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent('change', { detail: { type, ...detail } }));
  }

  find(id) {
    return this.messages[this.indexOf(id)];
  }

  indexOf(id) {
    const index = this.place(id);
    return this.messages[index]?.id === id ? index : -1;
  }

  /** Where an id stands or would stand (binary search). */
  place(id) {
    let low = 0;
    let high = this.messages.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.messages[middle].id < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Loads the newest page once; several panes may ask at the same time. */
  load() {
    this.loading ??= this.listening.then(() => this.refresh()).catch((error) => {
      this.loading = null;
      throw error;
    });
    return this.loading;
  }

  /** Fetches the newest page anew: what changed is updated, what vanished goes, a hole starts over. */
  async refresh() {
    this.news.clear();
    const page = await api.messages(this.pid, this.cid, { limit: PAGE });
    const newest = this.messages.at(-1)?.id ?? -Infinity;
    const hole = !this.loaded || !page.length || page[0].id > newest;
    if (hole) {
      this.messages = page;
      this.complete = page.length < PAGE;
      this.loaded = true;
      this.tell('reset');
      for (const message of [...this.news.values()]) if (!page.length || message.id > page[0].id) this.upsert(message);
      return;
    }
    const present = new Set([...this.news.keys(), ...page.map((message) => message.id)]);
    for (const old of this.messages.filter((message) => message.id >= page[0].id && !present.has(message.id))) this.remove(old.id);
    for (const message of page) if (!this.news.has(message.id)) this.upsert(message);
  }

  /** One page further into the past. */
  async older() {
    if (this.complete || this.fetching || !this.messages.length) return;
    this.fetching = true;
    try {
      const page = await api.messages(this.pid, this.cid, { limit: PAGE, before: this.messages[0].id });
      this.complete = page.length < PAGE;
      const known = new Set(this.messages.map((message) => message.id));
      const fresh = page.filter((message) => !known.has(message.id));
      this.messages.unshift(...fresh);
      this.tell('older', { count: fresh.length });
    } finally {
      this.fetching = false;
    }
  }

  upsert(message) {
    this.news.set(message.id, message); // a page that is on its way may be older
    if (!this.loaded) return;
    this.settlePending(message);
    const index = this.place(message.id);
    const old = this.messages[index]?.id === message.id ? this.messages[index] : null;
    if (old) {
      if (JSON.stringify(old) === JSON.stringify(message)) return;
      this.messages[index] = message;
    } else this.messages.splice(index, 0, message);
    this.tell('upsert', { index, message, isNew: !old });
  }

  remove(id) {
    this.news.delete(id);
    const index = this.indexOf(id);
    if (index < 0) return;
    this.messages.splice(index, 1);
    this.tell('remove', { id, index });
  }

  /** Shown at once with a clock; the server's message takes its place, or it stays with a way to retry. */
  async post(text, options = {}) {
    const local = { local: nextLocal++, text, options, date: Date.now() / 1000 };
    this.pending.push(local);
    this.tell('pending');
    return this.attempt(local);
  }

  async attempt(local) {
    local.failed = false;
    this.tell('pending');
    try {
      const message = await api.send(this.pid, this.cid, local.text, local.options);
      this.drop(local);
      if (message?.id) this.upsert(message);
    } catch (error) {
      if (!this.pending.includes(local)) return;
      local.failed = true;
      this.tell('pending');
      throw error;
    }
  }

  /** The live connection may be faster than the answer to our own request. */
  settlePending(message) {
    if (message.from?.id !== this.pid || this.indexOf(message.id) >= 0) return;
    const local = this.pending.find((one) => !one.failed && one.text.trim() === message.text);
    if (local) this.drop(local);
  }

  drop(local) {
    const index = this.pending.indexOf(local);
    if (index < 0) return;
    this.pending.splice(index, 1);
    this.tell('pending');
  }
}
