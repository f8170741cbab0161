"""Orders and statements on paper: everything is there, whole, exact, and can be copied from it."""

from __future__ import annotations

import io
import re
import sys
import threading
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from jxc_bot.documents.capitals import capitals
from jxc_bot.documents.facts import Account, Business, Entry, EntryKind, Order, OrderLine
from jxc_bot.documents.fonts import MissingExtra
from jxc_bot.documents.pdf import purchase_order_pdf, supplier_statement_pdf
from jxc_bot.documents.wrapping import clean, wrap
from models.operation import Price

UNITS = (("箱", 24, 1), ("瓶", 1, 1))
BUYER = Business("深圳市恒通达供应链管理有限公司", "王采购", "0755-8888", "深圳市南山区高新南七道 18 号", "91440300MA5")
SUPPLIER = Business("广州联和食品贸易有限公司", "李经理", "138 0013 8000")
LONG = "可口可乐 Coca-Cola 经典款碳酸饮料 500ml×24 瓶整箱装（促销装，附赠品）Superior-Quality Multi-Purpose " * 2


def line(number: int, **facts: Any) -> OrderLine:
    made = OrderLine(
        product=f"商品第{number}种",
        quantity=Decimal(24 * number + 5),
        units=UNITS,
        sku=f"SKU-{number:03d}",
        unit="箱",
        price=Price(amount=Decimal("48.5"), unit="箱", numerator=24),
        tax_rate=Decimal(13),
        amount=Decimal("154.00"),
        expected_on=date(2026, 12, 3),
    )
    return replace(made, **facts)


def order(lines: int = 2, **facts: Any) -> Order:
    made = Order(
        number="PO-20261124-003",
        ordered_on=date(2026, 11, 24),
        expected_on=date(2026, 11, 30),
        buyer=BUYER,
        supplier=SUPPLIER,
        lines=tuple(line(number) for number in range(1, lines + 1)),
        deliver_to="主仓",
        requester="张三",
        approver="陈总",
        terms="月结 30 天",
        goods=Decimal("200"),
        discount=Decimal("50"),
        freight=Decimal("4"),
        total=Decimal("154"),
        note="请提前一天预约送货。",
    )
    return replace(made, **facts)


def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


def squeezed(text: str) -> str:
    """Without the spaces and line breaks that a layout puts in."""
    return re.sub(r"\s", "", text)


def test_an_order_says_everything_and_can_be_copied() -> None:
    text = squeezed("".join(pages(purchase_order_pdf(order(), "zh_CN"))))
    for part in (
        "采购订单",
        BUYER.name,
        SUPPLIER.name,
        "李经理",
        "PO-20261124-003",
        "2026年11月24日",
        "主仓",
        "月结30天",
    ):
        assert squeezed(part) in text
    for part in ("商品第2种", "SKU-002", "2箱+5瓶", "=53瓶", "¥48.50/箱", "13%", "2026-12-03", "-¥50.00", "¥154.00"):
        assert part in text
    for part in ("人民币壹佰伍拾肆元整", "请提前一天预约送货。", "张三", "陈总", "第1/1页"):
        assert part in text


def test_an_english_order_has_english_words_and_no_capitals() -> None:
    text = "".join(pages(purchase_order_pdf(order(note=""), "en")))
    assert "Purchase order" in text and "Page 1 of 1" in text and "Nov 24, 2026" in text
    assert "壹" not in text


def test_an_order_without_a_total_has_no_money_on_it() -> None:
    text = "".join(pages(purchase_order_pdf(order(total=None), "zh_CN")))
    assert "商品第2种" in text and "2箱+5瓶" in squeezed(text)
    assert "¥" not in text and "48.5" not in text and "154" not in text and "13%" not in text


def test_long_orders_go_on_with_the_head_of_the_table_on_every_page() -> None:
    lines = tuple(line(number, product=f"{number} {LONG}") for number in range(1, 66))
    found = pages(purchase_order_pdf(order(lines=65, note="注" * 400), "zh_CN"))
    total = len(found)
    assert total > 3
    texts = [squeezed(page) for page in pages(purchase_order_pdf(order(lines=65), "zh_CN"))]
    assert all("商品" in text and "单价" in text for text in texts[:-1])
    found = [squeezed(page) for page in pages(purchase_order_pdf(replace(order(), lines=lines), "zh_CN"))]
    for number in range(1, 66):
        assert sum(squeezed(f"{number} {LONG}") in text for text in found) >= 1, number
    for number, text in enumerate(found, 1):
        assert f"第{number}/{len(found)}页" in text


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_nothing_is_drawn_beyond_the_margins(locale: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from jxc_bot.documents.paper import FOOT, HEIGHT, MARGIN, WIDTH, Paper

    drawn: list[tuple[float, float, float, str]] = []
    put = Paper.text

    def watched(self: Paper, x: float, y: float, text: str = "", **more: Any) -> None:
        drawn.append((x, y, self.wide(text, self.font_size_pt), text))
        put(self, x, y, text, **more)

    monkeypatch.setattr(Paper, "text", watched)
    huge = Decimal("123456789012345.1234")
    wide = line(1, product=LONG, sku="X" * 90, amount=huge, price=Price(amount=huge, unit="箱"), quantity=huge)
    someone = Business(LONG, "联系人" * 20, "1" * 60, LONG, "T" * 80, LONG)
    facts: dict[str, Any] = {"goods": huge, "total": huge, "terms": LONG, "deliver_to": LONG, "note": LONG * 4}
    purchase_order_pdf(order(buyer=someone, supplier=someone, lines=0, number="N" * 32, **facts), locale)
    purchase_order_pdf(replace(order(**facts), lines=(wide, wide)), locale)
    supplier_statement_pdf(account(40, supplier=someone), locale)
    assert len(drawn) > 300
    for x, y, width, text in drawn:
        assert x >= MARGIN - 0.01 and x + width <= WIDTH - MARGIN + 0.01, text
        assert y <= HEIGHT - FOOT + 8, text


def account(entries: int, **facts: Any) -> Account:
    made = Account(
        buyer=BUYER,
        supplier=SUPPLIER,
        since=date(2026, 11, 1),
        until=date(2026, 11, 30),
        opening=Decimal("100"),
        owed=Decimal("64"),
        paid=Decimal("10"),
        closing=Decimal("154"),
        entries=tuple(
            Entry(
                date(2026, 11, 1 + number % 28),
                list(EntryKind)[number % 5],
                f"PR-{number:03d}",
                Decimal("8.25"),
                Decimal(0),
                Decimal("1234.5"),
                date(2026, 12, 31),
            )
            for number in range(entries)
        ),
    )
    return replace(made, **facts)


def test_a_statement_says_opening_entries_and_closing() -> None:
    text = squeezed("".join(pages(supplier_statement_pdf(account(5), "zh_CN"))))
    for part in ("对账单", SUPPLIER.name, "2026年11月1日至2026年11月30日", "期初余额", "¥100.00", "采购入库PR-000"):
        assert part in text
    for part in ("付款撤销PR-004", "2026-12-31", "¥1,234.50", "我司应付贵司¥154.00", "壹佰伍拾肆元整"):
        assert part in text


def test_a_statement_in_our_favour_says_so() -> None:
    text = squeezed("".join(pages(supplier_statement_pdf(account(0, closing=Decimal("-3.2")), "zh_CN"))))
    assert "贵司应退我司¥3.20" in text and "叁元贰角整" in text


def test_the_font_is_embedded_and_only_what_is_used_of_it() -> None:
    made = purchase_order_pdf(order(), "zh_CN")
    assert len(made) < 150_000
    fonts = PdfReader(io.BytesIO(made)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    for font in fonts.values():
        inner = font.get_object()["/DescendantFonts"][0].get_object()
        assert re.match(r"/[A-Z]{6}\+", inner["/BaseFont"])
        assert {"/FontFile2", "/FontFile3"} & inner["/FontDescriptor"].get_object().keys()


def test_characters_are_drawn_as_in_the_mainland() -> None:
    from jxc_bot.documents.fonts import glyphs_of

    mainland, taiwan = glyphs_of("zh_CN").names, glyphs_of("zh_TW").names
    assert mainland[ord("骨")] != taiwan[ord("骨")] and mainland[ord("单")] == taiwan[ord("单")]
    assert "骨" in "".join(pages(purchase_order_pdf(order(note="骨瓷"), "zh_CN")))


def test_hostile_text_is_only_text() -> None:
    nasty = "a\x00b\u202ec\nd \ud800 </Td> (\\) %s {nb} **x** 😀 " + "\u200b"
    text = "".join(pages(purchase_order_pdf(replace(order(note=nasty), lines=(line(1, product=nasty),)), "zh_CN")))
    assert "{nb}" in text and "**x**" in text and "(\\)" in text


def test_documents_are_made_side_by_side() -> None:
    made: dict[int, str] = {}

    def make(number: int) -> None:
        made[number] = "".join(pages(purchase_order_pdf(order(number=f"PO-{number}"), "zh_CN")))

    threads = [threading.Thread(target=make, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(f"PO-{number}" in made[number] and "商品第2种" in made[number] for number in range(4))


def test_a_missing_package_is_one_sentence_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fpdf", None)
    with pytest.raises(MissingExtra, match=r"fpdf.*jxc-bot\[documents\]"):
        purchase_order_pdf(order(), "zh_CN")


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    import subprocess

    code = (
        "import sys, jxc_bot.documents.pdf, jxc_bot.documents.chart, jxc_bot.documents.purchase;"
        "print([m for m in ('fpdf', 'matplotlib', 'fontTools', 'openpyxl') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "零元整"),
        ("154", "壹佰伍拾肆元整"),
        ("0.05", "伍分"),
        ("1.05", "壹元零伍分"),
        ("10.5", "壹拾元伍角整"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1001", "壹仟零壹元整"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("1000000", "壹佰万元整"),
        ("100010000", "壹亿零壹万元整"),
        ("1000000000001", "壹万亿零壹元整"),
        ("-3.2", "负叁元贰角整"),
        ("0.1234", "壹角贰分叁厘肆毫"),
    ],
)
def test_amounts_in_capitals(amount: str, text: str) -> None:
    assert capitals(Decimal(amount)) == text


def test_an_amount_that_has_no_capitals_is_refused() -> None:
    for amount in ("0.00001", "1e20"):
        with pytest.raises(ValueError, match="no capitals"):
            capitals(Decimal(amount))


VALUES = dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True))
PLACES = {"拾": 10, "佰": 100, "仟": 1000}
PARTS = {"角": Decimal("0.1"), "分": Decimal("0.01"), "厘": Decimal("0.001"), "毫": Decimal("0.0001")}


def spoken(text: str) -> Decimal:
    """Reads capitals back, in another way than they are written."""
    whole, _, rest = text.rstrip("整").partition("元") if "元" in text else ("", "", text)
    total = section = digit = 0
    for sign in whole:
        if sign in VALUES:
            digit = VALUES[sign]
        elif sign in PLACES:
            section, digit = section + digit * PLACES[sign], 0
        elif sign == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    value = Decimal(total + section + digit)
    for number, part in re.findall("([壹贰叁肆伍陆柒捌玖])([角分厘毫])", rest):
        value += VALUES[number] * PARTS[part]
    return value


@given(st.decimals(min_value=0, max_value=Decimal("999999999999.9999"), places=4, allow_nan=False))
@settings(max_examples=200, deadline=None)
def test_capitals_say_exactly_the_amount(amount: Decimal) -> None:
    assert spoken(capitals(amount)) == amount
    assert "零零" not in capitals(amount) and not capitals(amount).startswith("零") or amount < 1


@given(st.text(alphabet="ab1-/.，。（）中文字 ", max_size=60), st.integers(4, 20))
@settings(max_examples=300, deadline=None)
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    def wide(part: str) -> float:
        return sum(2 if sign > "\u2e80" else 1 for sign in part)

    lines = wrap(clean(text), width, wide)
    assert squeezed("".join(lines)) == squeezed(text)
    assert all(wide(part) <= width for part in lines)


def test_lines_do_not_begin_with_closing_marks_nor_cut_words() -> None:
    lines = wrap("苹果，香蕉（进口）Coca-Cola 橙汁", 8, lambda part: sum(2 if sign > "\u2e80" else 1 for sign in part))
    assert lines == ["苹果，香", "蕉（进", "口）", "Coca-", "Cola 橙", "汁"]
    assert not any(part[0] in "，）。" for part in lines)
    assert not any(part[-1] == "（" for part in lines)
