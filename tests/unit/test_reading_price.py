from datetime import date
from decimal import Decimal

import pytest

from jxc_bot.conversation.reading import Price, Reason, Refused, Units, read_entry, read_price, write_price

UNITS = ["箱", "瓶", "块", "box"]


@pytest.mark.parametrize(
    ("typed", "amount", "unit"),
    [
        ("@48", "48", None),
        ("＠４８", "48", None),
        ("@ 48/箱", "48", "箱"),
        ("48元", "48", None),
        ("48块5", "48.5", None),
        ("三块五", "3.5", None),
        ("五毛", "0.5", None),
        ("48元5角", "48.5", None),
        ("48块5毛2", "48.52", None),
        ("48元/箱", "48", "箱"),
        ("48块钱一箱", "48", "箱"),
        ("¥48", "48", None),
        ("￥48.50", "48.5", None),
        ("单价48", "48", None),
        ("单价：48元", "48", None),
        ("每箱48", "48", "箱"),
        ("48/box", "48", "box"),
        ("成本 2.05", "2.05", None),
        ("cost: 2.05", "2.05", None),
        ("1,200元", "1200", None),
        ("一百二十元", "120", None),
        ("3块", "3", None),
        ("0", "0", None),
        ("2.083333", "2.083333", None),
    ],
)
def test_a_price_is_read_exactly_with_its_unit(typed: str, amount: str, unit: str | None) -> None:
    assert read_price(typed, UNITS) == Price(Decimal(amount), unit)


@pytest.mark.parametrize(("typed", "currency"), [("$3.5 each", "USD"), ("3.5美元", "USD"), ("€3.5", "EUR")])
def test_a_foreign_currency_is_noticed(typed: str, currency: str) -> None:
    assert read_price(typed, UNITS) == Price(Decimal("3.5"), None, currency)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("-5元", Reason.NEGATIVE),
        ("@1e400", Reason.TOO_LARGE),
        ("1/3元", Reason.TOO_MANY_PLACES),
        ("@48.1234567", Reason.TOO_MANY_PLACES),
        ("每箱24瓶", Reason.NOT_A_PRICE),
        ("便宜", Reason.NOT_A_PRICE),
        ("@", Reason.NOT_A_PRICE),
        ("", Reason.NOT_A_PRICE),
    ],
)
def test_what_is_no_price_is_refused_with_its_reason(typed: str, reason: Reason) -> None:
    refused = read_price(typed, UNITS)
    assert isinstance(refused, Refused)
    assert refused.reason is reason


def test_a_written_price_reads_as_itself() -> None:
    for price in (Price(Decimal("48"), "箱"), Price(Decimal("0.000001")), Price(Decimal("3.5"), "box", "USD")):
        assert read_price(write_price(price), UNITS) == price


@pytest.mark.parametrize(
    "text", ["€15625000/箱", "£15625000/箱", "$15625000/箱", "¥15625000/箱", "15625000元", "15625000欧元"]
)
def test_a_long_price_is_no_barcode(text: str) -> None:
    entry = read_entry(text, Units.of(["箱"]), date(2026, 11, 24))
    assert entry.barcodes == () and entry.price is not None and entry.price.amount == 15625000


@pytest.mark.parametrize(
    "text", ["6901028001915", "6901028001915 3箱 @48", "6901028001915 元宝枫油", "15625000 3箱 48元"]
)
def test_a_barcode_near_money_is_a_barcode(text: str) -> None:
    assert read_entry(text, Units.of(["箱"]), date(2026, 11, 24)).barcodes == (text.split()[0],)
