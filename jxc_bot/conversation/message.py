"""What comes in from a chat, whatever the platform. Adapters make these; nothing above an adapter knows a platform."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from models.values import utc_now


class Event(StrEnum):
    """What happened."""

    TEXT = "text"
    EDITED = "edited"
    """What was typed before says something else now."""
    BUTTON = "button"
    FILE = "file"
    INLINE = "inline"
    """Someone asks from any chat, and wants a short list at once."""
    CHOSEN = "chosen"
    JOINED = "joined"
    """The bot was added to a group, or unblocked."""
    LEFT = "left"
    """The bot was removed from a group, or blocked."""
    MIGRATED = "migrated"
    OTHER = "other"
    """A sticker, a voice, a location …: nothing we read."""


@dataclass(frozen=True, slots=True)
class ChatFacts:
    """Where it was said."""

    address: str
    is_group: bool = False
    title: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True)
class SenderFacts:
    """Who said it."""

    account: str
    name: str
    username: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A photo or document; its bytes are fetched by the platform adapter when asked."""

    reference: str
    name: str = ""
    mime: str = ""
    size: int = 0
    is_photo: bool = False
    content: bytes | None = None
    """The bytes, where the adapter has fetched them already (small files)."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did in a chat."""

    platform: str
    event_id: str
    """The platform's id of the update."""
    event: Event
    chat: ChatFacts
    sender: SenderFacts
    text: str = ""
    """What was typed; with a file its caption; with INLINE the query."""
    data: str = ""
    """The payload of the button pressed."""
    message: str = ""
    """Platform id of the message typed, or of the card whose button was pressed."""
    callback: str = ""
    """What a toast has to be addressed to."""
    reply_to: str = ""
    """Platform id of the message this answers."""
    addressed: bool = True
    """In a group: whether the bot is meant (a command, a mention, a reply to it)."""
    file: FileFacts | None = None
    new_address: str = ""
    """MIGRATED: where the group is now."""
    at: datetime = field(default_factory=utc_now)
