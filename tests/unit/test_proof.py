"""Caches equal moves; whatever is broken is named; a repair rewrites caches from moves."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sqlalchemy as sa

from jxc_bot.database import Database
from models import ledger, proof, reservations
from models.location import LocationKind
from models.operation import Actor
from models.people import Role
from models.stock import PostingKind
from models.values import utc_now
from tests.given import Given, ident


def _kinds(database: Database) -> list[str]:
    return [difference.kind for difference in database.read_now(lambda db: list(proof.differences(db)))]


def _sql(database: Database, statement: str) -> None:
    database.write_now(lambda db: db.execute(sa.text(statement)) and None)


@pytest.fixture
def traded(given: Given) -> Given:
    """Goods came in, were promised, moved between warehouses, went out, and one posting was undone."""
    cola, main, shop = given.product("可乐", units={"箱": 24}), given.warehouse("主仓"), given.warehouse("门店")
    given.stock(cola, main, 100, Decimal("33.33"))
    actor = given.actor(Role.SYSTEM)
    home, there = given.home(main), given.home(shop)
    out = given.outside(LocationKind.CUSTOMER)

    def trade(db: ledger.Session) -> None:
        _post(db, actor, PostingKind.TRANSFER, ident(cola), home, there, 30)
        sold = _post(db, actor, PostingKind.GOODS_OUT, ident(cola), there, out, 7)
        ledger.reverse(db, actor, sold)
        _post(db, actor, PostingKind.GOODS_OUT, ident(cola), there, out, 30)
        promise = reservations.Promise(ident(cola), home, Decimal(5))
        reservations.reserve(db, [promise], source="sale:1", at=utc_now())

    given.database.write_now(trade)
    return given


def _post(db: ledger.Session, actor: Actor, kind: PostingKind, product: int, source: int, to: int, n: int) -> int:
    return ident(ledger.post(db, actor, kind, [ledger.Move(product, source, to, Decimal(n))]))


def test_what_was_posted_properly_has_no_differences(traded: Given) -> None:
    assert _kinds(traded.database) == []


@pytest.mark.parametrize(
    ("broken", "kinds"),
    [
        ("UPDATE stock_level SET quantity = quantity + 1 WHERE quantity > 0", ["level"]),
        ("UPDATE stock_level SET reserved = 0", ["reserved"]),
        ("DELETE FROM stock_level WHERE quantity > 0", ["level", "reserved"]),
        ("UPDATE stock_cost SET value = value + 1 WHERE quantity > 0", ["cost value"]),
        ("UPDATE stock_cost SET quantity = quantity + 1, value = 0", ["cost quantity", "cost quantity", "cost value"]),
        ("UPDATE posting SET happened_on = '2020-01-01' WHERE kind = 'DB'", ["move"]),
        ("UPDATE stock_move SET reverses_id = NULL WHERE reverses_id IS NOT NULL", ["reversal", "reversal"]),
        ("UPDATE posting SET reverses_id = NULL WHERE reverses_id IS NOT NULL", ["reversal"]),
        ("UPDATE product_unit SET is_base = 1 = 0", ["product"]),
        (
            "INSERT INTO posting (number, kind, reason, note, source, happened_on, happened_at, recorded_at) "
            "VALUES ('X', 'RK', '', '', '', '2026-01-01', '2026-01-01', '2026-01-01')",
            ["posting"],
        ),
    ],
)
def test_whatever_is_broken_is_named(traded: Given, broken: str, kinds: list[str]) -> None:
    _sql(traded.database, broken)
    assert sorted(_kinds(traded.database)) == kinds


def test_a_changed_move_shows_in_levels_and_costs_and_below_zero(traded: Given) -> None:
    _sql(
        traded.database,
        "UPDATE stock_move SET quantity = quantity * 50 WHERE quantity = 30000000 AND reverses_id IS NULL",
    )
    assert {"level", "cost quantity", "moves"} <= set(_kinds(traded.database))


def test_a_difference_says_what_is_wrong_where(traded: Given) -> None:
    _sql(traded.database, "UPDATE stock_level SET quantity = 90000000 WHERE quantity > 0")
    found = traded.database.read_now(lambda db: [str(difference) for difference in proof.differences(db)])
    assert len(found) == 1
    assert found[0].startswith("level P0")
    assert found[0].endswith(": expected 70, found 90")


def test_a_rebuild_makes_the_caches_from_the_moves_again(traded: Given) -> None:
    database = traded.database
    state = "SELECT * FROM stock_level ORDER BY 1, 2, 3"
    before = database.read_now(lambda db: db.execute(sa.text(state)).all())
    _sql(database, "DELETE FROM stock_level")
    _sql(database, "UPDATE stock_cost SET value = 0")
    assert database.write_now(proof.rebuild) == (2, 2)
    assert database.read_now(lambda db: db.execute(sa.text(state)).all()) == before
    assert _kinds(database) == []
