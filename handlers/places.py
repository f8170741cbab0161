"""Where things usually go: the suggestions that forms about places share."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.errors import NotFound
from models.location import Location, LocationKind, Warehouse
from models.operation import Actor, Suggestion
from models.people import STAFF
from models.table import table

WAREHOUSE = table(Warehouse)
LOCATION = table(Location)


def my_warehouses(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """The warehouses the actor works in; a single one needs no question."""
    query = select(WAREHOUSE.c.id, WAREHOUSE.c.name).where(WAREHOUSE.c.archived_at.is_(None)).order_by(WAREHOUSE.c.id)
    scope = actor.warehouses(STAFF)
    if scope is not None:
        query = query.where(WAREHOUSE.c.id.in_(scope))
    return [Suggestion(row.id, row.name) for row in db.execute(query.limit(6))]


def home_of(db: Session, warehouse_id: int) -> int:
    """The location where a warehouse keeps goods unless told otherwise. Raises NotFound."""
    found = db.scalar(select(LOCATION.c.id).where(LOCATION.c.warehouse_id == warehouse_id, LOCATION.c.is_home))
    if found is None:
        raise NotFound(kind="warehouse", text=str(warehouse_id))
    return int(found)


def outside(db: Session, kind: LocationKind) -> int:
    """The company's one outside place of ``kind`` (suppliers, customers, adjustment …)."""
    found = db.scalar(select(LOCATION.c.id).where(LOCATION.c.kind == kind, LOCATION.c.warehouse_id.is_(None)))
    if found is None:
        raise NotFound(kind="location", text=kind)
    return int(found)
