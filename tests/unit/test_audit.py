"""The audit chain: every performed operation leaves one entry, and what is tampered with shows."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlmodel import Session

from jxc_bot import audit
from jxc_bot.database import Database
from tests.given import Given


def _with_entries(database: Database) -> None:
    given = Given(database)
    first, second = given.actor(), given.actor()
    for actor in (first, second, first, first):
        database.write_now(lambda db, a=actor: audit.append(db, a, "receive_goods", '{"瓶": 1}', "{}"))  # type: ignore[misc]


def _problems(database: Database) -> list[str]:
    return database.read_now(lambda db: list(audit.broken_links(db)))


def test_an_untouched_chain_holds(database: Database) -> None:
    _with_entries(database)
    assert _problems(database) == []


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_entry SET form = '{}' WHERE id = 2",
        "UPDATE audit_entry SET actor_id = NULL WHERE id = 1",
        "UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE id = 3",
        "DELETE FROM audit_entry WHERE id = 1",
        "DELETE FROM audit_entry WHERE id = 4",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET sequence = sequence - 1",
    ],
)
def test_every_tampering_shows(database: Database, tampering: str) -> None:
    _with_entries(database)

    def tamper(db: Session) -> None:
        db.execute(text(tampering))

    database.write_now(tamper)
    assert _problems(database)
