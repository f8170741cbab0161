"""What can go wrong in purchasing, as facts (see errors.py for how they are told)."""

from dataclasses import dataclass, field
from decimal import Decimal

from models.errors import Refused

Units = tuple[tuple[str, int, int], ...]


@dataclass(eq=False)
class IllegalTransition(Refused):
    """Order ``number`` stands at ``now`` on ``axis``, from where no step leads to ``then``."""

    number: str
    axis: str
    now: str
    then: str


@dataclass(eq=False)
class StaleOrder(Refused):
    """The button or card was made for an older version of order ``number``."""

    number: str
    seen: int
    current: int


@dataclass(eq=False)
class OrderCancelled(Refused):
    """Order ``number`` is cancelled: nothing more can be done with it."""

    number: str


@dataclass(eq=False)
class OrderNotApproved(Refused):
    """Order ``number`` still has to be approved (or was denied) before this."""

    number: str
    approval: str


@dataclass(eq=False)
class OwnOrder(Refused):
    """Who asks for an order does not approve it (approver ≠ requester)."""

    number: str


@dataclass(eq=False)
class ApprovalRole(Refused):
    """Order ``number`` needs the approval of one of ``roles`` (names of roles)."""

    number: str
    roles: str


@dataclass(eq=False)
class Changed:
    """One line whose outstanding quantity is no longer what the person saw."""

    product: str
    seen: Decimal
    now: Decimal
    units: Units


@dataclass(eq=False)
class OutstandingChanged(Refused):
    """Someone else received goods of order ``number`` meanwhile."""

    number: str
    lines: list[Changed] = field(default_factory=list)


@dataclass(eq=False)
class NotOnOrder(Refused):
    """No open order of ``warehouse`` waits for ``product``."""

    product: str
    warehouse: str


@dataclass(eq=False)
class SeveralSuppliers(Refused):
    """What was named is on orders of several suppliers: whose delivery is it?"""

    suppliers: list[str] = field(default_factory=list)


@dataclass(eq=False)
class LineClosed(Refused):
    """The line of ``product`` on order ``number`` is closed; it can be reopened."""

    number: str
    product: str


@dataclass(eq=False)
class TooMuch(Refused):
    """``wanted`` of ``product``, though only ``possible`` can be (returned, released, closed …)."""

    product: str
    wanted: Decimal
    possible: Decimal
    units: Units


@dataclass(eq=False)
class TooMuchMoney(Refused):
    """``wanted`` is to be settled, though only ``possible`` is open on ``number``."""

    number: str
    wanted: Decimal
    possible: Decimal


@dataclass(eq=False)
class OpenOrders(Refused):
    """Supplier ``text`` cannot be archived: ``count`` orders are under way, the first of them ``orders``."""

    text: str
    count: int
    orders: str


@dataclass(eq=False)
class PriceMissing(Refused):
    """The lines of these ``products`` have no price yet."""

    number: str
    products: list[str] = field(default_factory=list)
