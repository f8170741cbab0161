"""Every word that the code asks for by its key is there, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jxc_bot.words import LOCALES, Words

ROOT = Path(__file__).parents[2]
SAYS = re.compile(r"((^|\.)(turn|fresh)\.(word|label)|(^|\.)words(\.html)?|^Trouble)$")
"""Functions whose first argument is the key of a word."""


def keys() -> Iterator[tuple[str, str]]:
    """Every key that stands in the code as a literal, and where."""
    for path in sorted((ROOT / "jxc_bot").rglob("*.py")):
        if "sandbox" in path.parts or "words" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                place = _place(ast.unparse(node.func))
                if place is not None and len(node.args) > place:
                    for literal in _literals(node.args[place]):
                        yield literal, f"{path.relative_to(ROOT)}:{node.lineno}"


def _place(function: str) -> int | None:
    """Which argument of a function is a key."""
    return 0 if SAYS.search(function) else 1 if function == "Choose" else None


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_key_that_the_code_names_is_a_word(locale: str) -> None:
    words = Words.of(locale)
    asked = list(keys())
    assert len(asked) > 100
    assert [(key, where) for key, where in asked if not words.has(key)] == []
