"""Lines broken as Chinese and Latin text want it: between any two Chinese characters, but not inside a Latin word, a
number or a code; no closing mark at the beginning of a line, no opening one at its end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

OPENING = "(\\[{<\u3008\u300a\u300c\u300e\u3010\u3014\uff08\uff3b\uff5b\u201c\u2018"
CLOSING = (
    ")\\]}>,.;:!?%\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u3015\uff01\uff05\uff09\uff0c\uff0e"
    "\uff1a\uff1b\uff1f\uff3d\uff5d\u201d\u2019\u2026"
)
WORD = "[A-Za-z0-9\u00a2-\u024f\u0370-\u052f+\\-\u2010-\u2014/_.,:;@#&*=%'\"$\u20ac\u2009\u00a0]+"
TOKEN = re.compile(f"[{OPENING}]*(?:{WORD}|[^\\s{OPENING}{CLOSING}])[{CLOSING}]*|\\S|\\s+")
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\ud800-\udfff]+")
LONGEST = 2000
JOINTS = "-/_.,:;@&=+"
"""Where a long word is cut rather than elsewhere: after these."""

Measure = Callable[[str], float]


def clean(text: str) -> str:
    """One line without characters that cannot be seen, of a length that a page can hold."""
    return re.sub(r"\s+", " ", UNSEEN.sub(" ", text)).strip()[:LONGEST]


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """``text`` in lines no wider than ``width``; nothing of it is lost."""
    lines, line = [], ""
    for token in _tokens(text, width, measure):
        if line and measure(line + token.rstrip()) > width:
            lines.append(line.rstrip())
            line = token.lstrip()
        else:
            line += token
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _tokens(text: str, width: float, measure: Measure) -> Iterator[str]:
    for found in TOKEN.finditer(text):
        token = found.group()
        while measure(token.rstrip()) > width and len(token) > 1:  # longer than a line: cut where it must be
            fits = next((n for n in range(len(token) - 1, 1, -1) if measure(token[:n]) <= width), 1)
            joint = max(token.rfind(sign, 0, fits) for sign in JOINTS) + 1
            fits = joint if joint > fits // 3 else fits
            yield token[:fits]
            token = token[fits:]
        yield token
