"""Spreadsheets, opened again: numbers are numbers and exact, texts are texts; and charts are pictures."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image

from jxc_bot.documents.chart import bar_chart
from jxc_bot.documents.facts import Account, Bars, Business, Dimension, Entry, EntryKind, Report, ReportRow
from jxc_bot.documents.reports import report_bars, report_sheet, statement_sheet
from jxc_bot.documents.sheet import Column, Kind, Sheet, spreadsheet


def opened(made: bytes) -> Any:
    return load_workbook(io.BytesIO(made)).worksheets[0]


def one(kind: Kind, *values: Any) -> list[Any]:
    page = opened(spreadsheet([Sheet("x", (Column("值", kind),), [[value] for value in values])]))
    return [page.cell(row, 1) for row in range(2, 2 + len(values))]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")'])
def test_a_text_is_never_a_formula(text: str) -> None:
    [cell] = one(Kind.TEXT, text)
    assert cell.data_type == "s" and cell.value == text and cell.quotePrefix


def test_titles_facts_and_heads_are_never_formulas_either() -> None:
    sheet = Sheet("=x", (Column("=head"),), [], title="=title", facts=(("=label", "=fact"),), sums=("=sum",))
    page = opened(spreadsheet([sheet]))
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) == 5 and all(cell.data_type == "s" for cell in cells)


@pytest.mark.parametrize(
    "text", ["0.1", "1234567890.1234", "48.5", "100", "-3.2", "0.000001", "999999999999999", "1E+3"]
)
def test_numbers_are_numbers_and_exact(text: str) -> None:
    [cell] = one(Kind.NUMBER, Decimal(text))
    assert cell.data_type == "n" and Decimal(repr(cell.value)) == Decimal(text)


def test_a_number_with_more_digits_than_a_spreadsheet_keeps_is_written_out() -> None:
    [cell] = one(Kind.MONEY, Decimal("12345678901234.5678"))
    assert cell.value == "12345678901234.5678" and cell.data_type == "s" and cell.alignment.horizontal == "right"


def test_every_number_shows_the_places_it_has() -> None:
    money = one(Kind.MONEY, Decimal("48"), Decimal("48.5"), Decimal("0.1234"), Decimal("1.500"))
    assert [cell.number_format for cell in money] == ["#,##0.00", "#,##0.00", "#,##0.0000", "#,##0.00"]
    numbers = one(Kind.NUMBER, Decimal("5"), Decimal("2.5"), 7)
    assert [cell.number_format for cell in numbers] == ["#,##0", "#,##0.0", "#,##0"]
    percents = one(Kind.PERCENT, Decimal("13"), Decimal("12.5"))
    assert [(cell.value, cell.number_format) for cell in percents] == [(0.13, "0%"), (0.125, "0.0%")]


def test_days_are_days() -> None:
    [cell] = one(Kind.DAY, date(2026, 11, 24))
    assert cell.value == datetime(2026, 11, 24) and cell.number_format == "yyyy-mm-dd"


def test_control_characters_and_endless_texts_do_no_harm() -> None:
    cells = one(Kind.TEXT, "a\x00b\ud800c", "x" * 50_000, None)
    assert cells[0].value == "a b c" and len(cells[1].value) == 32_000 and cells[2].value is None


def test_names_of_sheets_are_made_possible_and_different() -> None:
    names = ["对账单", "对账单", "a/b:c*d?[e]\\f", "", "'q'", "很长" * 30, "很长" * 30]
    book = load_workbook(io.BytesIO(spreadsheet([Sheet(name, (Column("x"),), []) for name in names])))
    assert book.sheetnames[:2] == ["对账单", "对账单 (2)"]
    assert len({name.casefold() for name in book.sheetnames}) == 7 and max(map(len, book.sheetnames)) == 31


ACCOUNT = Account(
    Business("我司"),
    Business("=联和"),
    date(2026, 11, 1),
    date(2026, 11, 30),
    Decimal("100"),
    Decimal("48.5"),
    Decimal("10"),
    Decimal("138.5"),
    (
        Entry(
            date(2026, 11, 2),
            EntryKind.RECEIPT,
            "PR-1",
            Decimal("48.5"),
            Decimal(0),
            Decimal("148.5"),
            date(2026, 12, 2),
        ),
        Entry(date(2026, 11, 3), EntryKind.PAYMENT, "PAY-1", Decimal(0), Decimal("10"), Decimal("138.5")),
    ),
)


def test_a_statement_is_a_table_that_adds_up() -> None:
    page = opened(statement_sheet(ACCOUNT, "zh_CN"))
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    head = next(index for index, row in enumerate(rows) if row[0] == "日期")
    assert page.title == "对账单" and page.freeze_panes == f"A{head + 2}" and page.print_title_rows
    assert rows[head] == ["日期", "摘要", "单号", "到期日", "本期应付", "本期付款", "余额"]
    assert rows[head + 2] == [datetime(2026, 11, 2), "采购入库", "PR-1", datetime(2026, 12, 2), 48.5, None, 148.5]
    body, sums = rows[head + 1 : -1], rows[-1]
    assert sum(row[4] or 0 for row in body) == sums[4] and sum(row[5] or 0 for row in body) == sums[5]
    assert body[0][6] + sums[4] - sums[5] == sums[6]
    assert all(page.column_dimensions[letter].width >= 8 for letter in "ABCDEFG")


def report(rows: int = 3, dimension: Dimension = Dimension.PRODUCT) -> Report:
    made = tuple(
        ReportRow(
            f"商品{n}" if n else "", Decimal("100.5") * n, Decimal(n), Decimal("112") * n, n, Decimal(n) / 2, "瓶"
        )
        for n in reversed(range(rows))
    )
    return Report(dimension, date(2026, 11, 1), date(2026, 11, 30), made, receipts=2, company="我司")


def test_a_report_has_sums_and_shares() -> None:
    page = opened(report_sheet(report(), "zh_CN"))
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0][0] == "采购额：按商品"
    assert rows[-4] == ["商品2", 2, 1, "瓶", 201, 2, 199, 224, 0.6667]
    assert rows[-2][0] == "（未分类）"
    assert rows[-1] == ["合计", 2, None, None, 301.5, 3, 298.5, 336, 1]


@pytest.mark.parametrize("rows", [0, 1, 40])
def test_a_report_is_a_picture_of_a_phones_width(rows: int) -> None:
    bars = report_bars(report(rows), "zh_CN")
    with Image.open(io.BytesIO(bar_chart(bars, "zh_CN"))) as picture:
        assert picture.width == 1080 and 400 < picture.height < 1400
        assert (picture.convert("L").getextrema()[0] < 60) is True


def test_what_does_not_fit_into_a_chart_is_summed_up() -> None:
    from jxc_bot.documents.chart import _shown
    from jxc_bot.words import Words

    bars = Bars("x", tuple((f"n{n}", Decimal(n)) for n in range(20)))
    shown = _shown(bars, Words.of("zh_CN"))
    assert len(shown) == 12 and shown[0][0] == "n0" and shown[-1][:2] == ("其他 9 项", Decimal(sum(range(11, 20))))
    shown = _shown(Bars("x", bars.bars, in_time=True), Words.of("zh_CN"))
    assert len(shown) == 12 and shown[-1][0] == "n19" and shown[0][:2] == ("更早 9 期", Decimal(sum(range(9))))
    assert sum(value for _, value, _ in shown) == sum(range(20))


def test_names_in_a_chart_are_no_mathematics() -> None:
    bar_chart(Bars("$\\frac{1}$ & <b>", (("$a_$ \\x", Decimal(1)), ("名" * 80, Decimal("-2")), ("", Decimal(0)))), "en")
