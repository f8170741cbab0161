"""The supplier statement (对账单), drawn."""

from __future__ import annotations

from decimal import Decimal

from jxc_bot.documents.blocks import ROOM_FOR_SIGNATURES, add_numbers, letterhead, money, parties, signatures, spelled
from jxc_bot.documents.facts import Account, Entry
from jxc_bot.documents.paper import ACCENT, GREY, INK, INNER, MARGIN, SHADE, Cell, Column, Paper
from jxc_bot.words import Words


def draw(account: Account, locale: str) -> bytes:
    """The account over a period."""
    words = Words.of(locale)
    title = words("document-statement")
    period = words("document-period", since=account.since, until=account.until)
    paper = Paper(words, f"{title} {account.supplier.name}", f"{title} · {account.supplier.name} · {period}", locale)
    facts = [("period-label", period), ("currency", account.currency)]
    y = letterhead(paper, words, account.buyer.name, title)
    y = parties(paper, words, y, account.supplier, account.buyer, facts)
    y = _sums(paper, words, y, account)
    y = _entries(paper, words, y, account)
    y = _closing(paper, words, y, account)
    signatures(paper, words, y, ("sign-supplier-statement", "sign-buyer"))
    return paper.finish()


def _sums(paper: Paper, words: Words, y: float, account: Account) -> float:
    """The four numbers that a statement is about, side by side."""
    paper.set_fill_color(*SHADE)
    paper.rect(MARGIN, y, INNER, 15, style="F")
    told = (("opening", account.opening), ("owed", account.owed), ("paid", account.paid), ("closing", account.closing))
    width = INNER / len(told)
    for place, (key, amount) in enumerate(told):
        x, last = MARGIN + place * width + 3, key == "closing"
        paper.put(x, y + 5, words(f"document-{key}"), 7.5, GREY, width=width - 6)
        shown = money(amount, account.currency, words.locale)
        paper.put(x, y + 11.3, shown, 11, ACCENT if last else INK, bold=True, width=width - 6)
    return y + 19


def _entries(paper: Paper, words: Words, y: float, account: Account) -> float:
    columns = [Column(words("document-date"), "L", 20), Column(words("document-entry"))]

    def shown(amount: Decimal) -> str:
        return money(amount, account.currency, words.locale)

    rows: list[list[Cell]] = [[Cell(entry.day.isoformat()), _entry(words, entry)] for entry in account.entries]
    for key, values in (
        ("due-on", [entry.due_on.isoformat() if entry.due_on else "" for entry in account.entries]),
        ("owed", [shown(entry.owed) if entry.owed else "" for entry in account.entries]),
        ("paid", [shown(entry.paid) if entry.paid else "" for entry in account.entries]),
        ("balance", [shown(entry.balance) for entry in account.entries]),
    ):
        add_numbers(paper, columns, rows, words(f"document-{key}"), [Cell(value) for value in values], least=21.0)
    forward = Cell(words("document-brought-forward"))
    first = [Cell(account.since.isoformat()), forward, *[Cell("")] * 3, Cell(shown(account.opening))]
    return paper.rows(y, columns, [first, *rows])


def _entry(words: Words, entry: Entry) -> Cell:
    kind = words("document-entry-" + entry.kind.value.replace("_", "-"))
    return Cell(f"{kind}  {entry.number}")


def _closing(paper: Paper, words: Words, y: float, account: Account) -> float:
    y = paper.room(y + 4, 16 + ROOM_FOR_SIGNATURES)
    shown = money(abs(account.closing), account.currency, words.locale)
    key = "document-we-owe" if account.closing >= 0 else "document-you-owe"
    text = words(key, day=account.until, amount=shown)
    y = paper.lines(MARGIN, y, INNER, text, 10.5, ACCENT, bold=True) + 0.8
    if in_capitals := spelled(abs(account.closing), account.currency, words):
        y = paper.lines(MARGIN, y, INNER, in_capitals, 9, INK)
    return paper.lines(MARGIN, y + 1.5, INNER, words("document-please-confirm"), 8.5, GREY) + 2
