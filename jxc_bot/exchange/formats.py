"""Rows written as JSON or CSV while they are read, so that memory does not grow with them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TextIO

Row = Mapping[str, Any]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_json(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """A JSON array, one object a line, with ``columns`` as its keys."""
    out.write("[")
    for number, row in enumerate(rows):
        out.write("\n" if number == 0 else ",\n")
        out.write(json.dumps({key: _plain(row[key]) for key in columns}, ensure_ascii=False))
    out.write("\n]\n")


def write_csv(columns: Sequence[str], rows: Iterable[Row], out: TextIO) -> None:
    """CSV with a header. Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[key]) for key in columns])


WRITERS: Mapping[str, Callable[[Sequence[str], Iterable[Row], TextIO], None]] = {"json": write_json, "csv": write_csv}


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | list():
            return value
        case Decimal():
            return f"{value:f}"
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return _cell(";".join(value))
        case str():
            return f"'{value}" if value.startswith(FORMULA) else value
        case _:
            return str(_plain(value))
