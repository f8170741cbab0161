"""All jobs. Each computes what to do from what is true now, so a missed slot loses nothing and a second run repeats
nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import chain, islice

import structlog
from sqlalchemy import update
from sqlmodel import Session

from jxc_bot import audit, inbox, outbox
from jxc_bot.notices import daily as digests
from jxc_bot.schedule.job import Job, Work
from jxc_bot.schedule.rhythm import daily, every_minutes
from jxc_bot.schedule.silence import SILENCE
from models import proof, reservations
from models.draft import Draft, DraftState
from models.operation import Actor
from models.table import table

DRAFT = table(Draft)
ENDS = (DraftState.ASKING, DraftState.READY, DraftState.PARKED)
MOST_DIFFERENCES = 100

OnDifferences = Callable[[Session, Actor, datetime, Sequence[str]], None]
ON_DIFFERENCES: list[OnDifferences] = []
"""Who is to be told when the proof fails: ``(db, actor, due, what differs)``."""

_log = structlog.get_logger(__name__)


def check_ledger(db: Session, actor: Actor, due: datetime) -> Work:
    """Proves that levels and costs are what the moves say, and that the audit is whole; on a snapshot."""
    everything = chain(map(str, proof.differences(db)), audit.broken_links(db))
    found = list(islice(everything, MOST_DIFFERENCES))

    def tell(db: Session, actor: Actor, due: datetime) -> None:
        if not found:
            _log.info("ledger proved")
            return
        _log.error("ledger does not hold", differences=len(found), kinds=sorted({line.split()[0] for line in found}))
        for hook in ON_DIFFERENCES:
            hook(db, actor, due, found)

    return tell


def prune(db: Session, actor: Actor, due: datetime) -> None:
    """Removes some of what was sent and handled long ago; a little at a time, so that nobody waits for it."""
    outbox.prune(db)
    inbox.prune(db)


def expire_drafts(db: Session, actor: Actor, due: datetime) -> None:
    """Puts away what people began and left lying."""
    old = update(DRAFT).where(DRAFT.c.state.in_(ENDS), DRAFT.c.expires_at <= actor.at)
    db.execute(old.values(state=DraftState.EXPIRED.value))


def expire_reservations(db: Session, actor: Actor, due: datetime) -> None:
    """Gives back goods whose promise has run out."""
    reservations.release_expired(db, actor.at)


JOBS: tuple[Job, ...] = (
    Job("ledger_check", daily(3, 10), look=check_ledger),
    Job("prune", every_minutes(5), prune),
    Job("expire_drafts", every_minutes(10), expire_drafts),
    Job("expire_reservations", every_minutes(5), expire_reservations),
    Job("supplier_silence", every_minutes(5), SILENCE.run),
    Job("late_orders", daily(9), digests.late_orders),
    Job("payments_due", daily(9, 5), digests.payments_due),
)
