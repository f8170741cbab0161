"""What is bought, kept and sold.

The ledger knows a product's **base unit** only; every other unit is a ratio of integers to it. The base unit is
frozen by the first move. A barcode belongs to a unit: scanning the box adds a box. An alias is another name,
for everyone or for one person, supplier or customer.
"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import CheckConstraint, UniqueConstraint

from models.table import Field, SQLModel, instant_column, now_column, once_each, unit_price_column
from models.values import UnitRatio


class Category(SQLModel, table=True):
    """A group of products (商品类别)."""

    __tablename__ = "category"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=64)


class Product(SQLModel, table=True):
    """One product (商品), archived rather than deleted."""

    __tablename__ = "product"
    __table_args__ = (
        CheckConstraint("places >= 0 AND places <= 6", name="places"),
        CheckConstraint("length(name) > 0", name="name_given"),
    )
    id: int | None = Field(default=None, primary_key=True)
    sku: str = Field(unique=True, max_length=64)
    name: str = Field(index=True, max_length=200)
    spec: str = Field(default="", max_length=120)
    brand: str = Field(default="", max_length=64)
    category_id: int | None = Field(default=None, foreign_key="category.id", index=True)
    supplier_id: int | None = Field(default=None, foreign_key="party.id", index=True)
    """The usual supplier."""
    places: int = Field(default=0)
    """How many decimals the base unit may have: 0 for 瓶, 3 for 公斤."""
    purchase_price: Decimal | None = unit_price_column(default=None)
    """Usual purchase price of one base unit; hidden from those who may not see cost."""
    sale_price: Decimal | None = unit_price_column(default=None)
    """List price of one base unit."""
    shelf_life_days: int | None = None
    picture: str = Field(default="", max_length=255)
    created_at: datetime = now_column()
    archived_at: datetime | None = instant_column(default=None)


class ProductUnit(SQLModel, table=True):
    """A unit of a product: one of it is ``numerator / denominator`` base units. Exactly one is the base, 1/1."""

    __tablename__ = "product_unit"
    __table_args__ = (
        UniqueConstraint("product_id", "name"),
        CheckConstraint("numerator > 0 AND denominator > 0", name="ratio_positive"),
        CheckConstraint("NOT is_base OR (numerator = 1 AND denominator = 1)", name="base_is_one"),
    )
    id: int | None = Field(default=None, primary_key=True)
    product_id: int = Field(foreign_key="product.id", index=True)
    name: str = Field(max_length=24)
    numerator: int = 1
    denominator: int = 1
    is_base: bool = False

    @property
    def ratio(self) -> UnitRatio:
        return UnitRatio(self.name, self.numerator, self.denominator)

    @property
    def factor(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)


class Barcode(SQLModel, table=True):
    """A code on the pack of one unit (条码)."""

    __tablename__ = "barcode"
    code: str = Field(primary_key=True, max_length=64)
    product_id: int = Field(foreign_key="product.id", index=True)
    unit_id: int = Field(foreign_key="product_unit.id", index=True)


class AliasOf(StrEnum):
    """What an alias names."""

    PRODUCT = "product"
    PARTY = "party"
    LOCATION = "location"


class Alias(SQLModel, table=True):
    """Other words for a product, party or location (简称); for everyone, or in one person's or party's mouth only."""

    __tablename__ = "alias"
    __table_args__ = (
        UniqueConstraint("kind", "text", "target_id", "person_id", "party_id"),
        *once_each("alias", ("kind", "text", "target_id"), ("person_id", "party_id")),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(default=AliasOf.PRODUCT, max_length=16, index=True)
    text: str = Field(index=True, max_length=120)
    """As looked up: normalised, lower case."""
    target_id: int = Field(index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    party_id: int | None = Field(default=None, foreign_key="party.id", index=True)
    hits: int = 1
    created_at: datetime = now_column()


class LookupChange(SQLModel, table=True):
    """One row per change of something that is found by name; its id is the change number that workers poll."""

    __tablename__ = "lookup_change"
    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=16)
    target_id: int
