"""What a job is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from jxc_bot.schedule.rhythm import Rhythm
from models.operation import Actor

Work = Callable[[Session, Actor, datetime], None]
"""``(db, actor, due)``: what a job does, in the transaction that claims its slot. It commits nothing."""
Look = Callable[[Session, Actor, datetime], Work]
"""Reads what takes long on a snapshot, where it holds up nobody, and returns the work that is left to do."""


@dataclass(frozen=True, slots=True)
class Job:
    """``function`` is what is done at every slot of ``trigger``; ``look`` instead of it reads first.

    A job computes what to do from what is true now: after a stop it runs once, for its last slot. The ``due`` it is
    told is that slot, and may be long ago.
    """

    name: str
    trigger: Rhythm
    function: Work | None = None
    look: Look | None = None

    def __post_init__(self) -> None:
        if (self.function is None) == (self.look is None):
            raise ValueError(f"job {self.name}: either a function or a look")


def run_key(job: str, due: datetime) -> str:
    """A key for the Desk: what a job performs at a slot is performed once."""
    return f"schedule:{job}:{due.astimezone(UTC):%Y%m%dT%H%M%S}"
