"""Who speaks, in which chat, and what they may do.

A person has identities on platforms; a **grant** gives a role, for one warehouse or for all. Suppliers and
customers are people too: their grant names the party they speak for, and they see nothing of anyone else's.
"""

from datetime import datetime
from enum import IntFlag, StrEnum

from sqlalchemy import UniqueConstraint

from models.table import Field, SQLModel, instant_column, now_column, once_each


class Role(IntFlag):
    """What a person is in the company. Several can be combined: ``Role.WAREHOUSE | Role.MANAGER``."""

    OWNER = 1
    MANAGER = 2
    BUYER = 4
    SELLER = 8
    WAREHOUSE = 16
    FINANCE = 32
    SUPPLIER = 64
    CUSTOMER = 128
    SYSTEM = 256
    GUEST = 512
    """Someone who comes with an invitation: held for that one request, never granted."""


LEADERS = Role.OWNER | Role.MANAGER
STAFF = Role.OWNER | Role.MANAGER | Role.BUYER | Role.SELLER | Role.WAREHOUSE | Role.FINANCE
EVERYONE = STAFF | Role.SUPPLIER | Role.CUSTOMER
SEES_COST = Role.OWNER | Role.MANAGER | Role.BUYER | Role.FINANCE | Role.SYSTEM
SEES_PRICE = SEES_COST | Role.SELLER


class Person(SQLModel, table=True):
    """Someone who talks to the bot."""

    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=120)
    locale: str = Field(default="", max_length=8)
    """Chosen language; empty: what the platform said, else the company's."""
    posts_directly: bool = False
    """Skips the preview for complete quick entries (直接记账)."""
    active: bool = True
    created_at: datetime = now_column()


class Identity(SQLModel, table=True):
    """A person's account on a platform."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("platform", "account"),)
    id: int | None = Field(default=None, primary_key=True)
    platform: str = Field(max_length=16)
    account: str = Field(max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    username: str = Field(default="", max_length=64)
    language: str = Field(default="", max_length=16)
    blocked_at: datetime | None = instant_column(default=None)


class Grant(SQLModel, table=True):
    """A role of a person, in one warehouse or (None) in all; for a supplier or customer, on behalf of a party."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "warehouse_id", "party_id"),
        *once_each("role_grant", ("person_id", "role"), ("warehouse_id", "party_id")),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: int
    warehouse_id: int | None = Field(default=None, foreign_key="warehouse.id")
    party_id: int | None = Field(default=None, foreign_key="party.id")
    granted_at: datetime = now_column()


class Invitation(SQLModel, table=True):
    """A one-time, expiring deep link that carries a grant. Only the token's hash is kept."""

    __tablename__ = "invitation"
    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True, max_length=64)
    role: int
    warehouse_id: int | None = Field(default=None, foreign_key="warehouse.id")
    party_id: int | None = Field(default=None, foreign_key="party.id")
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = now_column()
    expires_at: datetime = instant_column()
    used_by: int | None = Field(default=None, foreign_key="person.id")
    used_at: datetime | None = instant_column(default=None)


class Purpose(StrEnum):
    """What a group is for; alerts and cards are routed by it."""

    WAREHOUSE = "warehouse"
    PURCHASING = "purchasing"
    SALES = "sales"
    MANAGEMENT = "management"


class Chat(SQLModel, table=True):
    """A conversation the bot is part of: private with a person, or a group with a purpose."""

    __tablename__ = "chat"
    __table_args__ = (UniqueConstraint("platform", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    platform: str = Field(max_length=16)
    address: str = Field(max_length=64)
    """The chat's id on its platform; rewritten when a group migrates."""
    is_group: bool = False
    title: str = Field(default="", max_length=160)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    """Whose private chat it is."""
    purpose: str = Field(default="", max_length=16)
    warehouse_id: int | None = Field(default=None, foreign_key="warehouse.id")
    thread: str = Field(default="", max_length=32)
    """The forum topic it was bound in."""
    locale: str = Field(default="", max_length=8)
    gone_at: datetime | None = instant_column(default=None)
    """Set when the bot was blocked or removed: nothing is sent here."""
