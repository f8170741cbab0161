"""The audit journal: one entry per performed operation, chained by hashes, lane by lane."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models.journal import AUDIT_LANES, AuditEntry, AuditHead, digest
from models.operation import Actor
from models.table import table

ENTRY = table(AuditEntry)
HEAD = table(AuditHead)
_HEAD = select(HEAD.c.sequence, HEAD.c.hash).where(HEAD.c.lane == bindparam("of")).with_for_update()
_INSERT = insert(ENTRY)
_MOVE_ON = update(HEAD).where(HEAD.c.lane == bindparam("of"))


def append(db: Session, actor: Actor, operation: str, form: str, outcome: str) -> None:
    """Adds the entry of a performed operation. Takes the lane's lock, so call it last in the transaction."""
    lane = (actor.person_id or 0) % AUDIT_LANES
    head = db.execute(_HEAD, {"of": lane}).first()
    if head is None:
        dialect = sqlite if db.get_bind().dialect.name == "sqlite" else postgresql
        db.execute(dialect.insert(HEAD).values(lane=lane, sequence=0, hash="").on_conflict_do_nothing())
        head = db.execute(_HEAD, {"of": lane}).one()
    entry: dict[str, Any] = {
        "lane": lane,
        "sequence": head.sequence + 1,
        "at": actor.at,
        "actor_id": actor.person_id,
        "operation": operation,
        "form": form,
        "outcome": outcome,
        "origin": actor.origin[:160],
        "previous": head.hash,
    }
    sealed = digest(entry)
    db.execute(_INSERT, {**entry, "hash": sealed})
    db.execute(_MOVE_ON, {"of": lane, "sequence": entry["sequence"], "hash": sealed})


def broken_links(db: Session) -> Iterator[str]:
    """Every place where the chain does not hold: an edited, inserted or removed entry, or a cut end."""
    heads = {row.lane: row for row in db.execute(select(HEAD))}
    expected: dict[int, tuple[int, str]] = {}
    for entry in db.execute(select(ENTRY).order_by(ENTRY.c.lane, ENTRY.c.sequence)).mappings():
        lane, number = entry["lane"], entry["sequence"]
        sequence, previous = expected.get(lane, (0, ""))
        if number != sequence + 1 or entry["previous"] != previous:
            yield f"audit {lane}/{number}: does not follow {lane}/{sequence}"
        if digest({**entry}) != entry["hash"]:
            yield f"audit {lane}/{number}: content does not match its hash"
        expected[lane] = (number, entry["hash"])
    for lane, row in sorted(heads.items()):
        if expected.get(lane, (0, "")) != (row.sequence, row.hash):
            yield f"audit {lane}: ends at {expected.get(lane, (0, ''))[0]}, should end at {row.sequence}"
    for lane in sorted(expected.keys() - heads.keys()):
        yield f"audit {lane}: has no head"
