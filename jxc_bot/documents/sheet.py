"""Spreadsheets: numbers that can be calculated with, shown exactly; texts that stay texts.

A spreadsheet keeps fifteen digits of a number. One that has more is written as text, so that what is read is what is
meant. A text that a program could take for a formula is marked as text.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | Decimal | date | None

DIGITS = 15
PLACES = 6
LONGEST_TEXT = 32_000
LONGEST_TITLE = 31
NARROWEST, WIDEST = 8.0, 46.0
FORMULA = ("=", "+", "-", "@", "\t", "\r")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
HEAD_FILL = PatternFill("solid", fgColor="18447A")
HEAD_FONT = Font(bold=True, color="FFFFFF")
BOLD = Font(bold=True)
TITLE_FONT = Font(bold=True, size=14)
LINE = Border(top=Side(style="thin", color="18447A"))


class Kind(StrEnum):
    """What a column holds, and so how it is shown."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    """13 is 13 %."""
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: a title, facts about it in pairs, the rows, and the sums below them."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    title: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    sums: tuple[Value, ...] = ()


def spreadsheet(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx of these tables."""
    book = Workbook()
    book.remove(book.worksheets[0])
    taken: set[str] = set()
    for sheet in sheets:
        page = book.create_sheet(_title(sheet.name, taken))
        _fill(page, sheet)
    out = io.BytesIO()
    book.save(out)
    book.close()
    return out.getvalue()


def _fill(page: Worksheet, sheet: Sheet) -> None:
    row = 1
    if sheet.title:
        _write(page.cell(row, 1), sheet.title, Kind.TEXT)
        page.cell(row, 1).font = TITLE_FONT
        row += 1
    for label, text in sheet.facts:
        _write(page.cell(row, 1), label, Kind.TEXT)
        _write(page.cell(row, 2), text, Kind.TEXT)
        page.cell(row, 1).font = BOLD
        row += 1
    head = row + 1 if row > 1 else row
    for number, column in enumerate(sheet.columns, 1):
        _head(page.cell(head, number), column)
    row = head
    for values in sheet.rows:
        row += 1
        for number, (column, value) in enumerate(zip(sheet.columns, values, strict=True), 1):
            _write(page.cell(row, number), value, column.kind)
    last = row
    if sheet.sums:
        for number, (column, value) in enumerate(zip(sheet.columns, sheet.sums, strict=True), 1):
            cell = page.cell(row + 1, number)
            _write(cell, value, column.kind)
            cell.font, cell.border = BOLD, LINE
    _arrange(page, sheet, head, last)


def _arrange(page: Worksheet, sheet: Sheet, head: int, last: int) -> None:
    """Widths, the frozen head, the filter, and how it prints."""
    end = get_column_letter(len(sheet.columns))
    page.freeze_panes = f"A{head + 1}"
    page.auto_filter.ref = f"A{head}:{end}{last}"
    page.print_title_rows = f"{head}:{head}"
    page.page_setup.orientation = "landscape" if len(sheet.columns) > 6 else "portrait"
    page.page_setup.paperSize = 9  # A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for number, column in enumerate(sheet.columns, 1):
        shown = [_shown(value, column.kind) for value in _column(sheet, number - 1)]
        widest = max(map(_columns_wide, [column.title + "   ", *shown]))
        page.column_dimensions[get_column_letter(number)].width = min(WIDEST, max(NARROWEST, widest + 2))


def _column(sheet: Sheet, index: int) -> list[Value]:
    return [values[index] for values in (*sheet.rows, *([sheet.sums] if sheet.sums else []))]


def _head(cell: Any, column: Column) -> None:
    _write(cell, column.title, Kind.TEXT)
    cell.font, cell.fill = HEAD_FONT, HEAD_FILL
    aside = "left" if column.kind in (Kind.TEXT, Kind.DAY) else "right"
    cell.alignment = Alignment(horizontal=aside, vertical="center", wrap_text=True)


def _write(cell: Any, value: Value, kind: Kind) -> None:
    match value:
        case None:
            return
        case str():
            cell.value = UNWRITABLE.sub(" ", value)[:LONGEST_TEXT]
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(FORMULA)
            if kind is Kind.TEXT:
                cell.alignment = Alignment(vertical="top", wrap_text=_columns_wide(value) > WIDEST)
        case date():
            cell.value = value
            cell.number_format = "yyyy-mm-dd"
            cell.alignment = Alignment(horizontal="left", vertical="top")
        case _:
            _write_number(cell, Decimal(value), kind)


def _write_number(cell: Any, number: Decimal, kind: Kind) -> None:
    if kind is Kind.PERCENT:
        number = number.scaleb(-2)
    number = number.normalize() if number else Decimal(0)
    cell.alignment = Alignment(horizontal="right", vertical="top")
    if len(number.as_tuple().digits) > DIGITS:
        cell.value = f"{number:f}"
        cell.data_type = "s"
        return
    cell.value = int(number) if number == number.to_integral_value() else number
    cell.number_format = _format(number, kind)


def _format(number: Decimal, kind: Kind) -> str:
    """As many places as the number has: a pattern that leaves them open would end whole numbers with a point."""
    exponent = number.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    if kind is Kind.PERCENT:
        return "0" + _point(max(0, places - 2)) + "%"
    return "#,##0" + _point(max(places, 2 if kind is Kind.MONEY else 0))


def _point(places: int) -> str:
    return "." + "0" * places if places else ""


def _shown(value: Value, kind: Kind) -> str:
    """About what will be read, for the width."""
    match value:
        case None:
            return ""
        case str():
            return value
        case date():
            return value.isoformat()
        case _:
            text = f"{Decimal(value):,f}"
            return text + ".00" if kind is Kind.MONEY and "." not in text else text


def _columns_wide(text: str) -> float:
    return sum(2.0 if unicodedata.east_asian_width(sign) in "WFA" else 1.05 for sign in text)


def _title(name: str, taken: set[str]) -> str:
    """A name that a sheet can have, and no other has."""
    plain = NOT_IN_TITLES.sub(" ", UNWRITABLE.sub(" ", name)).strip().strip("'")[:LONGEST_TITLE] or "1"
    title, number = plain, 2
    while title.casefold() in taken:
        end = f" ({number})"
        title, number = plain[: LONGEST_TITLE - len(end)] + end, number + 1
    taken.add(title.casefold())
    return title
