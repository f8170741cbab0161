"""What the ledger needs to know of a location, read once a transaction.

A location never changes its kind or its warehouse, so what was read is remembered in the session, together with the
company's outside places, of which there are few.
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlmodel import Session

from models.errors import Archived, Invalid, NotFound
from models.location import Location, LocationKind, Warehouse
from models.table import table

LOCATION = table(Location)
WAREHOUSE = table(Warehouse)
SEEN = "places"


class Place(NamedTuple):
    """A location, and the warehouse it is in (none: outside)."""

    id: int
    kind: LocationKind
    warehouse_id: int | None
    name: str
    archived_at: datetime | None
    is_home: bool
    warehouse: str | None
    warehouse_archived_at: datetime | None

    @property
    def inside(self) -> bool:
        return self.kind.inside


Places = dict[int, Place]
_OUTSIDE = LOCATION.c.warehouse_id.is_(None)


def _places(condition: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    """The places of a condition, and all outside ones."""
    columns = (LOCATION.c.id, LOCATION.c.kind, LOCATION.c.warehouse_id, LOCATION.c.name, LOCATION.c.archived_at)
    warehouse = (WAREHOUSE.c.name.label("warehouse"), WAREHOUSE.c.archived_at.label("warehouse_archived_at"))
    query = select(*columns, LOCATION.c.is_home, *warehouse)
    return query.outerjoin(WAREHOUSE, WAREHOUSE.c.id == LOCATION.c.warehouse_id).where(or_(condition, _OUTSIDE))


_THESE = _places(LOCATION.c.id.in_(bindparam("ids", expanding=True)))
_ONE = _places(LOCATION.c.id == bindparam("id"))
_HOME = _places((LOCATION.c.warehouse_id == bindparam("id")) & LOCATION.c.is_home)


def places(db: Session, ids: Collection[int]) -> Places:
    """The locations of these ids; those that do not exist are missing."""
    seen = _seen(db)
    unseen = sorted(set(ids) - seen.keys())
    if unseen:
        _read(db, _THESE, ids=unseen)
    return {key: seen[key] for key in set(ids) & seen.keys()}


def outside(db: Session, kind: LocationKind) -> int:
    """The company's one outside place of ``kind`` (suppliers, customers, adjustment …)."""
    seen = _seen(db)
    if not any(place.warehouse_id is None for place in seen.values()):
        _read(db, _THESE, ids=[])
    for place in seen.values():
        if place.warehouse_id is None and place.kind == kind:
            return place.id
    raise NotFound(kind="location", text=kind)


def place_in(db: Session, warehouse_id: int, location_id: int | None = None) -> int:
    """The location that a line goes to: the one named, or the warehouse's home.

    Raises NotFound, Archived, or Invalid when the location is not in that warehouse.
    """
    if location_id is None:
        rows = _read(db, _HOME, id=warehouse_id)
        place = next((row for row in rows if row.warehouse_id == warehouse_id and row.is_home), None)
    else:
        place = next((row for row in _read(db, _ONE, id=location_id) if row.id == location_id), None)
    if place is None:
        kind = "warehouse" if location_id is None else "location"
        raise NotFound(kind=kind, text=str(warehouse_id if location_id is None else location_id))
    if place.warehouse_id != warehouse_id:
        raise Invalid(name="location", reason="not-in-warehouse", detail=place.name)
    if place.warehouse_archived_at is not None:
        raise Archived(kind="warehouse", text=place.warehouse or "")
    if place.archived_at is not None:
        raise Archived(kind="location", text=place.name)
    return place.id


def _seen(db: Session) -> Places:
    seen: Places = db.info.setdefault(SEEN, {})
    return seen


def _read(db: Session, query: Select[tuple[object, ...]], **facts: object) -> list[Place]:
    found = [Place._make((row[0], LocationKind(row[1]), *row[2:])) for row in db.execute(query, facts)]
    _seen(db).update({place.id: place for place in found})
    return found
