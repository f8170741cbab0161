"""The columns of a file of products: what may stand above them, in Chinese and in English (``columns.json``)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the file's words mean."""

    columns: Mapping[str, Sequence[str]]
    """Field → every header it goes by; the first is how we call it in Chinese."""
    pack_unit: str
    """The unit meant by a pack size that is a bare number."""
    money_marks: Sequence[str]
    """What may stand beside a price and says nothing."""
    days_marks: Sequence[str]
    by_header: Mapping[str, str] = field(default_factory=dict)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    text = files("jxc_bot.exchange").joinpath("columns.json").read_text("utf-8")
    known: dict[str, Any] = json.loads(text)
    headers = {plain(header): name for name, headers in known["columns"].items() for header in headers}
    headers |= {plain(name): name for name in known["columns"]}
    return Vocabulary(**known, by_header=headers)


def plain(header: str) -> str:
    """A header as compared: no case, no blanks or punctuation, nothing in brackets: ``采购价（元）`` is ``采购价``."""
    text = re.sub(r"[(\[].*?[)\]]", "", unicodedata.normalize("NFKC", header).casefold())
    return "".join(ch for ch in text if ch.isalnum())


def recognised(headers: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Field → position of its column; and the headers that mean nothing to us. The first of two alike counts."""
    found: dict[str, int] = {}
    unknown: list[str] = []
    for position, header in enumerate(headers):
        name = vocabulary().by_header.get(plain(header))
        if name is not None and name not in found:
            found[name] = position
        elif header.strip():
            unknown.append(header.strip())
    return found, unknown


def heads(line: Sequence[str]) -> bool:
    """Whether a line of a file has the headers, since it names the column that every file must have."""
    return bool(recognised(line)[0].keys() & {"name", "sku"})
