"""The one door. Every operation, from a chat, the command line or the schedule, is performed here:

authorise → claim the key, unless it was performed already → perform in a savepoint → notices → outcome → audit.

All of it happens in the caller's transaction, so that stock, audit, outcome and the messages that tell of it are
kept together or not at all. A repeated key is answered with the first outcome and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError
from sqlmodel import Session

from jxc_bot import audit
from models.errors import NotAllowed, Refused
from models.journal import Performed
from models.location import Location, Warehouse
from models.operation import Actor, Form, Operation, Outcome, Ref
from models.people import Role
from models.table import table
from models.values import utc_now

PERFORMED = table(Performed)
WAREHOUSE = table(Warehouse)
LOCATION = table(Location)

_CLAIM = {
    name: dialect.insert(PERFORMED).on_conflict_do_nothing().returning(PERFORMED.c.key)
    for name, dialect in {"sqlite": sqlite, "postgresql": postgresql}.items()
}
_TELL = update(PERFORMED).where(PERFORMED.c.key == bindparam("claimed"))

Notify = Callable[[Session, Actor, Operation, Outcome], None]
"""Writes what an outcome makes known to others into the outbox."""


@dataclass(frozen=True, slots=True)
class Performance:
    """An outcome, and whether it is the answer to a repeated request."""

    outcome: Outcome
    repeated: bool = False


class Desk:
    """Performs operations of a catalogue."""

    def __init__(self, catalog: Iterable[Operation], notify: Notify | None = None) -> None:
        self.catalog: Mapping[str, Operation] = {operation.name: operation for operation in catalog}
        self._notify = notify

    def may(self, actor: Actor, operation: Operation) -> bool:
        """Whether ``actor`` holds a role for ``operation`` at all; where, is seen when the form is known."""
        return actor.has(operation.allowed)

    def perform(self, db: Session, actor: Actor, operation: Operation, form: Form, key: str = "") -> Performance:
        """Performs ``operation`` once per ``key`` (empty: a question, which may be asked again).

        Raises NotAllowed, or what the operation raises; then nothing of it remains in the transaction.
        """
        self.authorise(db, actor, operation, form)
        try:
            with db.begin_nested():
                if key and (first := _claim(db, actor, operation, key)) is not None:
                    return Performance(operation.outcome.model_validate_json(first), repeated=True)
                outcome = operation.function(db, actor, form)
                db.flush()
        except StatementError as error:
            # What a column's type refuses (a number too large for it) comes wrapped in the statement's error.
            if isinstance(error.orig, Refused):
                raise error.orig from error
            raise
        if self._notify is not None:
            self._notify(db, actor, operation, outcome)
        told = outcome.model_dump_json()
        if key:
            db.execute(_TELL, {"claimed": key, "outcome": told})
        if operation.audited:
            audit.append(db, actor, operation.name, form.model_dump_json(), told)
        return Performance(outcome)

    def authorise(self, db: Session, actor: Actor, operation: Operation, form: Form) -> None:
        """Raises NotAllowed unless a role of ``actor`` allows ``operation`` in every warehouse it touches."""
        if not actor.has(operation.allowed):
            raise NotAllowed(operation=operation.name)
        scope = actor.warehouses(operation.allowed)
        if scope is None or actor.has(operation.allowed & (Role.SUPPLIER | Role.CUSTOMER)):
            return
        touched = set(_warehouses(db, form))
        if operation.scope is not None:
            touched |= set(operation.scope(db, form))
        for warehouse_id in sorted(touched - scope):
            name = db.scalar(select(WAREHOUSE.c.name).where(WAREHOUSE.c.id == warehouse_id))
            raise NotAllowed(operation=operation.name, warehouse=name or str(warehouse_id))


def _claim(db: Session, actor: Actor, operation: Operation, key: str) -> str | None:
    """Takes ``key`` for this transaction and returns None; or the outcome, when it was performed before.

    A second request with the same key waits here until the first has committed, so that it is answered with the
    first outcome and not with what became impossible because of it.
    """
    row: dict[str, Any] = {"key": key, "operation": operation.name, "actor_id": actor.person_id, "outcome": ""}
    row |= {"outcome_kind": operation.outcome.__name__, "at": utc_now()}
    if db.execute(_CLAIM[db.get_bind().dialect.name], row).first() is not None:
        return None
    return str(db.scalar(select(PERFORMED.c.outcome).where(PERFORMED.c.key == key)))


def refs(form: type[BaseModel]) -> Iterator[tuple[str, FieldInfo, Ref]]:
    """The fields of a form that name a row."""
    for name, info in form.model_fields.items():
        for mark in info.metadata:
            if isinstance(mark, Ref):
                yield name, info, mark


def line_form(info: FieldInfo) -> type[Form] | None:
    """The form of one line, when the field is a document's lines."""
    for part in (info.annotation, *get_args(info.annotation)):
        if isinstance(part, type) and issubclass(part, Form):
            return part
    return None


def _warehouses(db: Session, form: Form) -> Iterator[int]:
    """The warehouses that a form's references name, its lines' included."""
    locations: set[int] = set()
    for part in _parts(form):
        for name, _, ref in refs(type(part)):
            value: Any = getattr(part, name)
            if value is None or not ref.scoped:
                continue
            if ref.target is Warehouse:
                yield value
            elif ref.target is Location:
                locations.add(value)
    if locations:
        for found in db.scalars(select(LOCATION.c.warehouse_id).where(LOCATION.c.id.in_(locations))):
            if found is not None:
                yield found


def _parts(form: Form) -> Iterator[Form]:
    yield form
    for name in type(form).model_fields:
        value = getattr(form, name)
        for item in value if isinstance(value, (list, tuple)) else (value,):
            if isinstance(item, Form):
                yield from _parts(item)
