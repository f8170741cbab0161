"""Workbooks as people make them: titles, merged cells, hidden sheets, formulas, codes that became numbers."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook

from jxc_bot.database import Database
from jxc_bot.exchange.catalogue import catalogue
from jxc_bot.exchange.columns import heads
from jxc_bot.exchange.product_plan import Plan, plan
from jxc_bot.exchange.table_file import UnreadableFile, read_table
from jxc_bot.words import LOCALES, Words
from tests.given import Given

Edit = Callable[[Workbook, Any], None]


@pytest.fixture
def given(sqlite_database: Database) -> Given:
    """Builders; which database it is makes no difference to a workbook."""
    return Given(sqlite_database)


def workbook(*rows: tuple[Any, ...], edit: Edit = lambda book, sheet: None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    edit(book, book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def planned(given: Given, content: bytes, name: str = "p.xlsx") -> Plan:
    return given.database.read_now(lambda db: plan(read_table(name, content, heads), catalogue(db)))


def problems(made: Plan) -> list[tuple[int, str, str]]:
    for problem in made.problems:
        assert all(Words.of(locale).has(f"import-problem-{problem.reason}") for locale in LOCALES)
    return [(problem.row, problem.column, problem.reason) for problem in made.problems]


def test_a_title_may_stand_above_the_headers(given: Given) -> None:
    title: Edit = lambda book, sheet: sheet.merge_cells("A1:C1")
    content = workbook(("商品资料表 2026-11",), (), ("名称", "单位", "采购价"), ("可乐", "瓶", "x"), edit=title)
    assert problems(planned(given, content)) == [(4, "采购价", "not-a-number")]
    made = planned(given, "商品资料表,,\n,,\n名称,单位,\n可乐,瓶,\n".encode(), "p.csv")
    assert [change.fields["name"] for change in made.added] == ["可乐"]


def test_a_file_that_states_its_separator_is_believed(given: Given) -> None:
    made = planned(given, "sep=;\r\n名称;单位;规格\r\n可乐;瓶;1,5L\r\n".encode("gb18030"), "p.csv")
    assert [(change.row, change.fields["spec"]) for change in made.added] == [(3, "1,5L")]


def test_a_merged_cell_speaks_for_every_row_it_covers(given: Given) -> None:
    merge: Edit = lambda book, sheet: sheet.merge_cells("C2:C4")
    rows = (("名称", "单位", "类别"), ("可乐", "瓶", "饮料"), ("雪碧", "瓶"), ("七喜", "瓶"), ("抽纸", "提"))
    made = planned(given, workbook(*rows, edit=merge))
    assert [change.category for change in made.added] == ["饮料", "饮料", "饮料", ""]


def test_a_merged_cell_that_reaches_below_the_last_row_makes_no_row(given: Given) -> None:
    merge: Edit = lambda book, sheet: sheet.merge_cells("C2:C900")
    made = planned(given, workbook(("名称", "单位", "类别"), ("可乐", "瓶", "饮料"), edit=merge))
    assert (len(made.added), made.problems) == (1, [])


def test_a_merged_quantity_is_refused_since_nobody_can_say_whose_it_is(given: Given) -> None:
    given.warehouse("主仓", "A")
    merge: Edit = lambda book, sheet: sheet.merge_cells("C2:C3")
    made = planned(given, workbook(("名称", "单位", "期初"), ("可乐", "瓶", 100), ("雪碧", "瓶"), edit=merge))
    assert (3, "期初", "merged") in problems(made)


def test_a_formula_without_a_result_is_refused_and_never_read_as_nothing(given: Given) -> None:
    content = workbook(("名称", "单位", "采购价", "备注"), ("可乐", "瓶", "=1+1", "=2"), ("雪碧", "瓶", 3, ""))
    assert problems(planned(given, content)) == [(2, "采购价", "formula")]


def test_a_hidden_sheet_is_passed_over(given: Given) -> None:
    def notes(book: Workbook, sheet: Any) -> None:
        first = book.create_sheet("填写说明", 0)
        first.append(["名称"])
        first.append(["请填写"])
        first.sheet_state = "hidden"

    assert len(planned(given, workbook(("名称", "单位"), ("可乐", "瓶"), edit=notes)).added) == 1


def test_a_code_that_lost_digits_as_a_number_is_refused_and_one_that_did_not_is_taken(given: Given) -> None:
    rows = (("名称", "单位", "条码"), ("可乐", "瓶", 6901234567892.0), ("雪碧", "瓶", 1.2345678901234568e17))
    made = planned(given, workbook(*rows))
    assert problems(made) == [(3, "条码", "rounded-barcode")]
    assert made.changes[0].barcodes == [("6901234567892", "瓶")]
    text = planned(given, "名称,单位,条码\n可乐,瓶,6901234567892.0\n".encode(), "p.csv")
    assert text.changes[0].barcodes == [("6901234567892", "瓶")]


def test_a_million_empty_rows_are_passed_over_quickly(given: Given) -> None:
    def far(book: Workbook, sheet: Any) -> None:
        sheet["C1048576"] = "x"

    began = time.process_time()
    assert len(planned(given, workbook(("名称", "单位", ""), ("可乐", "瓶", ""), edit=far)).problems) == 1
    assert time.process_time() - began < 15


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("content", [b"", b"<", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"\0" * 10])
def test_a_workbook_with_a_broken_part_is_no_table(part: str, content: bytes) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(("名称",), ("可乐",)))) as good, zipfile.ZipFile(file, "w") as bad:
        for entry in good.infolist():
            bad.writestr(entry, content if entry.filename == part else good.read(entry))
    with pytest.raises(UnreadableFile):
        read_table("p.xlsx", file.getvalue(), heads)


def test_half_a_workbook_is_no_table() -> None:
    whole = workbook(("名称",), ("可乐",))
    for length in range(4, len(whole), 199):
        with pytest.raises(UnreadableFile):
            read_table("p.xlsx", whole[:length], heads)


def test_what_unpacks_to_far_more_than_a_list_of_products_is_too_large() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bomb, bomb.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(401):
            part.write(bytes(1024 * 1024))
    with pytest.raises(UnreadableFile) as refused:
        read_table("p.xlsx", file.getvalue(), heads)
    assert refused.value.reason == "too-large"
