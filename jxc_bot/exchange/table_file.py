"""A table out of a file: CSV of any usual encoding and separator, or an xlsx workbook."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from jxc_bot.exchange.workbook import BROKEN, Line, TooLarge, lines_of
from models.errors import Refused

LARGEST_FILE = 20 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 4_000
ENCODINGS = ("utf-8-sig", "gb18030")
SEPARATORS = ",;\t|"
STATED = re.compile(r"sep=([,;\t|])", re.IGNORECASE)
MOST_ABOVE = 10
"""Rows with something in them that may stand above the headers (a title, a date)."""
BINARY = ("\0", "\1", "\2", "\3", "\4", "\5", "\6")
"""No text has these."""


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
    head: int = 1
    """The row of the headers."""
    shared: frozenset[tuple[int, int]] = frozenset()
    """Row and place of cells that say what a merged cell above them says."""
    formulas: frozenset[tuple[int, int]] = frozenset()
    """Row and place of formulas that nobody has calculated."""


def read_table(name: str, content: bytes, heads: Callable[[Sequence[str]], bool] = lambda line: True) -> Table:
    """The table of a file; the first line that ``heads`` says has the headers has them. Raises UnreadableFile."""
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(file=name, reason="too-large")
    if content.startswith(b"PK\x03\x04"):
        lines = _workbook(name, content)
    elif PurePath(name).suffix.lower() in (".xlsx", ".xls"):
        raise UnreadableFile(file=name, reason="not-a-table")
    else:
        lines = _text(name, content)
    return _table(name, content, lines, heads)


def _table(name: str, content: bytes, lines: Iterable[Line], heads: Callable[[Sequence[str]], bool]) -> Table:
    rows: list[tuple[int, Sequence[str]]] = []
    shared: set[tuple[int, int]] = set()
    formulas: set[tuple[int, int]] = set()
    for number, line in enumerate(lines, 1):
        cells = line.cells
        if len(cells) > MOST_COLUMNS or len(rows) > MOST_ROWS or any(len(cell) > LONGEST_CELL for cell in cells):
            raise UnreadableFile(file=name, reason="too-large")
        if any(cell.strip() for at, cell in enumerate(cells) if at not in line.shared):
            rows.append((number, cells))
            shared.update((number, at) for at in line.shared)
            formulas.update((number, at) for at in line.formulas)
    head = next((n for n, (_, cells) in enumerate(rows[:MOST_ABOVE]) if heads(cells)), 0)
    if len(rows) < head + 2:
        raise UnreadableFile(file=name, reason="no-rows")
    digest, (number, headers) = hashlib.sha256(content).hexdigest(), rows[head]
    return Table(name, digest, content, headers, rows[head + 1 :], number, frozenset(shared), frozenset(formulas))


def _text(name: str, content: bytes) -> Iterator[Line]:
    text = _decoded(name, content)
    if any(sign in text for sign in BINARY):
        raise UnreadableFile(file=name, reason="not-a-table")
    separator = _separator(text)
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            yield Line([] if STATED.fullmatch(separator.join(line)) else line)
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
    """The separator that the file states (``sep=;``), or that its first line with any text has most of."""
    if stated := STATED.match(text):
        return stated[1]
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=lambda mark: (head.count(mark), -SEPARATORS.index(mark)))


def _workbook(name: str, content: bytes) -> Iterator[Line]:
    try:
        yield from lines_of(content, MOST_COLUMNS)
    except TooLarge:
        raise UnreadableFile(file=name, reason="too-large") from None
    except BROKEN as error:
        raise UnreadableFile(file=name, reason="not-a-table") from error
