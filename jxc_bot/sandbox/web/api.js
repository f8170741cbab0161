/** The user side of the sandbox server: one function a call, errors with what the server said. */

export class ApiError extends Error {
  constructor(status, detail) {
    super(detail || `HTTP ${status}`);
    this.status = status; // 0: the server could not be reached
    this.detail = detail;
  }
}

async function detailOf(response) {
  const text = await response.text();
  try {
    const body = JSON.parse(text);
    const found = body.error ?? body.description ?? body.message ?? body.detail;
    return typeof found === 'string' ? found : '';
  } catch {
    return text.length < 200 && !text.includes('<') ? text : '';
  }
}

async function call(method, path, body) {
  const options = { method };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.headers = { 'Content-Type': 'application/json' };
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new ApiError(0, '');
  }
  if (!response.ok) throw new ApiError(response.status, await detailOf(response));
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

const query = (facts) => new URLSearchParams(Object.entries(facts).filter(([, value]) => value != null)).toString();

export const world = () => call('GET', '/api/world');
export const addPerson = (person) => call('POST', '/api/people', person);
export const addChat = (chat) => call('POST', '/api/chats', chat);
export const chats = (pid) => call('GET', `/api/people/${pid}/chats`);
export const messages = (pid, cid, { limit = 50, before } = {}) =>
  call('GET', `/api/chats/${cid}/messages?${query({ as: pid, limit, before })}`);
export const send = (pid, cid, text, { reply_to, thread } = {}) =>
  call('POST', '/api/send', { as: pid, chat: cid, text, ...(reply_to && { reply_to }), ...(thread && { thread }) });
export const press = (pid, cid, message, data) => call('POST', '/api/press', { as: pid, chat: cid, message, data });
export const inline = (pid, cid, text, offset) =>
  call('POST', '/api/inline', { as: pid, chat: cid, query: text, ...(offset && { offset }) });
export const choose = (pid, cid, result_id) => call('POST', '/api/inline/choose', { as: pid, chat: cid, result_id });
export const commands = (pid, cid) => call('GET', `/api/commands?${query({ as: pid, chat: cid })}`);
export const read = (pid, cid) => call('POST', '/api/read', { as: pid, chat: cid });
export const react = (pid, cid, message, emoji) => call('POST', '/api/react', { as: pid, chat: cid, message, emoji });
export const member = (cid, pid, action) => call('POST', '/api/members', { chat: cid, pid, action });
export const migrate = (cid) => call('POST', '/api/migrate', { chat: cid });
export const fileUrl = (id) => `/api/files/${encodeURIComponent(id)}`;

export function upload(pid, cid, file, { kind, caption, thread, reply_to }) {
  const form = new FormData();
  form.set('as', pid);
  form.set('chat', cid);
  form.set('kind', kind);
  if (caption) form.set('caption', caption);
  if (thread) form.set('thread', thread);
  if (reply_to) form.set('reply_to', reply_to);
  form.set('file', file, file.name || 'file');
  return call('POST', '/api/upload', form);
}
