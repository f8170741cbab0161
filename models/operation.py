"""The shape of a verb: a typed form, a function, and who may call it.

From the one form come the dialogue, the quick entry, the buttons, help, the menu and the command line. The
field's type says what it is (``Quantity``, ``Price``, ``Day``, an enum …); its annotations say more:

* ``Ref(Product)``: the id of a row, found by its name; ``among`` narrows the choice.
* ``Suggest(source)``: likely answers; a single one is filled in, shown in the preview and may be changed.
* in a quick entry a label (``成本 48``) names a field; the labels are in the lexicon.
* a list of forms is a document's lines.

A field with a default is never asked, only offered. The function gets a session, the actor and a valid form,
raises typed errors and returns facts; it writes no audit, commits nothing, sends nothing, formats nothing.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, get_type_hints
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from models.errors import JxcError
from models.people import SEES_COST, SEES_PRICE, Role
from models.values import UnitRatio, day_of, in_packs

Units = tuple[tuple[str, int, int], ...]
"""A product's units as plain facts, largest first, the base unit last: ``(("箱", 24, 1), ("瓶", 1, 1))``."""


class Form(BaseModel):
    """What an operation needs to know."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def needed(cls, answers: Mapping[str, Any]) -> Collection[str]:
        """Fields that ``answers`` make necessary, beside those without a default."""
        return ()


class Price(BaseModel):
    """Money for one unit, as it was typed: 48 a 箱 stays 48 a 箱, since 50/24 a 瓶 has no exact end."""

    model_config = ConfigDict(frozen=True)
    amount: Decimal
    unit: str = ""
    numerator: int = 1
    denominator: int = 1

    def of(self, quantity: Decimal) -> Fraction:
        """What ``quantity`` base units cost, exactly."""
        return Fraction(self.amount) * Fraction(quantity) * self.denominator / self.numerator


class Measure(BaseModel):
    """A quantity together with the units to say it in."""

    model_config = ConfigDict(frozen=True)
    quantity: Decimal
    units: Units

    @property
    def parts(self) -> list[tuple[Decimal, str]]:
        """In whole packs and a rest: 77 瓶 → [(3, 箱), (5, 瓶)]."""
        ratios = [UnitRatio(*unit) for unit in self.units]
        return [(amount, unit.name) for amount, unit in in_packs(self.quantity, ratios)]


class Secrecy(NamedTuple):
    """Marks a fact that only those may read who are entitled to it: ``cost`` or ``price``."""

    level: str


class Outcome(BaseModel):
    """What an operation did, as facts. Words: ``outcome-`` + class name in kebab-case; per line its ``.line``.

    ``posting_id`` names the ledger posting that an undo would reverse.
    """

    model_config = ConfigDict(frozen=True)
    posting_id: int | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """The field is the id of a row of ``target``."""

    target: type[Any]
    among: Callable[[Session, "Actor", Mapping[str, Any]], Collection[int] | None] | None = None
    """Only these ids (None: all)."""
    role: str = ""
    """Narrows a party: ``supplier`` or ``customer``."""
    scoped: bool = True
    """Whether the door checks the actor's warehouse scope against it."""
    excuse: Callable[[Session, "Actor", int], JxcError | None] | None = None
    """Why a row that there is may not be chosen, where people are owed a reason."""


class Suggestion(NamedTuple):
    """A likely answer: the value, and what to show on its button (empty: as the value is shown)."""

    value: Any
    label: str = ""


Source = Callable[[Session, "Actor", Mapping[str, Any]], Sequence[Suggestion]]


@dataclass(frozen=True, slots=True)
class Suggest:
    """Likely answers, best first. With ``fill`` a single one is taken without asking."""

    source: Source
    fill: bool = True


class GrantFact(NamedTuple):
    """A role held, where (None: everywhere) and for whom (a supplier's or customer's party)."""

    role: Role
    warehouse_id: int | None = None
    party_id: int | None = None


@dataclass(frozen=True, slots=True)
class Company:
    """What holds for the whole company."""

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    currency: str = "CNY"
    locale: str = "zh_CN"
    name: str = ""
    """As it stands on documents, with what goes beside it; empty: not told."""
    address: str = ""
    phone: str = ""
    tax_number: str = ""
    bank: str = ""
    """The bank and the account."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who performs, at which moment, and what they may do and see."""

    person_id: int | None
    name: str
    grants: tuple[GrantFact, ...]
    at: datetime
    company: Company = field(default_factory=Company)
    locale: str = "zh_CN"
    private: bool = True
    """Whether only this person reads the answer; in a group costs stay hidden from everybody."""
    origin: str = ""
    """Where the request came from, for the audit."""

    @property
    def role(self) -> Role:
        """All roles together, wherever they hold."""
        combined = Role(0)
        for grant in self.grants:
            combined |= grant.role
        return combined

    @property
    def today(self) -> date:
        """The company's day."""
        return day_of(self.at, self.company.zone)

    def has(self, allowed: Role) -> bool:
        """Whether any role held is among ``allowed``."""
        return bool(self.role & allowed)

    def warehouses(self, allowed: Role) -> frozenset[int] | None:
        """The warehouses in which one of the roles ``allowed`` is held; None: all of them."""
        held = [grant for grant in self.grants if grant.role & allowed]
        if any(grant.warehouse_id is None for grant in held):
            return None
        return frozenset(grant.warehouse_id for grant in held if grant.warehouse_id is not None)

    def may_in(self, allowed: Role, warehouse_id: int) -> bool:
        """Whether one of the roles ``allowed`` is held in that warehouse."""
        scope = self.warehouses(allowed)
        return scope is None or warehouse_id in scope

    def parties(self, role: Role) -> frozenset[int]:
        """The parties this person speaks for as ``role`` (SUPPLIER or CUSTOMER)."""
        return frozenset(g.party_id for g in self.grants if g.role & role and g.party_id is not None)

    def sees(self, level: str) -> bool:
        """Whether a fact of that secrecy may be shown to this actor, in this chat."""
        return self.private and bool(self.role & (SEES_COST if level == "cost" else SEES_PRICE))


Scope = Callable[[Session, Any], Collection[int]]


@dataclass(frozen=True, slots=True)
class Operation:
    """A verb. ``name`` is its key everywhere: words, commands, audit."""

    name: str
    form: type[Form]
    outcome: type[Outcome]
    function: Callable[[Session, Actor, Any], Outcome]
    allowed: Role
    confirm: bool = True
    """Whether a person confirms a preview first; a mere question is answered at once."""
    scope: Scope | None = None
    """The warehouses touched, where the form's references do not tell (a document's)."""
    group: str = "stock"
    """Its place in the menu."""
    audited: bool = True


def operation(
    *, allowed: Role, confirm: bool = True, scope: Scope | None = None, group: str = "stock", audited: bool = True
) -> Callable[[Callable[[Session, Actor, Any], Outcome]], Operation]:
    """Makes an Operation of a function ``(db, actor, form) -> Outcome``; form and outcome come from its annotations."""

    def wrap(function: Callable[[Session, Actor, Any], Outcome]) -> Operation:
        hints = get_type_hints(function)
        return Operation(
            name=function.__name__,
            form=hints["form"],
            outcome=hints["return"],
            function=function,
            allowed=allowed,
            confirm=confirm,
            scope=scope,
            group=group,
            audited=audited,
        )

    return wrap
