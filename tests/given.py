"""Builders: a test says what matters to it, the rest is filled in.

::

    given = Given(database)
    cola = given.product("可乐", units={"箱": 24}, base="瓶")
    main = given.warehouse("主仓")
    given.stock(cola, main, 48, value=96)
    keeper = given.actor(Role.WAREHOUSE, warehouse=main)

Everything is written through the same models, the same ledger and the same transaction that the program uses; rows
come back detached, with their ids.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import func, select
from sqlmodel import Session

from jxc_bot.database import Database
from models import ledger
from models.location import Location, LocationKind, Warehouse
from models.operation import Actor, Company, GrantFact
from models.party import Party
from models.people import Chat, Grant, Identity, Person, Purpose, Role
from models.product import Alias, AliasOf, Barcode, Category, Product, ProductUnit
from models.stock import Posting, PostingKind, StockCost, StockLevel
from models.table import SQLModel, table
from models.values import ZERO, utc_now

Row = TypeVar("Row", bound=SQLModel)
Number = int | str | Decimal
PLATFORM = "telegram"


def ident(row: SQLModel) -> int:
    """The id of a stored row."""
    found = row.id  # type: ignore[attr-defined]
    assert isinstance(found, int)
    return found


class Given:
    """Builders on one database."""

    def __init__(self, database: Database, company: Company | None = None) -> None:
        self.database = database
        self.company = company or Company()
        self._numbers = itertools.count(1)

    def product(
        self,
        name: str,
        *,
        units: Mapping[str, int | tuple[int, int]] | None = None,
        base: str = "瓶",
        sku: str = "",
        spec: str = "",
        brand: str = "",
        category: str = "",
        supplier: Party | None = None,
        places: int = 0,
        purchase_price: Number | None = None,
        sale_price: Number | None = None,
        barcodes: Mapping[str, str] | None = None,
        aliases: Collection[str] = (),
        archived: bool = False,
    ) -> Product:
        """A product. ``units``: pack → how many base units (a pair for a ratio); ``barcodes``: unit → code."""

        def build(db: Session) -> Product:
            product = Product(
                sku=sku or f"P{next(self._numbers):04d}",
                name=name,
                spec=spec,
                brand=brand,
                category_id=_category(db, category),
                supplier_id=supplier.id if supplier else None,
                places=places,
                purchase_price=_decimal(purchase_price),
                sale_price=_decimal(sale_price),
                archived_at=utc_now() if archived else None,
            )
            _add(db, product)
            unit_ids = {}
            for unit, factor in {base: 1, **(units or {})}.items():
                above, below = factor if isinstance(factor, tuple) else (factor, 1)
                row = ProductUnit(
                    product_id=ident(product), name=unit, numerator=above, denominator=below, is_base=unit == base
                )
                unit_ids[unit] = ident(_add(db, row))
            for unit, code in (barcodes or {}).items():
                db.add(Barcode(code=code, product_id=ident(product), unit_id=unit_ids[unit]))
            for text in aliases:
                db.add(Alias(kind=AliasOf.PRODUCT, text=text.lower(), target_id=ident(product)))
            return product

        return self.database.write_now(build)

    def warehouse(self, name: str = "主仓", code: str = "") -> Warehouse:
        """A warehouse with its home location and its quarantine."""

        def build(db: Session) -> Warehouse:
            row = _add(db, Warehouse(code=code or f"W{next(self._numbers)}", name=name))
            db.add(Location(warehouse_id=row.id, kind=LocationKind.STOCK, code=row.code, name=name, is_home=True))
            quarantine = f"{row.code}-Q"
            db.add(Location(warehouse_id=row.id, kind=LocationKind.QUARANTINE, code=quarantine, name=quarantine))
            return row

        return self.database.write_now(build)

    def location(self, warehouse: Warehouse, name: str, code: str = "") -> Location:
        """Another location in a warehouse."""
        row = Location(warehouse_id=warehouse.id, kind=LocationKind.STOCK, code=code or name, name=name)
        return self._stored(row)

    def home(self, warehouse: Warehouse) -> int:
        """The id of the location where a warehouse's goods usually lie."""
        location = table(Location)
        query = select(location.c.id).where(location.c.warehouse_id == warehouse.id, location.c.is_home)
        return int(self.database.read_now(lambda db: db.execute(query).scalar_one()))

    def outside(self, kind: LocationKind) -> int:
        """The id of the company-wide place of that kind."""
        location = table(Location)
        query = select(location.c.id).where(location.c.kind == kind, location.c.warehouse_id.is_(None))
        return int(self.database.read_now(lambda db: db.execute(query).scalar_one()))

    def party(self, name: str, *, supplier: bool = False, customer: bool = False, code: str = "") -> Party:
        """Somebody we trade with; a supplier unless told otherwise."""
        code = code or f"C{next(self._numbers):03d}"
        return self._stored(Party(code=code, name=name, is_supplier=supplier or not customer, is_customer=customer))

    def person(
        self,
        name: str,
        role: Role = Role.MANAGER,
        *,
        warehouse: Warehouse | None = None,
        party: Party | None = None,
        account: int | str | None = None,
        locale: str = "",
    ) -> Person:
        """A person with one grant, an account on the platform and a private chat (both addressed by ``account``)."""

        def build(db: Session) -> Person:
            person = _add(db, Person(name=name, locale=locale))
            grant = Grant(person_id=ident(person), role=role)
            grant.warehouse_id = warehouse.id if warehouse else None
            grant.party_id = party.id if party else None
            number = str(account if account is not None else 1000 + ident(person))
            db.add(grant)
            db.add(Identity(platform=PLATFORM, account=number, person_id=ident(person)))
            db.add(Chat(platform=PLATFORM, address=number, title=name, person_id=person.id))
            return person

        return self.database.write_now(build)

    def group(
        self,
        title: str,
        *,
        purpose: Purpose | None = None,
        warehouse: Warehouse | None = None,
        address: int | None = None,
    ) -> Chat:
        """A group chat, bound to a purpose if one is given."""
        return self._stored(
            Chat(
                platform=PLATFORM,
                address=str(address if address is not None else -1000 - next(self._numbers)),
                is_group=True,
                title=title,
                purpose=purpose or "",
                warehouse_id=warehouse.id if warehouse else None,
            )
        )

    def actor(
        self,
        who: Person | Role = Role.OWNER,
        *,
        warehouse: Warehouse | None = None,
        party: Party | None = None,
        at: datetime | None = None,
        private: bool = True,
        locale: str = "zh_CN",
    ) -> Actor:
        """Someone who performs: a stored person with the grants it has, or somebody new in that role."""
        if isinstance(who, Role) and who is Role.SYSTEM:
            person, name = None, "system"
        elif isinstance(who, Role):
            new = self.person(
                f"{(who.name or 'who').title()} {next(self._numbers)}", who, warehouse=warehouse, party=party
            )
            person, name = new.id, new.name
        else:
            person, name = who.id, who.name
        grants = self._grants(person) if person is not None else (GrantFact(Role.SYSTEM),)
        return Actor(
            person_id=person,
            name=name,
            grants=grants,
            at=at or utc_now(),
            company=self.company,
            locale=locale,
            private=private,
            origin="test",
        )

    def stock(
        self,
        product: Product,
        warehouse: Warehouse,
        quantity: Number,
        value: Number | None = None,
        *,
        location: Location | None = None,
        happened_on: date | None = None,
    ) -> Posting:
        """Opening stock: ``quantity`` base units, worth ``value`` together."""
        there = ident(location) if location else self.home(warehouse)
        move = ledger.Move(
            ident(product), self.outside(LocationKind.OPENING), there, Decimal(quantity), value=_decimal(value)
        )
        actor = self.actor(Role.SYSTEM)
        return self.database.write_now(
            lambda db: ledger.post(db, actor, PostingKind.OPENING, [move], happened_on=happened_on)
        )

    def on_hand(self, product: Product, warehouse: Warehouse | None = None) -> Decimal:
        """What lies in a warehouse (None: in all), in base units."""
        return self._total(product, warehouse, "quantity")

    def reserved(self, product: Product, warehouse: Warehouse | None = None) -> Decimal:
        """What of it is promised to documents."""
        return self._total(product, warehouse, "reserved")

    def value(self, product: Product, warehouse: Warehouse) -> Decimal:
        """What the goods in a warehouse cost in all."""
        cost = table(StockCost)
        query = select(cost.c.value).where(cost.c.product_id == product.id, cost.c.warehouse_id == warehouse.id)
        return self.database.read_now(lambda db: db.scalar(query)) or ZERO

    def count(self, model: type[SQLModel]) -> int:
        """How many rows a table has."""
        query = select(func.count()).select_from(table(model))
        return int(self.database.read_now(lambda db: db.execute(query).scalar_one()))

    def _total(self, product: Product, warehouse: Warehouse | None, column: str) -> Decimal:
        level, location = table(StockLevel), table(Location)
        query = select(level.c[column]).join(location, location.c.id == level.c.location_id)
        query = query.where(level.c.product_id == product.id)
        if warehouse is not None:
            query = query.where(location.c.warehouse_id == warehouse.id)
        return self.database.read_now(lambda db: sum(db.scalars(query), ZERO))

    def _grants(self, person_id: int) -> tuple[GrantFact, ...]:
        grant = table(Grant)
        query = select(grant.c.role, grant.c.warehouse_id, grant.c.party_id).where(grant.c.person_id == person_id)
        rows = self.database.read_now(lambda db: db.execute(query).all())
        return tuple(GrantFact(Role(row.role), row.warehouse_id, row.party_id) for row in rows)

    def _stored(self, row: Row) -> Row:
        return self.database.write_now(lambda db: _add(db, row))


def _add(db: Session, row: Row) -> Row:
    db.add(row)
    db.flush()
    return row


def _category(db: Session, name: str) -> int | None:
    if not name:
        return None
    category = table(Category)
    found = db.scalar(select(category.c.id).where(category.c.name == name))
    return int(found) if found is not None else ident(_add(db, Category(name=name)))


def _decimal(value: Number | None) -> Decimal | None:
    return None if value is None else Decimal(value)
