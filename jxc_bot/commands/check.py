"""``jxc-bot check``: the proof, and the repair of caches as an audited operation."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from handlers.purchasing.proof import purchase_differences
from jxc_bot.audit import ENTRY, broken_links
from jxc_bot.commands.console import complain, opened, operator, say
from jxc_bot.desk import Desk
from models import proof
from models.operation import Actor, Form, Outcome, operation
from models.people import Role


class RebuildCaches(Form):
    """Levels and costs are to be made from the moves again."""


class CachesRebuilt(Outcome):
    """How many levels and costs there are now."""

    levels: int
    costs: int


@operation(allowed=Role.SYSTEM)
def rebuild_caches(db: Session, actor: Actor, form: RebuildCaches) -> CachesRebuilt:
    """Rewrites levels and costs from moves and reservations."""
    levels, costs = proof.rebuild(db)
    return CachesRebuilt(levels=levels, costs=costs)


def run(asked: argparse.Namespace) -> int:
    """Prints every difference, or one line when there is none."""
    with opened() as (database, settings):
        if asked.repair:
            try:
                rebuild = lambda db: Desk([rebuild_caches]).perform(
                    db, operator(settings), rebuild_caches, RebuildCaches()
                )
                done = database.write_now(rebuild).outcome
            except IntegrityError:
                complain("jxc-bot: the moves themselves are at odds, no levels can be made from them:")
            else:
                say(f"rebuilt {done.model_dump_json(exclude_none=True)}")
        problems = database.read_now(_tell)
        if problems:
            return 1
        moves, entries = database.read_now(_counts)
        say(f"OK: {moves} moves, levels, costs and reservations agree; {entries} audit entries are whole")
        return 0


def _tell(db: Session) -> int:
    count = 0
    for difference in _differences(db):
        say(difference)
        count += 1
    return count


def _differences(db: Session) -> Iterator[str]:
    for difference in (*proof.differences(db), *purchase_differences(db)):
        yield str(difference)
    yield from broken_links(db)


def _counts(db: Session) -> tuple[int, int]:
    moves, entries = (db.execute(select(func.count()).select_from(each)).scalar_one() for each in (proof.MOVE, ENTRY))
    return moves, entries
