"""What the courier hands to a platform's carrier, and how that may end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from jxc_bot.conversation.reply import Reply


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that travels along."""

    name: str
    mime: str
    content: bytes


@dataclass(slots=True)
class Parcel:
    """One reply on its way."""

    id: int
    chat_id: int
    platform: str
    address: str
    is_group: bool
    reply: Reply
    urgent: bool
    created_at: datetime
    due_at: datetime
    place: str = ""
    """Where the panel named ``reply.card`` is on the platform now; empty: nowhere."""
    is_gone: bool = False
    """Known before: nothing can be sent there."""
    enclosure: Enclosure | None = None
    parts_sent: int = 0
    """Of a text in several parts: those that have left already."""
    tries: int = 0

    @property
    def silent_service(self) -> bool:
        """Whether it shows no message: a toast, a short list, a reaction, a command list."""
        reply = self.reply
        return bool(reply.toast or reply.inline or reply.reaction or reply.commands is not None)

    @property
    def edits(self) -> bool:
        """Whether it changes a message that is there."""
        reply = self.reply
        return reply.edit and reply.attachment is None and bool(self.place or reply.message)


class Undelivered(Exception):
    """Root of what may become of a parcel instead."""


class Later(Undelivered):
    """The platform asks us to wait ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds:g} s")
        self.seconds = seconds


class Unreachable(Undelivered):
    """It has not arrived, or may be repeated without harm."""


class Unsure(Undelivered):
    """It may have arrived: repeating it could show it twice."""


class Gone(Undelivered):
    """We cannot write to this chat any more: blocked, removed, deleted."""


class Moved(Undelivered):
    """The chat has a new address."""

    def __init__(self, address: str) -> None:
        super().__init__("moved")
        self.address = address


class Rejected(Undelivered):
    """The platform will never take it."""


class Carrier(Protocol):
    """The half of an adapter that carries out replies."""

    async def carry(self, parcel: Parcel) -> str:
        """Carries it out; the platform's id of the message that shows it now, or nothing. Raises Undelivered."""
