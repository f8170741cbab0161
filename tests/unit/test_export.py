"""What leaves for other programs: complete, exact, and readable again."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from jxc_bot.desk import Desk
from jxc_bot.exchange.catalogue import catalogue
from jxc_bot.exchange.export import EXPORTS
from jxc_bot.exchange.formats import WRITERS
from jxc_bot.exchange.product_import import form_of, import_products, key_of
from jxc_bot.exchange.product_plan import plan
from jxc_bot.exchange.table_file import read_table
from models import ledger, reservations
from models.location import LocationKind
from models.people import Role
from models.stock import PostingKind
from models.values import utc_now
from tests.given import Given, ident


def written(given: Given, what: str, how: str) -> str:
    out, export = io.StringIO(), EXPORTS[what]
    given.database.read_now(lambda db: WRITERS[how](export.columns, export.rows(db), out))
    return out.getvalue()


def as_json(given: Given, what: str) -> list[dict[str, object]]:
    found = json.loads(written(given, what, "json"))
    assert isinstance(found, list)
    return found


@pytest.fixture
def traded(given: Given) -> Given:
    cola, main = given.product("可乐", sku="A1", units={"箱": 24}, spec="330ml"), given.warehouse("主仓", "WH1")
    given.product("=1+1", sku="A2", base="个")
    given.stock(cola, main, 3, 10)
    given.warehouse("门店", "WH2")
    home, actor = given.home(main), given.actor(Role.SYSTEM)

    def trade(db: ledger.Session) -> None:
        out = given.outside(LocationKind.CUSTOMER)
        move = ledger.Move(ident(cola), home, out, Decimal(2))
        sold = ledger.post(db, actor, PostingKind.GOODS_OUT, [move], note='say "hi", twice')
        ledger.reverse(db, actor, ident(sold))
        reservations.reserve(db, [reservations.Promise(ident(cola), home, Decimal(1))], source="s:1", at=utc_now())

    given.database.write_now(trade)
    return given


def test_stock_tells_what_there_is_in_exact_numbers(traded: Given) -> None:
    assert as_json(traded, "stock") == [
        {
            "sku": "A1",
            "product": "可乐",
            "spec": "330ml",
            "warehouse": "WH1",
            "unit": "瓶",
            "on_hand": "3",
            "reserved": "1",
            "available": "2",
            "average_cost": "3.333333",
            "value": "10",
        }
    ]


def test_moves_tell_every_document_and_what_undid_it(traded: Given) -> None:
    rows = as_json(traded, "moves")
    assert [(row["kind"], row["source"], row["destination"], row["quantity"], row["value"]) for row in rows] == [
        ("opening", "opening", "WH1", "3", "10"),
        ("goods_out", "WH1", "customer", "2", "6.6667"),
        ("reversal", "customer", "WH1", "2", "6.6667"),
    ]
    assert rows[2]["reverses"] == rows[1]["number"]
    assert (rows[1]["source_warehouse"], rows[1]["destination_warehouse"]) == ("WH1", None)


@pytest.mark.parametrize("what", sorted(EXPORTS))
def test_both_formats_have_the_same_columns_and_rows(traded: Given, what: str) -> None:
    objects = as_json(traded, what)
    header, *lines = csv.reader(io.StringIO(written(traded, what, "csv")))
    assert header == list(EXPORTS[what].columns) == list(objects[0])
    assert len(lines) == len(objects)


def test_an_export_of_nothing_is_still_a_table(given: Given) -> None:
    assert as_json(given, "stock") == []
    assert written(given, "stock", "csv").count("\n") == 1


def test_a_spreadsheet_gets_no_formula_and_the_import_gets_the_name_back(traded: Given) -> None:
    text = written(traded, "products", "csv")
    assert "A2,'=1+1," in text
    made = traded.database.read_now(lambda db: plan(read_table("p.csv", text.encode()), catalogue(db)))
    assert (made.problems, made.changes, made.unchanged) == ([], [], 2)


def test_exported_products_make_the_same_catalogue_elsewhere(given: Given) -> None:
    given.party("康师傅", code="S1")
    text = (
        "sku,name,spec,unit,units,barcode,purchase_price,category,supplier,aliases,places\n"
        'A1,可乐,330ml,瓶,"箱=24;斤=1/2","瓶:6901;箱:16901",2.5,饮料,康师傅,快乐水;kele,2\n'
    )
    form, _ = form_of("p.csv", text.encode())
    desk, actor = Desk([import_products]), given.actor(Role.SYSTEM)
    given.database.write_now(lambda db: desk.perform(db, actor, import_products, form, key_of(form)))
    row = as_json(given, "products")[0]
    wanted = {
        "units": ["箱=24", "斤=1/2"],
        "barcode": ["瓶:6901", "箱:16901"],
        "purchase_price": "2.5",
        "category": "饮料",
        "supplier": "康师傅",
        "aliases": ["快乐水", "kele"],
        "places": "2",
        "archived": False,
    }
    assert {key: row[key] for key in wanted} == wanted
