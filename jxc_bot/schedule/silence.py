"""Suppliers that do not answer: which steps are due, and what is done at each, are plugged in from outside.

The purchase domain computes the steps from what is true now; the conversation reminds. Either may plug itself in
before the program starts; until both have, nothing is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from jxc_bot import logs
from models.errors import Conflict
from models.operation import Actor

Steps = Callable[[Session, Actor], Iterable[Any]]
"""The steps that are due and not taken, in the order in which they became due."""
OnSilence = Callable[[Session, Actor, Any], None]
"""Takes one step: marks it taken and writes its messages, under the step's key."""

_log = structlog.get_logger(__name__)


class Silence:
    """The two halves of the ladder."""

    def __init__(self) -> None:
        self._steps: Steps | None = None
        self._on_silence: OnSilence | None = None

    def plug(self, *, steps: Steps | None = None, on_silence: OnSilence | None = None) -> None:
        """Puts in one half or both."""
        self._steps = steps or self._steps
        self._on_silence = on_silence or self._on_silence

    def run(self, db: Session, actor: Actor, due: datetime) -> None:
        """Takes every step that is due. One that cannot be taken holds up no other, and is tried at the next slot."""
        if self._steps is None or self._on_silence is None:
            return
        for step in list(self._steps(db, actor)):
            try:
                with db.begin_nested():
                    self._on_silence(db, actor, step)
            except (Conflict, DBAPIError):
                raise  # a lost race: all of it again
            except Exception as error:
                _log.error("reminder failed", error=logs.where(error))


SILENCE = Silence()
