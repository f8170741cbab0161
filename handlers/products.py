"""Products: what is bought, kept and sold. Added, changed one fact at a time, archived rather than deleted."""

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any

from sqlalchemy import func, select
from sqlmodel import Session

from handlers import checks
from handlers.catalogue import (
    PRODUCT,
    UNIT,
    add_aliases,
    add_barcodes,
    category_of,
    changed,
    code,
    joined,
    refuse_known_sku,
    refuse_same_product,
)
from handlers.facts import Cost, SalePrice
from handlers.packs import places_of, read_packs, unit_name
from handlers.places import BUTTONS, check_party
from models.balance import balance_of, by_place
from models.errors import Archived, InUse, NotFound, StillInStock
from models.location import Warehouse
from models.numbering import next_in
from models.operation import Actor, Form, Outcome, Ref, Suggest, Suggestion, operation
from models.party import Party
from models.people import LEADERS, Role
from models.product import AliasOf, Product, ProductUnit
from models.table import table
from models.units import units_of
from models.values import Text, UnitPrice, UnitRatio

WAREHOUSE = table(Warehouse)
SKU_SERIES = "SP"


def common_units(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """The base units most products have."""
    query = select(UNIT.c.name).where(UNIT.c.is_base).group_by(UNIT.c.name).order_by(func.count().desc(), UNIT.c.name)
    return [Suggestion(name, name) for name in db.scalars(query.limit(BUTTONS))]


class AddProduct(Form):
    """A new product."""

    name: Text
    unit: Annotated[Text, Suggest(common_units, fill=False)]
    packs: Text = ""
    spec: Text = ""
    brand: Text = ""
    category: Text = ""
    sku: Text = ""
    barcode: Text = ""
    purchase_price: UnitPrice | None = None
    sale_price: UnitPrice | None = None
    supplier: Annotated[int | None, Ref(Party, role="supplier")] = None
    aliases: Text = ""


class ProductFact(Outcome):
    """A product as it is now. Prices are for one base unit."""

    product_id: int
    product: str
    sku: str
    unit: str
    packs: str = ""
    category: str = ""
    barcodes: str = ""
    aliases: str = ""
    purchase_price: Cost | None = None
    sale_price: SalePrice | None = None


class ProductAdded(ProductFact):
    """A product was added."""


@operation(allowed=Role.BUYER | Role.WAREHOUSE | LEADERS, group="products")
def add_product(db: Session, actor: Actor, form: AddProduct) -> ProductAdded:
    """Adds a product with its units, barcodes, prices and aliases. Raises Invalid, AlreadyExists, OutOfRange."""
    name, base = checks.name(form.name), unit_name(form.unit)
    spec = checks.one_line(form.spec, "spec")
    packs = read_packs(form.packs, base)
    refuse_same_product(db, name, spec)
    check_party(db, form.supplier, "supplier")
    product = Product(
        sku=_sku(db, form.sku),
        name=name,
        spec=spec,
        brand=checks.one_line(form.brand, "brand", 64),
        category_id=category_of(db, form.category),
        supplier_id=form.supplier,
        places=places_of(base),
        purchase_price=checks.unit_price(form.purchase_price, "purchase_price"),
        sale_price=checks.unit_price(form.sale_price, "sale_price"),
    )
    db.add(product)
    db.flush()
    product_id = ident(product)
    units = _units(db, product_id, base, packs)
    codes = add_barcodes(db, units, form.barcode)
    aliases = add_aliases(db, AliasOf.PRODUCT, product_id, form.aliases)
    changed(db, AliasOf.PRODUCT, product_id)
    return ProductAdded(
        product_id=product_id,
        product=f"{name} {spec}".strip(),
        sku=product.sku,
        unit=base,
        packs=joined(pack_text(unit) for unit in units[1:]),
        category=checks.one_line(form.category, "category", 64),
        barcodes=joined(codes),
        aliases=joined(aliases),
        purchase_price=product.purchase_price,
        sale_price=product.sale_price,
    )


def _units(db: Session, product_id: int, base: str, packs: Sequence[UnitRatio]) -> list[ProductUnit]:
    """The stored units of a new product, the base unit first."""
    units = [ProductUnit(product_id=product_id, name=base, is_base=True)]
    for pack in packs:
        unit = ProductUnit(product_id=product_id, name=pack.name)
        unit.numerator, unit.denominator = pack.numerator, pack.denominator
        units.append(unit)
    db.add_all(units)
    db.flush()
    return units


def pack_text(unit: ProductUnit) -> str:
    """A pack as it may be typed again: ``box=24``."""
    ratio = str(unit.numerator) if unit.denominator == 1 else f"{unit.numerator}/{unit.denominator}"
    return f"{unit.name}={ratio}"


def _sku(db: Session, text: str) -> str:
    sku = code(text, "sku", 64)
    if sku:
        refuse_known_sku(db, sku)
        return sku
    while True:
        sku = f"{SKU_SERIES}-{next_in(db, SKU_SERIES):05d}"
        if db.scalar(select(PRODUCT.c.id).where(PRODUCT.c.sku == sku)) is None:
            return sku


class ArchiveProduct(Form):
    """A product is not traded any more."""

    product: Annotated[int, Ref(Product)]


class ProductArchived(Outcome):
    """A product takes no new facts."""

    product: str
    sku: str


@operation(allowed=LEADERS, group="products")
def archive_product(db: Session, actor: Actor, form: ArchiveProduct) -> ProductArchived:
    """Archives a product. Raises StillInStock while any of it lies somewhere, and says where."""
    product = found(db, form.product)
    if product.archived_at is not None:
        raise Archived(kind="product", text=full_name(product))
    balance = balance_of(db, form.product)
    if balance.on_hand or balance.reserved:
        raise StillInStock(
            kind="product",
            text=full_name(product),
            quantity=balance.on_hand,
            reserved=balance.reserved,
            place=_where(db, form.product),
            units=units_of(db, [form.product])[form.product],
        )
    product.archived_at = actor.at
    db.add(product)
    changed(db, AliasOf.PRODUCT, form.product)
    return ProductArchived(product=full_name(product), sku=product.sku)


def archived_products(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Collection[int]:
    """The products that are archived."""
    return set(db.scalars(select(PRODUCT.c.id).where(PRODUCT.c.archived_at.is_not(None))))


def last_archived(db: Session, actor: Actor, answers: Mapping[str, Any]) -> Sequence[Suggestion]:
    """The products archived last."""
    query = select(PRODUCT.c.id, PRODUCT.c.name, PRODUCT.c.spec).where(PRODUCT.c.archived_at.is_not(None))
    rows = db.execute(query.order_by(PRODUCT.c.archived_at.desc()).limit(BUTTONS))
    return [Suggestion(row.id, f"{row.name} {row.spec}".strip()) for row in rows]


class RestoreProduct(Form):
    """A product is traded again."""

    product: Annotated[int, Ref(Product, among=archived_products), Suggest(last_archived, fill=False)]


class ProductRestored(Outcome):
    """A product takes facts again."""

    product: str
    sku: str


@operation(allowed=LEADERS, group="products")
def restore_product(db: Session, actor: Actor, form: RestoreProduct) -> ProductRestored:
    """Takes a product out of the archive."""
    product = found(db, form.product)
    if product.archived_at is None:
        raise InUse(kind="product", text=full_name(product), reason="not-archived")
    refuse_same_product(db, product.name, product.spec, besides=form.product)
    product.archived_at = None
    db.add(product)
    changed(db, AliasOf.PRODUCT, form.product)
    return ProductRestored(product=full_name(product), sku=product.sku)


def found(db: Session, product_id: int) -> Product:
    """The product of that id. Raises NotFound."""
    product = db.get(Product, product_id, with_for_update=True)
    if product is None:
        raise NotFound(kind="product", text=str(product_id))
    return product


def full_name(product: Product) -> str:
    """Name and spec."""
    return f"{product.name} {product.spec}".strip()


def ident(product: Product) -> int:
    """The id of a stored product."""
    assert product.id is not None
    return product.id


def _where(db: Session, product_id: int) -> str:
    rows = by_place(db, product_id)
    ids = {row.warehouse_id for row in rows if row.warehouse_id is not None}
    names = db.scalars(select(WAREHOUSE.c.name).where(WAREHOUSE.c.id.in_(ids)).order_by(WAREHOUSE.c.id))
    return joined(names)
