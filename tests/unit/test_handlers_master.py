"""Products, parties, warehouses and locations: what is kept, what is found again, what is refused."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from handlers import CATALOG
from jxc_bot.database import Database
from jxc_bot.desk import Desk
from models.errors import AlreadyExists, Archived, Inexact, InUse, Invalid, NotFound, OutOfRange, StillInStock
from models.location import Location
from models.operation import Actor
from models.people import Role
from models.product import Alias, AliasOf, Barcode, LookupChange, Product
from models.table import table
from models.units import units_of
from tests.given import Given

DESK = Desk(CATALOG)
Do = Callable[..., Any]


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """One database is enough here: what differs between the two is tested with the ledger and in parallel."""
    return sqlite_database


@pytest.fixture
def owner(given: Given) -> Actor:
    return given.actor(Role.OWNER)


@pytest.fixture
def do(given: Given, owner: Actor) -> Do:
    def perform(verb: str, /, **answers: Any) -> Any:
        operation = DESK.catalog[verb]
        form = operation.form(**answers)
        return given.database.write_now(lambda db: DESK.perform(db, owner, operation, form)).outcome

    return perform


def refused(do: Do, verb: str, /, **answers: Any) -> tuple[str, str]:
    with pytest.raises(Invalid) as error:
        do(verb, **answers)
    return error.value.name, error.value.reason


def rows(given: Given, model: Any) -> list[Any]:
    return given.database.read_now(lambda db: list(db.execute(select(table(model))).all()))


def test_a_product_is_added_with_all_there_is_to_know(given: Given, do: Do) -> None:
    maker = given.party("太古", supplier=True)
    told = do(
        "add_product",
        name="  雪碧 ",
        unit="瓶",
        packs="1箱=24瓶，托=40箱",
        spec="500ml",
        brand="可口可乐",
        category="饮料",
        barcode="6901234567892, 箱=16901234567899",
        purchase_price=Decimal("1.5"),
        sale_price=Decimal("3"),
        supplier=maker.id,
        aliases="七喜、Sprite",
    )
    assert (told.product, told.sku, told.packs) == ("雪碧 500ml", "SP-00001", "箱=24 / 托=960")
    units = given.database.read_now(lambda db: units_of(db, [told.product_id]))[told.product_id]
    assert units == (("托", 960, 1), ("箱", 24, 1), ("瓶", 1, 1))
    assert {row.code for row in rows(given, Barcode)} == {"6901234567892", "16901234567899"}
    assert {row.text for row in rows(given, Alias)} == {"七喜", "sprite"}
    assert [(row.kind, row.target_id) for row in rows(given, LookupChange)] == [(AliasOf.PRODUCT, told.product_id)]
    assert do("add_product", name="芬达", unit="瓶").sku == "SP-00002"


def test_a_number_that_is_taken_is_passed_over(given: Given, do: Do) -> None:
    given.product("旧", sku="SP-00001")
    assert do("add_product", name="新", unit="瓶").sku == "SP-00002"


def test_what_is_measured_has_decimals_and_what_is_counted_has_none(given: Given, do: Do) -> None:
    for name, unit, places in (("米", "公斤", 3), ("油", "L", 3), ("可乐", "瓶", 0)):
        told = do("add_product", name=name, unit=unit)
        assert next(row.places for row in rows(given, Product) if row.id == told.product_id) == places


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"name": "   "}, ("name", "empty")),
        ({"name": "--"}, ("name", "empty")),
        ({"name": "坏\x00名"}, ("name", "control-characters")),
        ({"name": "坏\ud800名"}, ("name", "control-characters")),
        ({"name": "长" * 121}, ("name", "too-long")),
        ({"unit": "24瓶"}, ("unit", "unit-has-digits")),
        ({"unit": "很长的单位" * 5}, ("unit", "too-long")),
        ({"packs": "一箱二十四"}, ("packs", "unreadable-pack")),
        ({"sku": "<b>"}, ("sku", "bad-code")),
        ({"barcode": "条码"}, ("barcode", "bad-barcode")),
        ({"barcode": "盒=6901234567892"}, ("barcode", "unknown-unit")),
        ({"aliases": ",".join(f"别名{n}" for n in range(21))}, ("aliases", "too-many")),
        ({"purchase_price": Decimal("-0.01")}, ("purchase_price", "negative")),
    ],
)
def test_a_product_that_cannot_be_is_refused_and_leaves_nothing(
    given: Given, do: Do, answers: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert refused(do, "add_product", **{"name": "雪碧", "unit": "瓶", **answers}) == expected
    assert given.count(Product) == given.count(LookupChange) == 0


@pytest.mark.parametrize(("price", "error"), [("1e400", OutOfRange), ("NaN", OutOfRange), ("0.0000001", Inexact)])
def test_a_price_no_column_holds_is_refused(given: Given, owner: Actor, price: str, error: type[Exception]) -> None:
    """The form goes past pydantic here, which refuses NaN itself."""
    add = DESK.catalog["add_product"]
    form = add.form.model_construct(**add.form(name="雪碧", unit="瓶").model_dump() | {"sale_price": Decimal(price)})
    with pytest.raises(error):
        given.database.write_now(lambda db: DESK.perform(db, owner, add, form))


def test_markup_in_a_name_is_kept_as_it_is_typed(given: Given, do: Do) -> None:
    told = do("add_product", name="<b>粗</b>'; DROP TABLE product;--", unit="瓶")
    assert told.product == "<b>粗</b>'; DROP TABLE product;--"
    assert given.count(Product) == 1


def test_invisible_signs_do_not_make_another_name(do: Do) -> None:
    do("add_product", name="雪碧", unit="瓶")
    with pytest.raises(AlreadyExists):
        do("add_product", name="雪\u200b碧\u202e", unit="瓶")


def test_what_is_there_already_is_named(given: Given, do: Do) -> None:
    do("add_product", name="雪碧", spec="500ml", unit="瓶", sku="A-1", barcode="6901234567892")
    for answers, kind in (
        ({"name": "雪碧", "spec": "500ML"}, "product"),
        ({"name": "芬达", "sku": "a-1"}, "sku"),
        ({"name": "芬达", "barcode": "6901234567892"}, "barcode"),
    ):
        with pytest.raises(AlreadyExists) as error:
            do("add_product", **{"unit": "瓶", **answers})
        assert error.value.kind == kind
    assert error.value.text == "6901234567892 (雪碧 500ml)"
    assert given.count(Product) == 1
    assert do("add_product", name="雪碧", spec="2L", unit="瓶").product == "雪碧 2L"


@pytest.fixture
def cola(given: Given) -> Product:
    return given.product(
        "可乐",
        units={"箱": 24},
        sku="C-1",
        barcodes={"箱": "169012345"},
        aliases=["快乐水"],
        purchase_price="2",
        sale_price="3",
    )


@pytest.mark.parametrize(
    ("field", "value", "facts"),
    [
        ("name", "可口可乐", {"before": "可乐", "after": "可口可乐"}),
        ("spec", "330ml", {"before": "", "after": "330ml"}),
        ("brand", "太古", {"before": "", "after": "太古"}),
        ("brand", "-", {"before": "", "after": ""}),
        ("category", "饮料", {"before": "", "after": "饮料"}),
        ("sku", "C-2", {"before": "C-1", "after": "C-2"}),
        ("sku", "c-1", {"before": "C-1", "after": "c-1"}),
        ("sale_price", "3.5", {"price_before": Decimal(3), "price_after": Decimal("3.5"), "unit": "瓶"}),
        ("sale_price", "￥84／箱", {"price_after": Decimal("3.5")}),
        ("purchase_price", "50/箱", {"cost_after": Decimal("2.083333")}),
        ("pack", "托=40箱", {"before": "", "after": "托=960"}),
        ("pack", "箱=12", {"before": "箱=24", "after": "箱=12"}),
        ("barcode", "盒子=1", None),
        ("barcode", "6901234567892", {"after": "6901234567892"}),
        ("drop_barcode", "169012345", {"before": "169012345"}),
        ("alias", "肥宅水，快乐水", {"after": "肥宅水"}),
        ("drop_alias", "快乐水", {"before": "快乐水"}),
        ("base_unit", "罐", {"before": "瓶", "after": "罐"}),
    ],
)
def test_one_fact_of_a_product_is_changed(
    given: Given, do: Do, cola: Product, field: str, value: str, facts: dict[str, Any] | None
) -> None:
    if facts is None:
        assert refused(do, "change_product", product=cola.id, field=field, value=value) == ("barcode", "unknown-unit")
        return
    told = do("change_product", product=cola.id, field=field, value=value)
    assert {name: getattr(told, name) for name in facts} == facts
    assert [row.target_id for row in rows(given, LookupChange)] == [cola.id]


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", "", "empty"),
        ("sale_price", "便宜", "not-a-price"),
        ("sale_price", "-3", "not-a-price"),
        ("sale_price", "3/托", "unknown-unit"),
        ("pack", "", "unreadable-pack"),
        ("pack", "瓶=2", "duplicate-unit"),
        ("drop_pack", "托", "unknown-unit"),
        ("alias", "快乐水", "alias-known"),
        ("barcode", "", "bad-barcode"),
        ("base_unit", "箱", "duplicate-unit"),
    ],
)
def test_a_change_that_cannot_be_is_refused(do: Do, cola: Product, field: str, value: str, reason: str) -> None:
    assert refused(do, "change_product", product=cola.id, field=field, value=value)[1] == reason


def test_the_base_unit_is_frozen_by_the_first_move_but_a_pack_is_not(given: Given, do: Do, cola: Product) -> None:
    main = given.warehouse()
    given.stock(cola, main, 48, 96)
    with pytest.raises(InUse) as error:
        do("change_product", product=cola.id, field="base_unit", value="罐")
    assert error.value.reason == "base-unit-frozen"
    do("change_product", product=cola.id, field="pack", value="箱=12")
    assert given.on_hand(cola) == 48
    with pytest.raises(InUse) as error:
        do("change_product", product=cola.id, field="drop_pack", value="箱")
    assert error.value.reason == "unit-has-barcode"
    do("change_product", product=cola.id, field="drop_barcode", value="169012345")
    do("change_product", product=cola.id, field="drop_pack", value="箱")
    with pytest.raises(InUse):
        do("change_product", product=cola.id, field="drop_pack", value="瓶")


def test_a_product_with_stock_is_not_archived_and_it_is_said_where(given: Given, do: Do, cola: Product) -> None:
    main, shop = given.warehouse("主仓"), given.warehouse("门店")
    given.stock(cola, main, 20, 20)
    given.stock(cola, shop, 5, 5)
    with pytest.raises(StillInStock) as error:
        do("archive_product", product=cola.id)
    assert (error.value.quantity, error.value.place) == (25, "主仓 / 门店")
    for store, quantity in ((main, 20), (shop, 5)):
        lines = [{"product": cola.id, "quantity": Decimal(quantity)}]
        do("issue_goods", lines=lines, warehouse=store.id, reason="sold")
    do("archive_product", product=cola.id)
    for verb, more in (("archive_product", {}), ("change_product", {"field": "name", "value": "新"})):
        with pytest.raises(Archived):
            do(verb, product=cola.id, **more)
    assert do("restore_product", product=cola.id).product == "可乐"
    with pytest.raises(InUse):
        do("restore_product", product=cola.id)
    with pytest.raises(NotFound):
        do("archive_product", product=999)


def test_an_archived_product_is_not_restored_beside_its_twin(given: Given, do: Do, cola: Product) -> None:
    do("archive_product", product=cola.id)
    do("add_product", name="可乐", unit="瓶")
    with pytest.raises(AlreadyExists):
        do("restore_product", product=cola.id)


def test_a_party_is_added_changed_archived_and_restored(given: Given, do: Do) -> None:
    told = do("add_party", name="太古", kind="supplier", contact="王先生", phone="138", aliases="TG")
    assert (told.code, told.kind, told.aliases) == ("WL-0001", "supplier", "tg")
    changed = do("change_party", party=told.party_id, field="phone", value="139")
    assert (changed.before, changed.after) == ("138", "139")
    do("change_party", party=told.party_id, field="contact", value="-")
    do("change_party", party=told.party_id, field="alias", value="太古饮料")
    assert refused(do, "change_party", party=told.party_id, field="alias", value="tg")[1] == "alias-known"
    do("archive_party", party=told.party_id)
    with pytest.raises(Archived):
        do("change_party", party=told.party_id, field="phone", value="1")
    do("restore_party", party=told.party_id)
    with pytest.raises(InUse):
        do("restore_party", party=told.party_id)
    assert {(row.kind, row.target_id) for row in rows(given, LookupChange)} == {(AliasOf.PARTY, told.party_id)}


def test_a_supplier_who_is_added_as_a_customer_becomes_both(given: Given, do: Do) -> None:
    first = do("add_party", name="太古", kind="supplier", phone="138")
    both = do("add_party", name="太古", kind="customer")
    assert (both.party_id, both.kind, both.phone) == (first.party_id, "both", "138")
    for kind in ("supplier", "customer"):
        with pytest.raises(AlreadyExists):
            do("add_party", name="太古", kind=kind)


def test_a_warehouse_has_a_home_and_a_quarantine_at_once(given: Given, do: Do, cola: Product) -> None:
    told = do("add_warehouse", name="东仓", code="E1")
    inside = {row.code: (row.kind, row.is_home) for row in rows(given, Location) if row.warehouse_id}
    assert inside == {"E1": ("stock", True), "E1-Q": ("quarantine", False)}
    do("receive_goods", lines=[{"product": cola.id, "quantity": Decimal(1)}], warehouse=told.warehouse_id)
    for answers, kind in (({"name": "东仓", "code": "E2"}, "warehouse"), ({"name": "西仓", "code": "e1"}, "code")):
        with pytest.raises(AlreadyExists) as error:
            do("add_warehouse", **answers)
        assert error.value.kind == kind
    assert refused(do, "add_warehouse", name="西仓", code="") == ("code", "empty")


def test_only_an_empty_warehouse_that_is_not_the_last_is_archived(given: Given, do: Do, cola: Product) -> None:
    main = given.warehouse("主仓")
    with pytest.raises(InUse) as error:
        do("archive_warehouse", warehouse=main.id)
    assert error.value.reason == "last-warehouse"
    shop = given.warehouse("门店")
    given.stock(cola, shop, 1, 1)
    with pytest.raises(InUse) as error:
        do("archive_warehouse", warehouse=shop.id)
    assert (error.value.reason, error.value.text) == ("has-stock", "门店 (可乐)")
    do("archive_warehouse", warehouse=main.id)
    with pytest.raises(Archived):
        do("receive_goods", lines=[{"product": cola.id, "quantity": Decimal(1)}], warehouse=main.id)
    with pytest.raises(Archived):
        do("archive_warehouse", warehouse=main.id)


def test_goods_go_to_a_location_and_only_an_empty_one_is_archived(given: Given, do: Do, cola: Product) -> None:
    main, shop = given.warehouse("主仓"), given.warehouse("门店")
    shelf = do("add_location", warehouse=main.id, name="A-01").location_id
    with pytest.raises(AlreadyExists):
        do("add_location", warehouse=main.id, name="a-01")
    lines = [{"product": cola.id, "quantity": Decimal(2)}]
    do("receive_goods", lines=lines, warehouse=main.id, location=shelf)
    assert refused(do, "receive_goods", lines=lines, warehouse=shop.id, location=shelf) == (
        "location",
        "not-in-warehouse",
    )
    with pytest.raises(InUse) as error:
        do("archive_location", location=shelf)
    assert error.value.reason == "has-stock"
    do("issue_goods", lines=lines, warehouse=main.id, reason="used", location=shelf)
    do("archive_location", location=shelf)
    with pytest.raises(Archived):
        do("receive_goods", lines=lines, warehouse=main.id, location=shelf)
    with pytest.raises(InUse) as error:
        do("archive_location", location=given.home(main))
    assert error.value.reason == "warehouse-needs-it"
