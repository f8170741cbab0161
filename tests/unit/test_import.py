"""Products from a file: read exactly, refused row by row, taken whole and once."""

from __future__ import annotations

import io
from decimal import Decimal
from fractions import Fraction

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from jxc_bot.database import Database
from jxc_bot.desk import Desk
from jxc_bot.exchange import cells
from jxc_bot.exchange.catalogue import catalogue
from jxc_bot.exchange.columns import recognised, vocabulary
from jxc_bot.exchange.product_import import (
    ProductsImported,
    RowsRefused,
    form_of,
    import_products,
    imported_before,
    key_of,
)
from jxc_bot.exchange.product_plan import plan
from jxc_bot.exchange.table_file import UnreadableFile, read_table
from jxc_bot.words import LOCALES, Words
from models import proof
from models.errors import Inexact, Invalid, OutOfRange
from models.journal import Attachment, AuditEntry
from models.people import Role
from models.product import Alias, Barcode, LookupChange, Product, ProductUnit
from models.stock import Posting, StockCost
from models.table import table
from models.values import to_decimal
from tests.given import Given

PRODUCT, COST = table(Product), table(StockCost)


def apply(given: Given, text: str, name: str = "p.csv") -> ProductsImported:
    form, _ = form_of(name, text.encode())
    desk, actor = Desk([import_products]), given.actor(Role.SYSTEM)
    done = given.database.write_now(lambda db: desk.perform(db, actor, import_products, form, key_of(form)))
    assert isinstance(done.outcome, ProductsImported)
    return done.outcome


def problems(given: Given, text: str) -> list[tuple[int, str, str]]:
    read = read_table("p.csv", text.encode())
    made = given.database.read_now(lambda db: plan(read, catalogue(db)))
    return [(problem.row, problem.column, problem.reason) for problem in made.problems]


def product(given: Given, sku: str) -> object:
    return given.database.read_now(lambda db: db.execute(select(PRODUCT).where(PRODUCT.c.sku == sku)).one())


def test_a_file_of_new_products_is_taken_whole(given: Given) -> None:
    main = given.warehouse("主仓", "WH1")
    given.party("康师傅集团", code="S1")
    done = apply(
        given,
        "编码,名称,规格,品牌,类别,单位,箱规,条码,采购价(元),售价,供应商,简称,保质期,期初数量,仓库,成本\n"
        "A1,可乐,330ml,可口可乐,饮料,瓶,箱=24;提=6,瓶:6901234567892;箱:16901234567899,2,48元/箱,s1,肥宅水、快乐水,365天,2箱+3瓶,主仓,1.5\n"
        "A2,大米,,,粮油,公斤,,,5.25,6,,,,12.5,WH1,\n",
    )
    assert (done.added, done.changed, done.unchanged, done.openings) == (2, 0, 0, 2)
    cola = product(given, "A1")
    assert (cola.name, cola.spec, cola.purchase_price, cola.sale_price, cola.shelf_life_days) == (
        "可乐",
        "330ml",
        2,
        2,
        365,
    )
    assert product(given, "A2").places == 3
    row = given.database.read_now(lambda db: db.get(Product, cola.id))
    assert (given.on_hand(row, main), given.value(row, main)) == (51, Decimal("76.5"))
    rice = given.database.read_now(lambda db: db.get(Product, product(given, "A2").id))
    assert (given.on_hand(rice, main), given.value(rice, main)) == (Decimal("12.5"), Decimal("65.625"))
    counts = {model: given.count(model) for model in (ProductUnit, Barcode, Alias, LookupChange, Posting, AuditEntry)}
    assert list(counts.values()) == [4, 2, 2, 2, 1, 1]
    assert given.database.read_now(lambda db: list(proof.differences(db))) == []


def test_the_same_file_counts_once_and_is_kept(given: Given) -> None:
    given.warehouse()
    text = "name,unit,opening,cost\n可乐,瓶,10,1\n"
    first = apply(given, text)
    assert apply(given, text, "other-name.csv") == first
    form, _ = form_of("p.csv", text.encode())
    assert given.database.read_now(lambda db: imported_before(db, form)) == first
    assert (given.count(Product), given.count(Posting), given.count(Attachment)) == (1, 1, 1)
    assert product(given, "SP-00001").name == "可乐"


def test_a_known_sku_is_changed_and_an_empty_cell_changes_nothing(given: Given) -> None:
    given.product("可乐", sku="A1", units={"箱": 24}, spec="330ml", purchase_price=2, barcodes={"瓶": "6901"})
    done = apply(given, "sku,name,spec,unit,units,barcode,purchase_price\na1,可口可乐,,,箱=12;提=6,6901,\n")
    assert (done.added, done.changed) == (0, 1)
    cola = product(given, "A1")
    assert (cola.name, cola.spec, cola.purchase_price) == ("可口可乐", "330ml", 2)
    unit = table(ProductUnit)
    rows = given.database.read_now(lambda db: db.execute(select(unit.c.name, unit.c.numerator)).all())
    assert dict(rows) == {"瓶": 1, "箱": 12, "提": 6}
    assert apply(given, "sku,name\nA1,可口可乐\n").unchanged == 1


def test_a_product_has_a_row_for_each_warehouse_with_stock_of_it(given: Given) -> None:
    given.warehouse("主仓", "A")
    given.warehouse("门店仓", "B")
    given.product("雪碧", sku="A2")
    text = (
        "编码,名称,单位,箱规,期初,仓库,成本\nA1,可乐,瓶,箱=24,10箱,A,2\nA1,可乐,瓶,,1箱+5瓶,门店仓,2.5\n"
        "A2,,,,7,A,1\n,七喜,瓶,,3,A,1\n,七喜,,,4,B,1\n"
    )
    done = apply(given, text)
    assert (done.added, done.changed, done.openings, len(done.postings)) == (2, 0, 5, 2)
    worth = given.database.read_now(
        lambda db: db.execute(
            select(PRODUCT.c.name, COST.c.warehouse_id, COST.c.quantity, COST.c.value)
            .join(COST, COST.c.product_id == PRODUCT.c.id)
            .order_by(PRODUCT.c.name, COST.c.warehouse_id)
        ).all()
    )
    assert [(name, int(quantity), value) for name, _, quantity, value in worth] == [
        ("七喜", 3, Decimal(3)),
        ("七喜", 4, Decimal(4)),
        ("可乐", 240, Decimal(480)),
        ("可乐", 29, Decimal("72.5")),
        ("雪碧", 7, Decimal(7)),
    ]


def test_a_row_without_a_code_means_the_product_of_that_name(given: Given) -> None:
    given.product("可乐", sku="A1", spec="330ml")
    given.product("雪碧", sku="A2")
    given.product("雪碧", sku="A3")
    done = apply(given, "name,spec,sale_price,unit\n可乐,330ML,3,\n可乐,500ml,4,瓶\n")
    assert (done.added, done.changed) == (1, 1)
    assert problems(given, "name,sale price\n雪碧,3\n") == [(2, "name", "name-of-several")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("X,新,,,,,,", [(2, "单位", "unit-missing")]),
        ("X,,瓶,,,,,", [(2, "名称", "name-missing")]),
        ("A1,,罐,,,,,", [(2, "单位", "base-differs")]),
        ("A1,,,盒=0,,,,", [(2, "换算", "ratio-out-of-range")]),
        ("A1,,,盒=,,,,", [(2, "换算", "unreadable-pack")]),
        ("A1,,,,6901,,,", []),
        ("A2,,,,6901,,,", [(2, "条码", "barcode-taken")]),
        ("A2,,,,6.9E+12,,,", [(2, "条码", "rounded-barcode")]),
        ("A2,,,,托:6902,,,", [(2, "条码", "unknown-unit")]),
        ("A1,,,,,abc,,", [(2, "采购价", "not-a-number")]),
        ("A1,,,,,-1,,", [(2, "采购价", "negative")]),
        ("A1,,,,,1e400,,", [(2, "采购价", "too-large")]),
        ("A1,,,,,50/箱,,", [(2, "采购价", "inexact")]),
        ("A1,,,,,,1.5,主仓", [(2, "数量", "inexact")]),
        ("A1,,,,,,三箱,主仓", [(2, "数量", "not-a-quantity")]),
        ("A1,,,,,,2托,主仓", [(2, "数量", "unknown-unit")]),
        ("A1,,,,,,2,无此仓", [(2, "仓库", "unknown-warehouse")]),
        ("A1,,,,,,2,", [(2, "仓库", "warehouse-missing")]),
        ("A1,,,,,,2,主仓", [(2, "数量", "opening-twice")]),
        ("A1,可\u0007乐,,,,,,", [(2, "名称", "control-characters")]),
        ("A1,a,,,,,,\nA1,b,,,,,,", [(3, "编码", "twice-in-file")]),
        (",新,瓶,,,,,\n,新,瓶,,,,,", [(3, "名称", "twice-in-file")]),
        ("X,新,瓶,,123,,,\nY,旧,瓶,,123,,,", [(3, "条码", "barcode-twice")]),
        ("A9,,,,,x,y,主仓", [(2, "名称", "name-missing")]),
        ("B1,新,瓶,,,,2,主仓\nB1,,,,,,3,主仓", [(3, "数量", "twice-in-file")]),
        ("B1,新,瓶,,,,2,主仓\nB1,新,瓶,,,1,3,主仓", [(3, "编码", "twice-in-file")]),
        ("B1,新,瓶,,,,2,主仓\nB1,旧,,,,,3,主仓", [(3, "编码", "twice-in-file")]),
    ],
)
def test_what_cannot_be_taken_is_told_by_row_and_column(
    sqlite_database: Database, rows: str, expected: list[object]
) -> None:
    given = Given(sqlite_database)
    main = given.warehouse("主仓")
    given.warehouse("门店")
    cola = given.product("可乐", sku="A1", units={"箱": 24}, barcodes={"瓶": "6901"})
    given.product("雪碧", sku="A2")
    given.stock(cola, main, 5, 5)
    found = problems(given, "编码,名称,单位,换算,条码,采购价,数量,仓库\n" + rows + "\n")
    assert found == expected
    for locale in LOCALES:
        assert all(Words.of(locale).has(f"import-problem-{reason}") for _, _, reason in found)


def test_a_file_with_one_wrong_row_changes_nothing(given: Given) -> None:
    with pytest.raises(RowsRefused):
        apply(given, "name,unit,price\n可乐,瓶,3\n雪碧,瓶,x\n")
    assert (given.count(Product), given.count(AuditEntry)) == (0, 0)


def test_a_file_needs_a_column_that_names_products(given: Given) -> None:
    assert problems(given, "颜色,单位\n红,瓶\n") == [(1, "name", "column-missing")]


def test_headers_are_understood_in_both_languages_and_the_rest_is_told() -> None:
    found, unknown = recognised(["Product Code", "商品名称", "采购价（元）", "产地", "Sale_Price", ""])
    assert found == {"sku": 0, "name": 1, "purchase_price": 2, "sale_price": 4}
    assert unknown == ["产地"]
    every = [header for headers in vocabulary().columns.values() for header in headers]
    assert len(every) == len(set(every))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_text_table_is_read_in_any_usual_encoding(encoding: str, separator: str) -> None:
    text = "\n编码,名称\nA1,可乐\n\nA2,雪碧\n".replace(",", separator)
    read = read_table("p.csv", text.encode(encoding))
    assert (list(read.headers), [list(cells_) for _, cells_ in read.rows]) == (
        ["编码", "名称"],
        [["A1", "可乐"], ["A2", "雪碧"]],
    )
    assert [number for number, _ in read.rows] == [3, 5]


def test_a_workbook_is_read_as_it_shows() -> None:
    book = Workbook()
    book.active.append(["编码", "条码", "采购价", "数量"])
    book.active.append(["A1", 6901234567892, 0.1, 24.0])
    file = io.BytesIO()
    book.save(file)
    read = read_table("p.xlsx", file.getvalue())
    assert [list(cells_) for _, cells_ in read.rows] == [["A1", "6901234567892", "0.1", "24"]]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("p.xlsx", b"not a workbook", "not-a-table"),
        ("p.xlsx", b"PK\x03\x04 broken", "not-a-table"),
        ("p.csv", b"\0\1\2", "not-a-table"),
        ("p.csv", b'name,unit\n"a"b,c\n', "not-a-table"),
        ("p.csv", b"name\n", "no-rows"),
        ("p.csv", b"", "no-rows"),
        ("p.csv", b"name\n\xff\xff\xff", "unknown-encoding"),
        ("p.csv", b"name\n" + b"x" * 5000, "too-large"),
    ],
)
def test_a_file_that_is_no_table_is_refused(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_table(name, content)
    assert refused.value.reason == reason
    for locale in LOCALES:
        assert Words.of(locale).has(f"file-{reason}")


UNITS = {"瓶": Fraction(1), "箱": Fraction(24), "提": Fraction(6)}


@pytest.mark.parametrize(
    ("said", "value"),
    [("48", 48), ("¥1,234.50", Decimal("1234.5")), ("48元/箱", 2), ("４８", 48), ("0.1", Decimal("0.1")), (".5", 0.5)],
)
def test_prices_are_read_exactly(said: str, value: object) -> None:
    assert cells.money(said, UNITS) == value


@pytest.mark.parametrize(
    ("said", "value"), [("240", 240), ("10箱+5瓶", 245), ("2箱1提", 54), ("１箱", 24), ("1.5箱", 36)]
)
def test_quantities_are_read_in_packs(said: str, value: int) -> None:
    assert cells.quantity(said, UNITS) == value


@pytest.mark.parametrize("said", ["", "-", "1-2", "1..2", "12箱子弹", "箱", "1e9999", "nan", "inf", "1,2", "٣箱"])
def test_what_is_no_quantity_is_refused(said: str) -> None:
    with pytest.raises((Invalid, OutOfRange)):
        cells.quantity(said, UNITS)


@pytest.mark.parametrize(
    ("said", "packs"),
    [
        ("箱=24;提=6", {"箱": 24, "提": 6}),
        ("24", {"箱": 24}),
        ("1*24", {"箱": 24}),
        ("24瓶/箱", {"箱": 24}),
        ("1箱=24瓶", {"箱": 24}),
        ("提=6;箱=4提", {"提": 6, "箱": 24}),
    ],
)
def test_packs_are_read_as_people_write_them(said: str, packs: dict[str, int]) -> None:
    assert cells.packs(said, "瓶", {}) == packs


def test_a_price_without_an_exact_end_is_refused() -> None:
    with pytest.raises(Inexact):
        to_decimal(cells.money("50/箱", UNITS), 6)
