"""One row of a file of products being read: what its cells say, and everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from jxc_bot.exchange import cells
from models.errors import Inexact, Invalid, OutOfRange

T = TypeVar("T")
LENGTHS = {"name": 120, "spec": 120, "brand": 64, "category": 64, "supplier": 120, "warehouse": 64}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken: the row and header in the file, a word key, and what it is about."""

    row: int
    column: str
    reason: str
    value: str = ""
    detail: str = ""


class Row:
    """One row being read: its cells by field, and what is wrong with it."""

    def __init__(self, number: int, cells_: Sequence[str], columns: dict[str, int], headers: Sequence[str]) -> None:
        self.number = number
        self.problems: list[Problem] = []
        self._headers = {name: headers[position].strip() for name, position in columns.items()}
        self._cells = {name: cells_[at].strip() for name, at in columns.items() if at < len(cells_)}

    def cell(self, name: str) -> str:
        return self._cells.get(name, "")

    @property
    def said(self) -> dict[str, str]:
        """The cells that are not empty, by field."""
        return {name: cell for name, cell in self._cells.items() if cell}

    def read(self, name: str, reader: Callable[[str], T]) -> T | None:
        """What a cell says; None when it is empty or cannot be read (the problem is noted)."""
        cell = self.cell(name)
        if not cell:
            return None
        try:
            return reader(cell)
        except Invalid as problem:
            self.refuse(name, problem.reason, problem.detail)
        except Inexact as problem:
            self.refuse(name, "inexact", str(problem.places))
        except OutOfRange:
            self.refuse(name, "too-large")
        return None

    def text(self, name: str) -> str:
        return self.read(name, lambda cell: cells.text(cell, name, LENGTHS[name])) or ""

    def refuse(self, name: str, reason: str, detail: str = "") -> None:
        header = self._headers.get(name, name)
        self.problems.append(Problem(self.number, header, reason, self.cell(name)[:60], detail))
