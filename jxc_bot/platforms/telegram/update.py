"""A raw update of the Bot API → Incoming, or None where there is nothing for us.

What people send is data: characters that no database or message can hold are taken out here, once. A malformed
update raises (KeyError, TypeError, ValueError, AttributeError); whoever calls parks it.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from jxc_bot.conversation.message import ChatFacts, Event, FileFacts, Incoming, SenderFacts
from models.values import utc_now

PLATFORM = "telegram"
ALLOWED = ("message", "edited_message", "callback_query", "inline_query", "chosen_inline_result", "my_chat_member")
"""The kinds of update that we ask for."""
OTHER_CONTENT = (
    *("animation", "audio", "contact", "dice", "location", "paid_media", "poll", "sticker", "story", "venue"),
    *("video", "video_note", "voice", "game", "checklist"),
)
PRESENT = ("creator", "administrator", "member")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself."""

    id: int
    username: str


def lane_of(body: Json) -> str:
    """The lane of an update: its chat, or who asks inline. Never raises; what says nothing has the lane ``""``."""
    for kind, content in body.items():
        if not isinstance(content, dict):
            continue
        about = content.get("message") if kind == "callback_query" else content
        chat = about.get("chat") if isinstance(about, dict) else None
        if isinstance(chat, dict) and "id" in chat:
            return str(chat["id"])[:64]
        sender = content.get("from")
        if isinstance(sender, dict) and "id" in sender:
            return f"{'' if kind == 'callback_query' else 'inline:'}{sender['id']}"[:64]
    return ""


def event_of(body: Json) -> str:
    """The name of an update: its number, and a digest of what it is about. Never raises.

    Telegram begins to number anew after a quiet week, and another bot numbers on its own: the number alone could
    make a new message look like an old one. The same update brought again has the same name.
    """
    about: list[Any] = []
    for kind, content in body.items():
        if isinstance(content, dict):
            message = content.get("message")
            for part in (content, message if isinstance(message, dict) else {}):
                about += [part.get(key) for key in ("id", "message_id", "date", "data", "query", "result_id")]
                about += [_id_of(part.get("chat")), _id_of(part.get("from"))]
            about += [kind, content.get("edit_date")] if kind == "edited_message" else [kind]
    return f"{body.get('update_id')}.{zlib.crc32(repr(about).encode('utf-8', 'backslashreplace')):08x}"


def _id_of(whom: Any) -> Any:
    return whom.get("id") if isinstance(whom, dict) else None


def incoming_from(body: Json, me: Me) -> Incoming | None:
    """What the update says."""
    event_id = event_of(body)
    if "message" in body:
        return _message(event_id, body["message"], me)
    if "edited_message" in body:
        return _edited(event_id, body["edited_message"], me)
    if "callback_query" in body:
        return _button(event_id, body["callback_query"])
    if "inline_query" in body:
        query = body["inline_query"]
        found = _inline(event_id, Event.INLINE, query)
        return found and replace(found, callback=str(query["id"]), data=clean(query.get("offset", "")))
    if "chosen_inline_result" in body:
        chosen = body["chosen_inline_result"]
        found = _inline(event_id, Event.CHOSEN, chosen)
        return found and replace(found, data=clean(chosen["result_id"]))
    if "my_chat_member" in body:
        return _membership(event_id, body["my_chat_member"])
    return None


def clean(text: str) -> str:
    """``text`` without what cannot be stored or sent: NUL and halves of surrogate pairs."""
    if not isinstance(text, str):
        raise TypeError("not a text")
    if text.isascii():
        return text.replace("\0", "")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def _message(event_id: str, message: Json, me: Me) -> Incoming | None:
    chat, sender = _chat(message), _sender(message.get("from"))
    if chat is None:
        return None
    if moved := message.get("migrate_to_chat_id"):
        return Incoming(PLATFORM, event_id, Event.MIGRATED, chat, sender or _NOBODY, new_address=str(int(moved)))
    if sender is None:
        return None
    content = _content(message)
    if content is None:
        return None
    event, typed, file = content
    text, meant = _addressed(typed, message, chat, me)
    answered = _answered(message)
    return Incoming(
        platform=PLATFORM,
        event_id=event_id,
        event=event,
        chat=chat,
        sender=sender,
        text=text,
        message=str(int(message["message_id"])),
        reply_to=str(int(answered["message_id"])) if answered else "",
        addressed=meant,
        file=file,
        at=_instant(message["date"]),
    )


def _edited(event_id: str, message: Json, me: Me) -> Incoming | None:
    """What a person has made of a text; other changes (a location that moves, a new caption) say nothing to us."""
    said = _message(event_id, message, me) if "edit_date" in message else None
    if said is None or said.event is not Event.TEXT:
        return None
    return replace(said, event=Event.EDITED)


def _content(message: Json) -> tuple[Event, str, FileFacts | None] | None:
    """Event, text and file of a message; None for service messages (a new title, a pinned message …)."""
    if "text" in message:
        return Event.TEXT, clean(message["text"]), None
    caption = clean(message.get("caption", ""))
    if message.get("photo"):
        largest = max(message["photo"], key=lambda size: size.get("width", 0) * size.get("height", 0))
        name = f"{clean(largest['file_unique_id'])}.jpg"
        size = int(largest.get("file_size", 0))
        return Event.FILE, caption, FileFacts(clean(largest["file_id"]), name, "image/jpeg", size, is_photo=True)
    if "document" in message and "animation" not in message:
        return Event.FILE, caption, _document(message["document"])
    return (Event.OTHER, caption, None) if any(kind in message for kind in OTHER_CONTENT) else None


def _document(document: Json) -> FileFacts:
    # A name is data: what could be a path or a control character goes, wherever the file may be written later.
    name = re.sub(r"[\x00-\x1f\x7f/\\]", "_", clean(document.get("file_name", "")))[:200]
    mime = clean(document.get("mime_type", ""))[:100]
    return FileFacts(clean(document["file_id"]), name, mime, int(document.get("file_size", 0)))


def _button(event_id: str, query: Json) -> Incoming | None:
    sender, card = _sender(query["from"]), query.get("message")
    if sender is None:
        return None
    # Under a message that was sent inline there is no chat that we are in: the answer goes to the person.
    chat = _chat(card) if card else ChatFacts(sender.account)
    if chat is None:
        return None
    return Incoming(
        platform=PLATFORM,
        event_id=event_id,
        event=Event.BUTTON,
        chat=chat,
        sender=sender,
        data=clean(query.get("data", "")),
        message=str(int(card["message_id"])) if card else "",
        callback=str(query["id"]),
    )


def _inline(event_id: str, event: Event, query: Json) -> Incoming | None:
    sender = _sender(query["from"])
    if sender is None:
        return None
    return Incoming(
        platform=PLATFORM,
        event_id=event_id,
        event=event,
        chat=ChatFacts(sender.account),
        sender=sender,
        text=clean(query.get("query", "")),
    )


def _membership(event_id: str, change: Json) -> Incoming | None:
    chat, sender = _chat(change), _sender(change["from"])
    before, after = _present(change["old_chat_member"]), _present(change["new_chat_member"])
    if chat is None or before == after:
        return None
    event = Event.JOINED if after else Event.LEFT
    return Incoming(PLATFORM, event_id, event, chat, sender or _NOBODY, at=_instant(change["date"]))


def _present(member: Json) -> bool:
    return member["status"] in PRESENT or (member["status"] == "restricted" and bool(member.get("is_member")))


_NOBODY = SenderFacts("", "")


def _chat(message: Json) -> ChatFacts | None:
    """Where; None in a channel, where nobody talks to us."""
    chat = message["chat"]
    if chat["type"] == "channel":
        return None
    # Telegram sets message_thread_id on every answer; it is a topic only where it says so.
    thread = str(int(message["message_thread_id"])) if message.get("is_topic_message") else ""
    is_group = chat["type"] != "private"
    return ChatFacts(str(int(chat["id"])), is_group, clean(chat.get("title", "")) if is_group else "", thread)


def _sender(user: Json | None) -> SenderFacts | None:
    """Who; None for a bot (an anonymous administrator and a linked channel come as one)."""
    if user is None or user.get("is_bot"):
        return None
    name = " ".join(filter(None, (clean(user["first_name"]), clean(user.get("last_name") or ""))))
    return SenderFacts(
        account=str(int(user["id"])),
        name=name.strip(),
        username=clean(user.get("username") or ""),
        language=clean(user.get("language_code") or "")[:16],
    )


def _answered(message: Json) -> Json | None:
    """The message this one answers; in a topic everything "answers" the message that opened it, which says nothing."""
    answered: Json | None = message.get("reply_to_message")
    return None if answered is None or "forum_topic_created" in answered else answered


def _addressed(text: str, message: Json, chat: ChatFacts, me: Me) -> tuple[str, bool]:
    """The text without our name, and whether we are meant."""
    name = re.escape(me.username)
    command = re.match(r"(/[A-Za-z0-9_]+)(?:@([A-Za-z0-9_]+))?(?=\s|$)", text)
    if command and command[2]:
        if command[2].lower() != me.username.lower():
            return text, False
        return command[1] + text[command.end() :], True
    mention = re.compile(rf"[ \t]*(?<![a-z0-9_/@.])@{name}(?![a-z0-9_])[ \t]*", re.IGNORECASE)
    plain = mention.sub(" ", text).strip() if mention.search(text) else text
    answered = _answered(message) or {}
    ours = (answered.get("from") or {}).get("id") == me.id or (message.get("via_bot") or {}).get("id") == me.id
    return plain, not chat.is_group or bool(command) or plain is not text or ours


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC) if seconds else utc_now()
