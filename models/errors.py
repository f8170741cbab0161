"""What can go wrong, as facts.

An error says *what is the case*; the words file of the reader's language makes it friendly and says what to do
next. The message key is the class name in kebab-case (``NotEnoughStock`` → ``error-not-enough-stock``), the
facts are the fields. Not frozen: a context manager sets ``__traceback__`` on what passes through it.

::

    JxcError
    ├── Refused                 the person asked for something that cannot be
    │   ├── NotAllowed          … by this person, here
    │   ├── NotFound
    │   ├── Invalid             … in this form: a field and a reason
    │   │   └── AlreadyUndone   … a posting that was undone before, by whom
    │   ├── NotEnoughStock      … no oversell
    │   ├── HasDependents       … later facts depend on it (undo)
    │   ├── AlreadyDone / AlreadyExists / Archived / InUse / StillInStock / PeriodClosed
    │   └── Inexact / OutOfRange
    └── Conflict                two at once; the door tries again, nobody sees it
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(eq=False)
class JxcError(Exception):
    """Root of all our errors."""

    def __post_init__(self) -> None:
        super().__init__(self.key)

    @property
    def key(self) -> str:
        """The key of this error's words, from its class name."""
        return "error-" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", type(self).__name__).lower()

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the words may use."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def __str__(self) -> str:
        return f"{self.key} {dict(self.facts)}"


@dataclass(eq=False)
class Refused(JxcError):
    """The request cannot be carried out; nothing has changed."""


@dataclass(eq=False)
class Conflict(JxcError):
    """Another transaction was faster; the door repeats this one."""


@dataclass(eq=False)
class NotAllowed(Refused):
    """This person may not perform ``operation``, or not in ``warehouse``."""

    operation: str
    warehouse: str = ""


@dataclass(eq=False)
class NotFound(Refused):
    """No ``kind`` answers to ``text``."""

    kind: str
    text: str = ""


@dataclass(eq=False)
class Invalid(Refused):
    """Field ``name`` cannot be as given; ``reason`` is a word key without prefix (``not-positive``)."""

    name: str
    reason: str
    detail: str = ""


@dataclass(eq=False)
class AlreadyUndone(Invalid):
    """``number`` was undone before, by ``person``; ``detail`` is the reversal's number."""

    number: str = ""
    person: str = ""


@dataclass(eq=False)
class Shortage:
    """One line of a shortage: wanted against available, in base units, with what to say them in."""

    product: str
    wanted: Decimal
    available: Decimal
    units: tuple[tuple[str, int, int], ...]
    place: str = ""
    lot: str = ""


@dataclass(eq=False)
class NotEnoughStock(Refused):
    """Some lines would take a level below zero (or below what is reserved)."""

    shortages: list[Shortage] = field(default_factory=list)


@dataclass(eq=False)
class HasDependents(Refused):
    """``number`` cannot be undone: ``blocker`` builds on it."""

    number: str
    blocker: str
    reserved: str = ""
    """The document that its goods are promised to, where no posting took them."""


@dataclass(eq=False)
class AlreadyDone(Refused):
    """It was done before, as ``number``."""

    number: str


@dataclass(eq=False)
class AlreadyExists(Refused):
    """A ``kind`` of that name or code is there: ``text``."""

    kind: str
    text: str


@dataclass(eq=False)
class Archived(Refused):
    """``text`` is archived and takes no new facts."""

    kind: str
    text: str


@dataclass(eq=False)
class InUse(Refused):
    """``text`` cannot be archived or changed so: ``reason`` is a word key."""

    kind: str
    text: str
    reason: str


@dataclass(eq=False)
class StillInStock(Refused):
    """``text`` cannot be archived: ``quantity`` of it lies in ``place`` (several names, joined), some ``reserved``."""

    kind: str
    text: str
    quantity: Decimal
    reserved: Decimal
    place: str
    units: tuple[tuple[str, int, int], ...] = ()


@dataclass(eq=False)
class PeriodClosed(Refused):
    """Facts of ``day`` are closed since ``closed_through``."""

    day: date
    closed_through: date


@dataclass(eq=False)
class Inexact(Refused):
    """``value`` has more than ``places`` decimals and would have to be rounded."""

    value: str
    places: int


@dataclass(eq=False)
class OutOfRange(Refused):
    """``value`` is larger than the ledger can hold."""

    value: str


@dataclass(eq=False)
class FractionOfUnit(Refused):
    """``quantity`` of ``product`` is not a whole number of its base ``unit`` (or has too many ``places``)."""

    product: str
    typed: str
    quantity: Decimal
    unit: str
    places: int
    units: tuple[tuple[str, int, int], ...] = ()
