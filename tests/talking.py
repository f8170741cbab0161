"""A conversation without a platform: says and presses go in, replies come out of the outbox.

For tests of the dialogue itself; whole scenarios are played over HTTP instead (tests/scenarios).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import select

from handlers import CATALOG
from jxc_bot.conversation.message import ChatFacts, Event, FileFacts, Incoming, SenderFacts
from jxc_bot.conversation.reply import Button, Reply
from jxc_bot.conversation.talk import Conversation
from jxc_bot.conversation.turn import Services
from jxc_bot.database import Database
from jxc_bot.desk import Desk
from jxc_bot.finder import Finder
from models.journal import Outbox
from models.operation import Company
from models.table import table

OUTBOX = table(Outbox)


@dataclass
class Room:
    """One database and one conversation, with a clock that tests move."""

    database: Database
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    company: Company = field(default_factory=Company)
    ids: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        services = Services(Desk(CATALOG), Finder(), self.company, bot_username="jxc_bot")
        self.conversation = Conversation(services, lambda: self.now)

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def restart(self) -> None:
        """Another worker, with nothing in memory."""
        self.__post_init__()


@dataclass
class Talker:
    """One person's side of one chat."""

    room: Room
    account: str
    name: str = "小王"
    chat: str = ""
    group: bool = False
    language: str = "zh-hans"
    heard: list[Reply] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    """The ids of the messages typed."""

    def says(self, text: str, **more: object) -> list[Reply]:
        return self._send(Event.TEXT, text=text, **more)

    def edits(self, text: str, back: int = 1, **more: object) -> list[Reply]:
        """Edits the ``back``-th newest of the messages typed."""
        return self._send(Event.EDITED, text=text, message=self.typed[-back], **more)

    def sends_photo(self, content: bytes = b"jpeg", caption: str = "") -> list[Reply]:
        file = FileFacts("f1", "photo.jpg", "image/jpeg", len(content), True, content)
        return self._send(Event.FILE, file=file, text=caption)

    def presses(self, label: str) -> list[Reply]:
        """Presses the newest button whose label contains ``label``."""
        return self.presses_data(self.button(label).data)

    def presses_data(self, data: str) -> list[Reply]:
        return self._send(Event.BUTTON, data=data, callback=f"cb{next(self.room.ids)}", message="77")

    def button(self, label: str) -> Button:
        for reply in reversed(self.heard):
            for row in reply.buttons:
                for button in row:
                    if label in button.label:
                        return button
        seen = [b.label for reply in self.heard[-3:] for row in reply.buttons for b in row]
        raise AssertionError(f"no button {label!r} among {seen}")

    @property
    def text(self) -> str:
        """The text heard last, without markup."""
        texts = [reply.text for reply in self.heard if reply.text]
        return plain(texts[-1]) if texts else ""

    def _send(self, event: Event, **facts: object) -> list[Reply]:
        number = next(self.room.ids)
        self.typed += [str(number)] if event is Event.TEXT else []
        incoming = Incoming(
            platform="telegram",
            event_id=str(number),
            event=event,
            chat=ChatFacts(self.chat or self.account, self.group, "群" if self.group else ""),
            sender=SenderFacts(self.account, self.name, language=self.language),
            **{"message": str(number), "at": self.room.now, **facts},  # type: ignore[arg-type]
        )
        new = self.room.database.write_now(lambda db: self._handle(db, incoming))
        self.heard += new
        return new

    def _handle(self, db, incoming: Incoming) -> list[Reply]:  # type: ignore[no-untyped-def]
        before = db.scalar(select(OUTBOX.c.id).order_by(OUTBOX.c.id.desc()).limit(1)) or 0
        self.room.conversation.handle(db, incoming)
        db.flush()
        rows = db.execute(select(OUTBOX).where(OUTBOX.c.id > before).order_by(OUTBOX.c.id))
        return [Reply.from_json(row.body) for row in rows]


def plain(text: str) -> str:
    """Text without its markup."""
    bare = re.sub(r"<[^>]+>", "", text)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
