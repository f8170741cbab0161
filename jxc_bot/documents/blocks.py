"""The parts that documents have in common: letterhead, the two parties, a note, signatures, columns of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from jxc_bot.documents.capitals import capitals
from jxc_bot.documents.facts import Business
from jxc_bot.documents.paper import ACCENT, GREY, INK, INNER, LEADING, MARGIN, PADDING, POINT, RULE, Cell, Column, Paper
from jxc_bot.words import Words
from jxc_bot.words import format as formats

ROOM_FOR_SIGNATURES = 34.0
CAPITALS_BELOW = Decimal(10) ** 16
WARNING = (176, 32, 32)
GAP = 8.0
HALF = (INNER - GAP) / 2
SIZE = 8.5


def letterhead(paper: Paper, words: Words, company: str, title: str, cancelled: bool = False) -> float:
    width = paper.wide(title, 19) + 2
    bottom = paper.lines(MARGIN, MARGIN + 1, INNER - width - 8, company, 12.5, INK, bold=True)
    paper.put(MARGIN, MARGIN + 6.5, title, 19, ACCENT, bold=True, align="R", width=INNER)
    y = max(bottom, MARGIN + 9) + 1.5
    paper.rule(y, ACCENT, 0.7)
    if cancelled:
        mark = words("document-cancelled")
        paper.put(MARGIN, MARGIN - 4, mark, 10, (176, 32, 32), bold=True, align="R", width=INNER)
    return y + 4


def parties(
    paper: Paper, words: Words, y: float, supplier: Business, buyer: Business, facts: Sequence[tuple[str, str]]
) -> float:
    """Two columns: who supplies and who buys; and below them the facts in pairs."""
    bottom = y
    for x, key, party in ((MARGIN, "supplier", supplier), (MARGIN + HALF + GAP, "buyer", buyer)):
        paper.put(x, y + 2.6, words(f"document-{key}"), 7.5, GREY)
        size = 10.5 if paper.wide(party.name, 10.5) <= HALF else 9.5
        at = paper.lines(x, y + 4, HALF, party.name, size, INK, bold=True) + 0.6
        told = [("contact", " ".join(filter(None, (party.contact, party.phone)))), ("address", party.address)]
        told += [("tax-number", party.tax_number), ("bank", party.bank)]
        pairs = [(words(f"document-{label}"), text) for label, text in told if text]
        indent = _indent(paper, pairs)
        for pair in pairs:
            at = _pair(paper, x, at, indent, *pair)
        bottom = max(bottom, at)
    y = bottom + 2.5
    paper.rule(y)
    y += 2.5
    shown = [(words(f"document-{key}"), text) for key, text in facts if text]
    indent = _indent(paper, shown)
    for left in range(0, len(shown), 2):
        places = enumerate(shown[left : left + 2])
        y = max(_pair(paper, MARGIN + place * (HALF + GAP), y, indent, *pair) for place, pair in places)
    return y + 3


def _indent(paper: Paper, pairs: Sequence[tuple[str, str]]) -> float:
    return max((paper.wide(label, SIZE) for label, _ in pairs), default=0.0) + 3


def _pair(paper: Paper, x: float, y: float, indent: float, label: str, text: str) -> float:
    """A grey label and what it says, wrapped beside it."""
    paper.put(x, y + SIZE * POINT, label, SIZE, GREY)
    return paper.lines(x + indent, y, HALF - indent, text, SIZE, INK)


def add_numbers(
    paper: Paper,
    columns: list[Column],
    rows: list[list[Cell]],
    title: str,
    cells: Sequence[Cell],
    least: float = 13.0,
    most: float = 34.0,
) -> None:
    """A column of numbers, as wide as they are."""
    widest = max((max(paper.wide(cell.text, 8.5), paper.wide(cell.below, 7)) for cell in cells), default=0.0)
    head = paper.wide(title, 8)
    width = min(most, max(least, widest + 2 * PADDING + 0.4, min(head + 2 * PADDING + 0.4, 22.0)))
    columns.append(Column(title, "R", width))
    for row, cell in zip(rows, cells, strict=True):
        row.append(cell)


def spelled(amount: Decimal, currency: str, words: Words) -> str:
    """The total in Chinese capitals, where the document is Chinese and the money is yuan."""
    if currency != "CNY" or not words.locale.startswith("zh") or abs(amount) >= CAPITALS_BELOW:
        return ""
    return words("document-in-capitals", text=capitals(amount))


def note(paper: Paper, words: Words, y: float, note: str) -> float:
    if not note.strip():
        return y
    lines = paper.broken(note, INNER, 8.5)
    y = paper.room(y, min(len(lines) * 8.5 * POINT * LEADING + 8, 60))
    paper.put(MARGIN, y + 3, words("document-note"), 7.5, GREY)
    y += 4.6
    for line in lines:
        y = paper.room(y, 8.5 * POINT * LEADING)
        paper.put(MARGIN, y + 8.5 * POINT, line, 8.5, INK)
        y += 8.5 * POINT * LEADING
    return y + 3


def signatures(
    paper: Paper, words: Words, y: float, keys: tuple[str, str], requester: str = "", approver: str = ""
) -> None:
    y = paper.room(y, ROOM_FOR_SIGNATURES) + 2
    people = [("requester", requester), ("approver", approver)]
    told = [words(f"document-{key}-is", name=name) for key, name in people if name]
    for place, text in enumerate(told):
        paper.put(MARGIN + place * (HALF + GAP), y + SIZE * POINT, text, SIZE, GREY, width=HALF)
    y += 6 if told else 0
    half = HALF
    for x, key in ((MARGIN, keys[0]), (MARGIN + half + GAP, keys[1])):
        paper.put(x, y + 4, words(f"document-{key}"), 8.5, GREY, width=half)
        paper.rule(y + 19, RULE, 0.3, x, x + half * 0.62)
        paper.rule(y + 19, RULE, 0.3, x + half * 0.68, x + half)
        paper.put(x, y + 22.6, words("document-signature"), 7, GREY)
        paper.put(x + half * 0.68, y + 22.6, words("document-date"), 7, GREY)


def money(amount: Decimal | None, currency: str, locale: str) -> str:
    return "" if amount is None else formats.money(amount, currency, locale)
