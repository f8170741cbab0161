/** What one person sees, kept true by the live connection: chats, timelines, who is typing.
 *
 * Panes of the same person share one session. The live connection only tells what is new, so nothing is fetched
 * before it listens; after every reconnect everything shown is fetched again. So nothing in between stays missing. */
import * as api from './api.js';
import { Timeline } from './timeline.js';

const sessions = new Map();
const RETRY_MS = [400, 800, 1500, 3000, 5000];
const TYPING_MS = 5500;

export class Session extends EventTarget {
  /** One session a person; release it when the pane goes. */
  static of(pid) {
    let session = sessions.get(pid);
    if (!session) {
      session = new Session(pid);
      sessions.set(pid, session);
    }
    session.users += 1;
    return session;
  }

  constructor(pid) {
    super();
    this.pid = pid;
    this.users = 0;
    this.chats = [];
    this.online = true;
    this.timelines = new Map();
    this.typing = new Map();
    this.drafts = new Map();
    this.commandLists = new Map();
    this.attempt = 0;
    this.listening = new Promise((resolve) => (this.heard = resolve));
    this.connect();
    this.loaded = this.listening.then(() => this.refreshChats()).catch((error) => this.fail(error));
  }

  release() {
    this.users -= 1;
    if (this.users > 0) return;
    sessions.delete(this.pid);
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  fail(error) {
    this.tell('error', error);
  }

  connect() {
    if (this.closed) return;
    const url = new URL(`/api/live?as=${this.pid}`, location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    this.socket = socket;
    socket.onopen = () => {
      const again = this.attempt > 0 || this.wasOpen;
      this.attempt = 0;
      this.wasOpen = true;
      this.heard();
      this.setOnline(true);
      if (again) this.refreshAll();
    };
    socket.onmessage = (event) => this.receive(JSON.parse(event.data));
    socket.onclose = () => {
      this.heard(); // without a connection, what can be fetched is shown all the same
      if (this.closed) return;
      const wait = RETRY_MS[Math.min(this.attempt, RETRY_MS.length - 1)];
      this.attempt += 1;
      if (this.attempt > 1) this.setOnline(false);
      this.timer = setTimeout(() => this.connect(), wait);
    };
  }

  reconnectNow() {
    clearTimeout(this.timer);
    if (this.socket?.readyState > WebSocket.OPEN) this.connect();
  }

  setOnline(online) {
    if (this.online === online) return;
    this.online = online;
    this.tell('online', online);
  }

  refreshAll() {
    this.refreshChats().catch((error) => this.fail(error));
    for (const timeline of this.timelines.values()) if (timeline.loaded) timeline.refresh().catch((error) => this.fail(error));
  }

  async refreshChats() {
    this.chats = await api.chats(this.pid);
    this.tell('chats');
  }

  chat(cid) {
    return this.chats.find((chat) => chat.id === cid);
  }

  timeline(cid) {
    if (!this.timelines.has(cid)) this.timelines.set(cid, new Timeline(this.pid, cid, this.listening));
    return this.timelines.get(cid);
  }

  receive(event) {
    const cid = event.chat?.id ?? event.chat ?? event.message?.chat;
    if (event.type === 'message' && event.message) this.arrived(cid, event.message);
    else if (event.type === 'edited' && event.message) this.timelines.get(cid)?.upsert(event.message);
    else if (event.type === 'deleted') this.removed(cid, event);
    else if (event.type === 'reaction') this.reacted(cid, event);
    else if (event.type === 'typing') this.setTyping(cid, event);
    else if (event.type === 'commands') this.commandLists.clear();
    else if (event.type === 'chat') this.chatChanged(cid);
    if (event.type === 'edited' || event.type === 'deleted') this.refreshSoon();
  }

  arrived(cid, message) {
    this.setTyping(cid, null);
    const chat = this.chat(cid);
    if (chat) this.noteNewest(chat, message);
    else this.refreshSoon();
    this.timelines.get(cid)?.upsert(message);
    if (chat) this.tell('chats');
  }

  /** Counted as unread first; who looks at the chat takes it back while the message is shown. */
  noteNewest(chat, message) {
    chat.last = { text: summary(message), date: message.date, from_name: message.from?.name };
    if (message.from?.id !== this.pid) chat.unread = (chat.unread ?? 0) + 1;
  }

  removed(cid, event) {
    for (const id of event.message_ids ?? [event.message_id ?? event.message?.id]) this.timelines.get(cid)?.remove(id);
  }

  reacted(cid, event) {
    const timeline = this.timelines.get(cid);
    const old = timeline?.find(event.message_id ?? event.message?.id);
    if (event.message?.from) timeline?.upsert(event.message);
    else if (old && event.reactions) timeline.upsert({ ...old, reactions: event.reactions });
    else if (old) timeline.refresh().catch((error) => this.fail(error));
  }

  chatChanged(cid) {
    this.commandLists.clear();
    this.tell('world');
    this.refreshSoon();
    const timeline = this.timelines.get(cid);
    if (timeline?.loaded) timeline.refresh().catch((error) => this.fail(error));
  }

  /** Several changes in one moment cost one fetch. */
  refreshSoon() {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.refreshChats().catch((error) => this.fail(error)), 150);
  }

  setTyping(cid, event) {
    clearTimeout(this.typing.get(cid)?.timer);
    if (event) this.typing.set(cid, { ...event, timer: setTimeout(() => this.setTyping(cid, null), TYPING_MS) });
    else if (!this.typing.delete(cid)) return;
    this.tell('typing', cid);
  }

  async commands(cid) {
    if (!this.commandLists.has(cid)) this.commandLists.set(cid, api.commands(this.pid, cid).catch(() => []));
    return this.commandLists.get(cid);
  }

  async read(cid) {
    const chat = this.chat(cid);
    if (!chat?.unread) return;
    chat.unread = 0;
    this.tell('chats');
    await api.read(this.pid, cid).catch((error) => this.fail(error));
  }
}

/** A message in one line, for the chat list, quotes and screen readers. */
export function summary(message) {
  return message.text ?? message.caption ?? message.service ?? message.document?.file_name ?? (message.photo ? '🖼' : '');
}

/** All that is unread by the people on the screen, for the page title. */
export const unreadTotal = () =>
  [...sessions.values()].reduce((sum, session) => sum + session.chats.reduce((n, chat) => n + (chat.unread ?? 0), 0), 0);
