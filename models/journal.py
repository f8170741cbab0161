"""What was received, done and sent.

* **inbox**: every update of a platform, stored before it is confirmed to the platform.
* **performed**: every operation's key and outcome; a repeat of the key is answered from here.
* **audit**: one entry per performed operation, hash-chained, so that an edited or removed entry shows.
* **outbox**: every message that is to leave, written in the transaction of what it tells of.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, Text, UniqueConstraint

from models.table import Field, SQLModel, instant_column, now_column


class InboxState(StrEnum):
    """Where an update stands."""

    NEW = "new"
    DONE = "done"
    PARKED = "parked"
    """It cannot be handled; kept for a person to look at."""


class Inbox(SQLModel, table=True):
    """One update as it came."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("platform", "event"),
        Index("ix_inbox_state_chat", "state", "lane", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    platform: str = Field(max_length=16)
    event: str = Field(max_length=64)
    """The platform's id of this update."""
    lane: str = Field(default="", max_length=64)
    """Order is kept within a lane: the chat's address."""
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    state: str = Field(default=InboxState.NEW, max_length=8)
    tries: int = 0
    received_at: datetime = now_column()
    done_at: datetime | None = instant_column(default=None)
    error: str = Field(default="", max_length=400)


class Performed(SQLModel, table=True):
    """An operation that was performed under a key: its first and only outcome."""

    __tablename__ = "performed"
    key: str = Field(primary_key=True, max_length=96)
    operation: str = Field(max_length=48)
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    outcome: str = Field(sa_column=Column(Text, nullable=False))
    """JSON of the facts, to be shown again."""
    outcome_kind: str = Field(max_length=48)
    at: datetime = now_column()


AUDIT_LANES = 16
"""Chains run side by side, by actor, so that one lock does not hold up everybody's commits."""


class AuditEntry(SQLModel, table=True):
    """Who did what, when, from which message; linked to the one before in its lane by a hash."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("lane", "sequence"),)
    id: int | None = Field(default=None, primary_key=True)
    lane: int
    sequence: int
    at: datetime = instant_column()
    actor_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    operation: str = Field(max_length=48, index=True)
    form: str = Field(sa_column=Column(Text, nullable=False))
    outcome: str = Field(sa_column=Column(Text, nullable=False))
    origin: str = Field(default="", max_length=160)
    """The chat and message it came from, or ``cli`` / ``schedule``."""
    previous: str = Field(max_length=64)
    hash: str = Field(max_length=64)


def digest(entry: Mapping[str, Any]) -> str:
    """What an audit entry's ``hash`` must be: SHA-256 over all its facts and over the hash of the entry before."""
    names = ("lane", "sequence", "actor_id", "operation", "form", "outcome", "origin", "previous")
    facts = [entry["at"].astimezone(UTC).isoformat(), *(entry[name] for name in names)]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


class AuditHead(SQLModel, table=True):
    """The end of each lane's chain: shows when the last entries were cut off, and is the lock of the lane."""

    __tablename__ = "audit_head"
    lane: int = Field(primary_key=True)
    sequence: int = 0
    hash: str = Field(default="", max_length=64)


class OutboxState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Outbox(SQLModel, table=True):
    """One message, edit, file or toast that is to leave for a chat, in order within the chat."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state_chat", "state", "chat_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(foreign_key="chat.id")
    body: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """The Reply, as conversation/reply.py writes it."""
    card: str = Field(default="", max_length=64, index=True)
    """The panel this message shows or edits; its address on the platform is remembered under this name."""
    key: str | None = Field(default=None, unique=True, max_length=120)
    """Makes a notice unique: the same key is never sent twice."""
    urgent: bool = False
    """A toast: leaves before everything else, is dropped when late."""
    state: str = Field(default=OutboxState.WAITING, max_length=10)
    tries: int = 0
    not_before: datetime | None = instant_column(default=None)
    created_at: datetime = now_column()
    sent_at: datetime | None = instant_column(default=None)
    error: str = Field(default="", max_length=400)


class Card(SQLModel, table=True):
    """Where a panel is on the platform, so that it can be edited in place."""

    __tablename__ = "card"
    __table_args__ = (UniqueConstraint("chat_id", "name"), Index("ix_card_message", "chat_id", "message"))
    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(foreign_key="chat.id")
    name: str = Field(max_length=64)
    message: str = Field(max_length=64)
    """The platform's message id."""
    sent_at: datetime = now_column()


class Attachment(SQLModel, table=True):
    """A file that is to leave with a message, or that came with one and is kept (a delivery note's photo)."""

    __tablename__ = "attachment"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=200)
    mime: str = Field(default="application/octet-stream", max_length=100)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    subject: str = Field(default="", max_length=48, index=True)
    """What it belongs to: ``purchase_receipt:12``; empty when it only travels."""
    created_at: datetime = now_column()
