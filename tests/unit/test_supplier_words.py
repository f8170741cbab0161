"""A supplier's own codes and names hold in that supplier's context, and nowhere else."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from jxc_bot.database import Database
from models.people import Role
from models.supplier import SupplierProduct
from tests.given import Given, ident
from tests.talking import Room, Talker


@pytest.fixture
def buyer(sqlite_database: Database) -> Talker:
    given = Given(sqlite_database)
    given.warehouse("主仓")
    cola, tea = (
        given.product("可口可乐", units={"箱": 24}, base="瓶"),
        given.product("冰红茶", units={"箱": 15}, base="瓶"),
    )
    first, second = given.party("广源饮料", supplier=True), given.party("大通商行", supplier=True)

    def listed(db: Session) -> None:
        db.add(SupplierProduct(supplier_id=ident(first), product_id=ident(cola), code="GY-88", name="ZQ特供"))
        db.add(SupplierProduct(supplier_id=ident(second), product_id=ident(tea), code="GY-88"))

    sqlite_database.write_now(listed)
    given.person("采购", Role.BUYER, account="3")
    return Talker(Room(sqlite_database), "3", "采购")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("采购 GY-88 10箱 @40 供应商 广源饮料", "可口可乐"),
        ("采购 ZQ特供 10箱 @40 供应商 广源饮料", "可口可乐"),
        ("采购 GY-88 10箱 @40 供应商 大通商行", "冰红茶"),
    ],
)
def test_the_suppliers_words_mean_its_product(buyer: Talker, said: str, meant: str) -> None:
    buyer.says(said)
    assert meant in buyer.text and "请核对" in buyer.text


def test_without_that_supplier_they_mean_nothing(buyer: Talker) -> None:
    buyer.says("采购 ZQ特供 10箱 @40 供应商 大通商行")
    assert "请核对" not in buyer.text
