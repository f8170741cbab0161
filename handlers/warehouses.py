"""Warehouses and the locations inside them."""

from typing import Annotated, Any

from sqlalchemy import exists, func, or_, select
from sqlmodel import Session

from handlers import checks
from handlers.catalogue import changed, code, joined
from handlers.facts import warehouse_name
from handlers.invitations import check_scope
from handlers.places import my_warehouses, open_warehouses
from models.errors import AlreadyExists, Archived, InUse, NotFound
from models.location import Location, LocationKind, Warehouse
from models.operation import Actor, Form, Outcome, Ref, Suggest, operation
from models.people import LEADERS, Role
from models.place import place_in
from models.product import AliasOf, Product
from models.stock import StockLevel
from models.table import table
from models.values import ZERO, Text

WAREHOUSE = table(Warehouse)
LOCATION = table(Location)
LEVEL = table(StockLevel)
PRODUCT = table(Product)
LISTED = 5
QUARANTINE = "-Q"
"""Appended to a warehouse's code: its quarantine."""


class AddWarehouse(Form):
    """A new warehouse."""

    name: Text
    code: Text
    address: Text = ""


class WarehouseAdded(Outcome):
    """A warehouse was added, with a home location and a quarantine."""

    warehouse_id: int
    warehouse: str
    code: str


@operation(allowed=LEADERS, group="settings")
def add_warehouse(db: Session, actor: Actor, form: AddWarehouse) -> WarehouseAdded:
    """Adds a warehouse. Raises Invalid, or AlreadyExists for a name or code that is taken, archived ones included.

    Raises NotAllowed for those who lead some warehouses only.
    """
    check_scope(actor, None, "add_warehouse")
    name = checks.name(form.name, "name", 64)
    made = code(checks.name(form.code, "code", 28), "code", 28)
    for column, text, kind in ((WAREHOUSE.c.name, name, "warehouse"), (WAREHOUSE.c.code, made, "code")):
        if db.scalar(select(WAREHOUSE.c.id).where(func.lower(column) == text.lower()).limit(1)) is not None:
            raise AlreadyExists(kind=kind, text=text)
    warehouse = Warehouse(code=made, name=name, address=checks.one_line(form.address, "address", 200))
    db.add(warehouse)
    db.flush()
    assert warehouse.id is not None
    there, held = warehouse.id, made + QUARANTINE
    db.add(Location(warehouse_id=there, kind=LocationKind.STOCK, code=made, name=name, is_home=True))
    db.add(Location(warehouse_id=there, kind=LocationKind.QUARANTINE, code=held, name=held))
    db.flush()
    changed(db, AliasOf.LOCATION, warehouse.id)
    return WarehouseAdded(warehouse_id=warehouse.id, warehouse=name, code=made)


class AddLocation(Form):
    """A new place inside a warehouse."""

    name: Text
    warehouse: Annotated[int, Ref(Warehouse, among=open_warehouses), Suggest(my_warehouses)]
    code: Text = ""


class LocationAdded(Outcome):
    """A location was added."""

    location_id: int
    warehouse: str
    location: str
    code: str


@operation(allowed=Role.WAREHOUSE | LEADERS, group="settings")
def add_location(db: Session, actor: Actor, form: AddLocation) -> LocationAdded:
    """Adds a location; its code is its name unless told otherwise. Raises Invalid, AlreadyExists, NotFound."""
    place_in(db, form.warehouse)
    name = checks.name(form.name, "name", 64)
    made = code(checks.name(form.code or form.name, "code", 32), "code", 32)
    for column, text, kind in ((LOCATION.c.name, name, "location"), (LOCATION.c.code, made, "code")):
        same = (LOCATION.c.warehouse_id == form.warehouse) & (func.lower(column) == text.lower())
        if db.scalar(select(LOCATION.c.id).where(same).limit(1)) is not None:
            raise AlreadyExists(kind=kind, text=text)
    location = Location(warehouse_id=form.warehouse, kind=LocationKind.STOCK, code=made, name=name)
    db.add(location)
    db.flush()
    assert location.id is not None
    changed(db, AliasOf.LOCATION, location.id)
    warehouse = warehouse_name(db, form.warehouse)
    return LocationAdded(location_id=location.id, warehouse=warehouse, location=name, code=made)


class ArchiveWarehouse(Form):
    """A warehouse is given up."""

    warehouse: Annotated[int, Ref(Warehouse, among=open_warehouses)]


class WarehouseArchived(Outcome):
    """A warehouse takes no new facts."""

    warehouse: str


@operation(allowed=LEADERS, group="settings")
def archive_warehouse(db: Session, actor: Actor, form: ArchiveWarehouse) -> WarehouseArchived:
    """Archives an empty warehouse. Raises InUse while anything lies there, or when it is the last one."""
    warehouse = db.get(Warehouse, form.warehouse, with_for_update=True)
    if warehouse is None:
        raise NotFound(kind="warehouse", text=str(form.warehouse))
    if warehouse.archived_at is not None:
        raise Archived(kind="warehouse", text=warehouse.name)
    _refuse_stock(db, LOCATION.c.warehouse_id == form.warehouse, "warehouse", warehouse.name)
    others = exists().where(WAREHOUSE.c.archived_at.is_(None), WAREHOUSE.c.id != form.warehouse)
    if not db.scalar(select(others)):
        raise InUse(kind="warehouse", text=warehouse.name, reason="last-warehouse")
    warehouse.archived_at = actor.at
    db.add(warehouse)
    changed(db, AliasOf.LOCATION, form.warehouse)
    return WarehouseArchived(warehouse=warehouse.name)


class ArchiveLocation(Form):
    """A location is given up."""

    location: Annotated[int, Ref(Location)]


class LocationArchived(Outcome):
    """A location takes no new facts."""

    warehouse: str
    location: str


@operation(allowed=Role.WAREHOUSE | LEADERS, group="settings")
def archive_location(db: Session, actor: Actor, form: ArchiveLocation) -> LocationArchived:
    """Archives an empty location. Raises InUse while anything lies there, and for a warehouse's home."""
    location = db.get(Location, form.location, with_for_update=True)
    if location is None or location.warehouse_id is None:
        raise NotFound(kind="location", text=str(form.location))
    if location.archived_at is not None:
        raise Archived(kind="location", text=location.name)
    if location.is_home or location.kind != LocationKind.STOCK:
        raise InUse(kind="location", text=location.name, reason="warehouse-needs-it")
    _refuse_stock(db, LOCATION.c.id == form.location, "location", location.name)
    location.archived_at = actor.at
    db.add(location)
    changed(db, AliasOf.LOCATION, form.location)
    return LocationArchived(warehouse=warehouse_name(db, location.warehouse_id), location=location.name)


def _refuse_stock(db: Session, places: Any, kind: str, name: str) -> None:
    """Raises InUse, naming the first products that lie there."""
    query = (
        select(PRODUCT.c.name)
        .distinct()
        .join(LEVEL, LEVEL.c.product_id == PRODUCT.c.id)
        .join(LOCATION, LOCATION.c.id == LEVEL.c.location_id)
        .where(places, or_(LEVEL.c.quantity > ZERO, LEVEL.c.reserved > ZERO))
        .order_by(PRODUCT.c.name)
        .limit(LISTED)
    )
    lying = list(db.scalars(query))
    if lying:
        raise InUse(kind=kind, text=f"{name} ({joined(lying)})", reason="has-stock")
