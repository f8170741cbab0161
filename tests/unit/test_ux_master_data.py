"""Goods, partners and warehouses told in one line: what is sure is taken, the rest stays in the name and is seen."""

from __future__ import annotations

import pytest

from jxc_bot.database import Database
from tests.shop import Shop
from tests.talking import Talker


@pytest.fixture
def shop(sqlite_database: Database) -> Shop:
    return Shop(sqlite_database)


@pytest.mark.parametrize(
    "said",
    [
        "新增商品 芒果汁 500ml 24瓶/箱 售价5 条码6901234567892",
        "新增商品 芒果汁，500ml，24瓶/箱，售价：5元，条码：6901234567892",
        "新增商品 芒果汁 500ml 瓶 一箱24瓶 售价 120/箱 6901234567892",
        "新增商品 芒果汁 规格500ml 单位瓶 1箱=24瓶 售价5 条形码6901234567892",
        "新增商品 芒果汁 500ml 箱(24瓶) 5元 6901234567892",
        "新增商品 芒果汁 500ml 箱24瓶 5元/瓶 条码6901234567892",
        "新增商品 芒果汁 规格 500ml 包装：1箱=24瓶 零售价5 条码 6901234567892",
        "add product 芒果汁 500ml, 24 bottles per case, price 5, barcode 6901234567892",
    ],
)
def test_new_goods_are_told_in_one_line(shop: Shop, said: str) -> None:
    shop.owner.says(said)
    card = shop.owner.text.splitlines()
    assert "请核对" in card[0]
    told = ["名称：芒果汁", "单位：瓶", "包装：箱=24瓶", "规格：500ml", "条码：6901234567892", "售价：¥5.00"]
    assert card[1:] == told
    shop.owner.presses("确认")
    assert "已新增商品" in shop.owner.text


def test_new_goods_in_english(shop: Shop) -> None:
    owner = Talker(shop.room, "6", "老板", language="en")
    owner.says("add product Mango juice 500ml, 24 bottles per case, price 5")
    assert all(part in owner.text for part in ("Name: Mango juice\n", "Spec: 500ml", "箱=24瓶", "¥5.00"))


def test_packs_in_packs_are_counted_from_the_smallest(shop: Shop) -> None:
    shop.owner.says("新增商品 雪碧 330ml 4提/箱 6罐/提 进价48/箱")
    assert all(part in shop.owner.text for part in ("单位：罐", "包装：提=6罐, 箱=4提", "进价：¥2.00"))
    shop.owner.presses("确认")
    assert "已新增商品" in shop.owner.text


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("A4纸 70g 500张", "A4纸 70g 500张"),
        ("得力 A4纸 70g 500张/包 5包/箱", "得力 A4纸 70g 500张/包"),
        ("5号电池 4节装", "5号电池 4节装"),
        ("螺丝 M3*10 单位个", "螺丝 M3*10"),
        ("品牌酒 单位瓶", "品牌酒"),
        ("得力 单价标签 单位个", "得力 单价标签"),
        ("Gift box", "Gift box"),
    ],
)
def test_a_name_with_numbers_or_the_words_of_fields_stays_whole(shop: Shop, said: str, name: str) -> None:
    shop.owner.says(f"新增商品 {said}")
    assert f"名称：{name}\n" in shop.owner.text and "规格" not in shop.owner.text


@pytest.mark.parametrize(
    ("said", "card"),
    [
        ("新增供应商 广源食品 联系人张三 电话138", "名称：广源食品\n类型：供应商\n联系人：张三\n电话：138"),
        ("新增客户 大地电话亭 电话：555-1234", "名称：大地电话亭\n类型：客户\n电话：555-1234"),
        ("add customer Blue Cafe, contact Tom, phone 139", "名称：Blue Cafe\n类型：客户\n联系人：Tom\n电话：139"),
        ("新增供应商 广源 地址 人民路1号, 电话亭旁边", "名称：广源\n类型：供应商\n地址：人民路1号, 电话亭旁边"),
        ("新增仓库 南仓 编码S", "名称：南仓\n编号：S"),
        ("新增仓库 南仓，编码：S，地址：人民路1号", "名称：南仓\n编号：S\n地址：人民路1号"),
    ],
)
def test_partners_and_warehouses_are_told_in_one_line(shop: Shop, said: str, card: str) -> None:
    shop.owner.says(said)
    assert "请核对" in shop.owner.text and shop.owner.text.endswith(card)
