from datetime import date
from typing import Any

import pytest

from jxc_bot.conversation.reading import Entry, Reason, read_entry, write_measure, write_price

UNITS = ["箱", "瓶", "包", "个", "节", "张", "盒", "只", "卷", "box"]
TUESDAY = date(2026, 11, 24)


def said(line: str, **more: Any) -> dict[str, Any]:
    """What an entry says, without what it does not."""
    return facts(read_entry(line, UNITS, TUESDAY, **more))


def facts(entry: Entry) -> dict[str, Any]:
    every = {
        "measure": entry.measure and write_measure(entry.measure),
        "price": entry.price and write_price(entry.price),
        "day": entry.day and entry.day.isoformat(),
        "source": entry.source,
        "destination": entry.destination,
        "at": entry.at,
        "labels": dict(entry.labels),
        "documents": entry.documents,
        "barcodes": entry.barcodes,
        "rest": entry.names,
        "refused": [refused.reason for refused in entry.refused],
    }
    return {name: value for name, value in every.items() if value}


@pytest.mark.parametrize(
    ("line", "measure", "rest"),
    [
        ("可乐 3箱+5瓶", "3箱+5瓶", "可乐"),
        ("可乐三箱两瓶", "3箱+2瓶", "可乐"),
        ("可乐 3箱 5瓶", "3箱+5瓶", "可乐"),
        ("3箱可乐", "3箱", "可乐"),
        ("给我来3箱可乐", "3箱", "可乐"),
        ("来一桶 3箱", "3箱", "来一桶"),
        ("可乐 500ml 3箱", "3箱", "可乐 500ml"),
        ("3箱可乐500ml", "3箱", "可乐500ml"),
        ("可乐 500ml*24 3箱", "3箱", "可乐 500ml*24"),
        ("可乐 24瓶/箱 3箱", "3箱", "可乐 24瓶/箱"),
        ("得力 80张 5包", "5包", "得力 80张"),
        ("得力80张5包", "5包", "得力80张"),
        ("可乐2L装 两箱", "2箱", "可乐2L装"),
        ("7喜 3箱", "3箱", "7喜"),
        ("三只松鼠 2包", "2包", "三只松鼠"),
        ("5号电池 10节", "10节", "5号电池"),
        ("南孚 5号 10节", "10节", "南孚 5号"),
        ("A4纸 70g 2箱", "2箱", "A4纸 70g"),
        ("3M胶带 5卷", "5卷", "3M胶带"),
        ("COLA-330 3箱", "3箱", "COLA-330"),
        ("统一三箱", "3箱", "统一"),
        ("五粮液 3瓶", "3瓶", "五粮液"),
        ("一次性杯子 3箱", "3箱", "一次性杯子"),
        ("至尊披萨 3箱", "3箱", "至尊披萨"),
        ("给力饮料 3箱", "3箱", "给力饮料"),
        ("备注贴 3包", "3包", "备注贴"),
        ("日期章 2个", "2个", "日期章"),
        ("价格标签 5包", "5包", "价格标签"),
        ("可乐-3箱", "3箱", "可乐"),
        ("可乐 x10", "10", "可乐"),
        ("可乐 12", "12", "可乐"),
        ("百事可乐一箱半", "1.5箱", "百事可乐"),
        ("雪碧1.25L5瓶", "5瓶", "雪碧1.25L"),
        ("六个核桃3箱", "3箱", "六个核桃"),
        ("百岁山12瓶", "12瓶", "百岁山"),
        ("五月花纸巾3包", "3包", "五月花纸巾"),
        ("999感冒灵 3盒", "3盒", "999感冒灵"),
        ("可乐 数量：3箱", "3箱", "可乐"),
        ("可乐 3箱，谢谢！", "3箱", "可乐"),
        ("pens for kids 3 box", "3 box", "pens for kids"),
        ("3 boxes of cola please", "3 box", "cola"),
        ("「可乐 3箱」 2瓶", "2瓶", "可乐 3箱"),
    ],
)
def test_the_quantity_is_told_from_numbers_in_names(line: str, measure: str, rest: str) -> None:
    assert said(line) == {"measure": measure, "rest": rest}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("可乐 3箱 @-5", Reason.NEGATIVE),
        ("可乐 3箱 @1e400", Reason.TOO_LARGE),
        ("可乐 3箱 @48.123456789", Reason.TOO_MANY_PLACES),
    ],
)
def test_a_price_that_cannot_be_one_is_not_lost(line: str, reason: Reason) -> None:
    entry = read_entry(line, UNITS, TUESDAY)
    assert entry.names == "可乐" and entry.price is None
    assert entry.bad_price is not None and entry.bad_price.reason is reason


def test_two_numbers_joined_by_an_x_are_no_quantity() -> None:
    assert said("可乐 3*48") == {"rest": "可乐 3*48"}


def test_money_is_told_from_goods_counted_by_the_piece() -> None:
    entry = read_entry("红牛 10箱 5块一瓶", ["箱", "瓶", "块"], TUESDAY)
    assert facts(entry) == {"measure": "10箱", "price": "@5/瓶", "rest": "红牛"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("可乐三箱两瓶单价48元", {"measure": "3箱+2瓶", "price": "@48", "labels": {"price": "48元"}}),
        ("可乐 3箱 @48/箱", {"measure": "3箱", "price": "@48/箱"}),
        ("可乐 3箱 48", {"measure": "3箱", "price": "@48"}),
        ("可乐 每箱48 3箱", {"measure": "3箱", "price": "@48/箱"}),
        ("可乐 3箱x48", {"measure": "3箱", "price": "@48"}),
        ("可乐 3箱 × 48元", {"measure": "3箱", "price": "@48"}),
        ("可乐 3箱 一箱48", {"measure": "3箱", "price": "@48/箱"}),
        ("可乐 3箱，一箱48元", {"measure": "3箱", "price": "@48/箱"}),
        ("可乐3箱，48一箱", {"measure": "3箱", "price": "@48/箱"}),
        ("可乐 一箱48", {"measure": "1箱", "price": "@48"}),
        ("48元的可乐 3箱", {"measure": "3箱", "price": "@48"}),
        ("可乐 3箱 昨天", {"measure": "3箱", "day": "2026-11-23"}),
        ("昨天可乐3箱", {"measure": "3箱", "day": "2026-11-23"}),
        ("可乐 3箱 30号", {"measure": "3箱", "day": "2026-11-30"}),
        ("可乐3箱 下周五到货", {"measure": "3箱", "day": "2026-12-04"}),
        ("可乐 3箱 +3d", {"measure": "3箱", "day": "2026-11-27"}),
        ("可乐 3箱 5个月后", {"measure": "3箱", "day": "2027-04-24"}),
        ("可乐3箱48元一箱", {"measure": "3箱", "price": "@48/箱"}),
        ("可乐 3箱 at 48", {"measure": "3箱", "price": "@48"}),
        ("可乐 3箱 for customer John", {"measure": "3箱", "labels": {"customer": "John"}}),
        ("可乐 3箱 日期 11.30", {"measure": "3箱", "day": "2026-11-30"}),
        ("可乐 20261130 3箱", {"measure": "3箱", "day": "2026-11-30"}),
        ("从主仓到二仓 可乐 3箱", {"measure": "3箱", "source": "主仓", "destination": "二仓"}),
        ("可乐3箱从主仓到二仓", {"measure": "3箱", "source": "主仓", "destination": "二仓"}),
        ("主仓→二仓 可乐3箱", {"measure": "3箱", "source": "主仓", "destination": "二仓"}),
        ("可乐 3箱 到 二仓", {"measure": "3箱", "destination": "二仓"}),
        ("可乐 3箱 在主仓", {"measure": "3箱", "at": "主仓"}),
        ("可乐 3箱 from Main to WH2", {"measure": "3箱", "source": "Main", "destination": "WH2"}),
        ("可乐 3箱 给客户张三", {"measure": "3箱", "labels": {"customer": "张三"}}),
        ("可乐3箱供应商康师傅", {"measure": "3箱", "labels": {"supplier": "康师傅"}}),
        ("可乐 3箱 原因破损", {"measure": "3箱", "labels": {"reason": "破损"}}),
        ("可乐 3箱 备注 下午 3点 再来", {"measure": "3箱", "labels": {"note": "下午 3点 再来"}}),
        ("PO-12 可乐 3箱", {"measure": "3箱", "documents": ("PO-12",)}),
        ("可乐 -3箱", {"refused": [Reason.NEGATIVE]}),
        ("可乐 0箱", {"refused": [Reason.ZERO]}),
        ("可乐 1e400箱", {"refused": [Reason.TOO_LARGE]}),
        ("可乐 3坨", {"refused": [Reason.UNKNOWN_UNIT]}),
    ],
)
def test_every_kind_finds_its_place(line: str, expected: dict[str, Any]) -> None:
    assert said(line) == {**expected, "rest": "可乐"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("RK-20261124-003", {"documents": ("RK-20261124-003",)}),
        ("#12", {"documents": ("#12",)}),
        ("6901234567890 3箱", {"barcodes": ("6901234567890",), "measure": "3箱"}),
        ("6901234567890x3", {"barcodes": ("6901234567890",), "measure": "3"}),
    ],
)
def test_numbers_that_name_something_are_kept_as_typed(line: str, expected: dict[str, Any]) -> None:
    assert said(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("主仓到二仓可乐3箱", {"source": "主仓", "destination": "二仓", "rest": "可乐"}),
        ("从主仓调到二仓 可乐 3箱", {"source": "主仓", "destination": "二仓", "rest": "可乐"}),
        ("到二仓可乐3箱", {"destination": "二仓", "rest": "可乐"}),
        ("可乐 3箱 主仓", {"at": "主仓", "rest": "可乐"}),
        ("cola 3箱 to Second Warehouse", {"destination": "Second Warehouse", "rest": "cola"}),
        ("Back to school pens 3箱", {"rest": "Back to school pens"}),
        ("主仓专用纸 3箱", {"rest": "主仓专用纸"}),
    ],
)
def test_known_places_are_found_without_spaces_and_names_are_left_alone(line: str, expected: dict[str, Any]) -> None:
    assert said(line, places=["主仓", "二仓", "Second Warehouse"]) == {"measure": "3箱", **expected}


def test_a_name_that_begins_with_a_number_has_both_readings() -> None:
    entry = read_entry("三只松鼠", UNITS, TUESDAY)
    assert [facts(one) for one in (entry, *entry.alternatives)] == [
        {"measure": "3只", "rest": "松鼠"},
        {"rest": "三只松鼠"},
    ]


def test_a_size_that_may_be_the_quantity_is_an_alternative() -> None:
    entry = read_entry("得力 80张 5包", UNITS, TUESDAY)
    assert {"measure": "80张", "rest": "得力 5包"} in [facts(one) for one in entry.alternatives]


def test_where_a_change_is_meant_a_minus_is_one() -> None:
    assert said("可乐 -3瓶", signed=True) == {"measure": "-3瓶", "rest": "可乐"}
    assert said("可乐 0瓶", zero=True) == {"measure": "0瓶", "rest": "可乐"}


def test_a_total_is_no_unit_price() -> None:
    entry = read_entry("可乐 3箱 总价480", UNITS, TUESDAY)
    assert entry.price is not None
    assert (entry.price.total, entry.names) == (True, "可乐")


def test_a_line_too_long_to_take_apart_is_left_whole() -> None:
    line = "可乐 3箱 " * 2000
    entry = read_entry(line, UNITS, TUESDAY)
    assert entry.rest == (entry.text,)
    assert entry.measure is None
