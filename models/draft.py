"""One actor's half-filled form in one chat: the whole state of a dialogue, so that any worker can go on with it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index

from models.table import Field, SQLModel, instant_column, now_column


class DraftState(StrEnum):
    """Where a draft stands. ASKING and READY are live; DONE, CANCELLED and EXPIRED never come back."""

    ASKING = "asking"
    READY = "ready"
    PARKED = "parked"
    """A newer entry came first; its own buttons take it up again."""
    DONE = "done"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Draft(SQLModel, table=True):
    """``answers`` so far for ``operation``; ``version`` rises with every change, so that old buttons are known."""

    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_live", "chat_id", "person_id", "state"),)
    id: int | None = Field(default=None, primary_key=True)
    operation: str = Field(max_length=48)
    person_id: int = Field(foreign_key="person.id")
    chat_id: int = Field(foreign_key="chat.id")
    thread: str = Field(default="", max_length=32)
    state: str = Field(default=DraftState.ASKING, max_length=10)
    version: int = 1
    answers: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    asking: str = Field(default="", max_length=64)
    """The field (``lines.0.product``) the last question was about."""
    options: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """The numbered list the person may answer with a bare digit or a button."""
    performed_key: str = Field(default="", max_length=96)
    created_at: datetime = now_column()
    touched_at: datetime = now_column()
    expires_at: datetime = instant_column()


class Screen(SQLModel, table=True):
    """The last numbered list of a screen (a page of stock, a list to undo) that a bare digit answers."""

    __tablename__ = "screen"
    chat_id: int = Field(primary_key=True, foreign_key="chat.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    name: str = Field(max_length=48)
    state: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    touched_at: datetime = now_column()
