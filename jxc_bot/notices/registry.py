"""Which notice belongs to which outcome."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from models.operation import Actor, Operation, Outcome

Notice = Callable[[Session, Actor, Any], None]
"""``(db, actor, outcome)``: writes the cards of one outcome into the outbox."""
NOTICES: dict[type[Outcome], list[Notice]] = defaultdict(list)


def notice(*outcomes: type[Outcome]) -> Callable[[Notice], Notice]:
    """Registers a notice for outcomes."""

    def register(function: Notice) -> Notice:
        for outcome in outcomes:
            NOTICES[outcome].append(function)
        return function

    return register


def notify(db: Session, actor: Actor, operation: Operation, outcome: Outcome) -> None:
    """Makes known to others what was done."""
    for function in NOTICES.get(type(outcome), ()):
        function(db, actor, outcome)
