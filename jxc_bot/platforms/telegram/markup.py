"""Our small markup in Telegram's measure: split at line ends, tags closed and opened again over the cut.

Our markup is a part of Telegram's HTML and travels as it is. Telegram counts characters after the tags are taken
out; it is not told whether an emoji counts as one or two, so here it counts as two.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_TOKEN = re.compile(r"<(/?)([a-z]+)[^<>]*>|&(?:[a-z]+|#\d+|#x[0-9a-fA-F]+);|[^<&]+|[<&]")


def plain(text: str) -> str:
    """``text`` as a person reads it, without markup."""
    return html.unescape(re.sub(r"</?[a-z]+[^<>]*>", "", text))


def length(text: str) -> int:
    """How long Telegram takes ``text`` to be."""
    return sum(size for _, size in _pieces(text))


def split(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """``text`` in parts of at most ``limit`` characters, tags balanced; cut at line ends where it can be."""
    if len(text) <= limit // 2 or length(text) <= limit:
        return [text]
    parts: list[str] = []
    open_tags: list[str] = []
    part, size = "", 0
    for line, width in _lines(text, limit):
        if size + width > limit:
            parts.append(part.rstrip("\n") + _closing(open_tags))
            part, size = "".join(open_tags), 0
        part += line
        size += width
        _follow(line, open_tags)
    parts.append(part.rstrip("\n") + _closing(open_tags))
    return [part for part in parts if plain(part).strip()]


def _lines(text: str, limit: int) -> Iterator[tuple[str, int]]:
    """Pieces that stay together: lines with their end, and where a line is too long, what fits of it."""
    line, size = "", 0
    for piece, width in _pieces(text):
        if size + width > limit:
            yield line, size
            line, size = "", 0
        line += piece
        size += width
        if piece == "\n":
            yield line, size
            line, size = "", 0
    if line:
        yield line, size


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    """Tags (which count nothing), entities (one) and characters."""
    for token in _TOKEN.finditer(text):
        if token[2]:
            yield token[0], 0
        elif token[0].startswith("&"):
            yield token[0], 1
        else:
            for character in token[0]:
                yield character, 2 if character > "\uffff" else 1


def _follow(line: str, open_tags: list[str]) -> None:
    for token in _TOKEN.finditer(line):
        if not token[2]:
            continue
        if not token[1]:
            open_tags.append(token[0])
        elif open_tags:
            open_tags.pop()


def _closing(open_tags: list[str]) -> str:
    names = [re.match(r"<([a-z]+)", tag) for tag in reversed(open_tags)]
    return "".join(f"</{name[1]}>" for name in names if name)
