"""A table out of a file: CSV of any usual encoding and separator, or the first sheet of an xlsx workbook."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from models.errors import Refused

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 400 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 4_000
ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = ",;\t|"


@dataclass(eq=False)
class UnreadableFile(Refused):
    """The file is not a table we can read; ``reason`` is a word key (``not-a-table``, ``too-large`` …)."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds: its headers, its rows with their numbers as a spreadsheet shows them, and its fingerprint."""

    name: str
    digest: str
    content: bytes
    headers: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


def read_table(name: str, content: bytes) -> Table:
    """The table of a file. Raises UnreadableFile."""
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(file=name, reason="too-large")
    if content.startswith(b"PK\x03\x04"):
        lines = _workbook(name, content)
    elif PurePath(name).suffix.lower() in (".xlsx", ".xls"):
        raise UnreadableFile(file=name, reason="not-a-table")
    else:
        lines = _text(name, content)
    return _table(name, content, lines)


def _table(name: str, content: bytes, lines: Iterable[Sequence[str]]) -> Table:
    headers: Sequence[str] = ()
    rows: list[tuple[int, Sequence[str]]] = []
    for number, line in enumerate(lines, 1):
        if len(line) > MOST_COLUMNS or len(rows) >= MOST_ROWS or any(len(cell) > LONGEST_CELL for cell in line):
            raise UnreadableFile(file=name, reason="too-large")
        if not any(cell.strip() for cell in line):
            continue
        if not headers:
            headers = line
        else:
            rows.append((number, line))
    if not headers or not rows:
        raise UnreadableFile(file=name, reason="no-rows")
    return Table(name, hashlib.sha256(content).hexdigest(), content, headers, rows)


def _text(name: str, content: bytes) -> Iterator[Sequence[str]]:
    text = _decoded(name, content)
    if "\0" in text:
        raise UnreadableFile(file=name, reason="not-a-table")
    separator = _separator(text)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise UnreadableFile(file=name, reason="not-a-table") from error


def _decoded(name: str, content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(file=name, reason="unknown-encoding")


def _separator(text: str) -> str:
    """The separator that the first line with any text has most of; a comma if it has none."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=lambda mark: (head.count(mark), -SEPARATORS.index(mark)))


def _workbook(name: str, content: bytes) -> Iterator[Sequence[str]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise UnreadableFile(file=name, reason="too-large")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise UnreadableFile(file=name, reason="not-a-table") from error
    try:
        for row in book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS):
            cells = [_cell(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            yield cells
    except (ValueError, SyntaxError, KeyError, IndexError) as error:
        raise UnreadableFile(file=name, reason="not-a-table") from error
    finally:
        book.close()


def _cell(value: Any) -> str:
    """A cell as a person reads it: 24 rather than 24.0, 0.1 rather than its nearest binary fraction."""
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case float():
            # Spreadsheets keep 15 digits; more would be the binary fraction's own.
            return f"{Decimal(f'{value:.15g}'):f}"
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)
