"""Suppliers that do not answer: the purchase domain says which steps are due, the conversation reminds.

The steps follow from what is true now; what is done at each is plugged in before the program starts. Until something
is, nothing is done, and nothing is lost by that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from handlers.purchasing.silence import SilenceFact, supplier_silence
from jxc_bot import logs
from models.errors import AlreadyDone, Conflict
from models.operation import Actor

Steps = Callable[[Session, Actor], Iterable[SilenceFact]]
OnSilence = Callable[[Session, Actor, SilenceFact], None]
"""Takes one step: performs ``note_silence`` through the Desk under the step's key, and writes its messages."""

_log = structlog.get_logger(__name__)


def due_steps(db: Session, actor: Actor) -> Iterable[SilenceFact]:
    """The steps that are due now and were not taken, the oldest first."""
    return supplier_silence(db, actor.at, actor.company.zone)


class Silence:
    """The ladder: its steps, and what is done at each."""

    def __init__(self, steps: Steps = due_steps) -> None:
        self._steps = steps
        self._on_silence: OnSilence | None = None

    def plug(self, on_silence: OnSilence) -> None:
        """Says what is done at a step."""
        self._on_silence = on_silence

    def run(self, db: Session, actor: Actor, due: datetime) -> None:
        """Takes every step that is due. One that cannot be taken holds up no other, and is tried at the next slot."""
        if self._on_silence is None:
            return
        for step in self._steps(db, actor):
            try:
                with db.begin_nested():
                    self._on_silence(db, actor, step)
            except AlreadyDone:
                continue  # the supplier has answered meanwhile
            except (Conflict, DBAPIError):
                raise  # a lost race: all of it again
            except Exception as error:
                _log.error("reminder failed", order=step.order_id, error=logs.where(error))


SILENCE = Silence()
"""The one that the schedule runs."""
