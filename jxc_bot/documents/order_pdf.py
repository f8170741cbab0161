"""The purchase order (采购单), drawn."""

from __future__ import annotations

from jxc_bot.documents.blocks import add_numbers, letterhead, money, note, parties, signatures, spelled
from jxc_bot.documents.facts import Order, OrderLine
from jxc_bot.documents.paper import ACCENT, GREY, INK, INNER, MARGIN, SHADE, Cell, Column, Paper
from jxc_bot.words import Words
from jxc_bot.words import format as formats

ROOM_FOR_TOTALS = 42.0
SUMS = 78.0
"""Width of the block of sums, at the right."""


def draw(order: Order, locale: str) -> bytes:
    """The order as it is sent."""
    words = Words.of(locale)
    title = words("document-purchase-order")
    paper = Paper(words, f"{title} {order.number}", f"{title} {order.number} · {order.buyer.name}", locale)
    facts = [
        ("number", order.number + (f" / {order.revision}" if order.revision > 1 else "")),
        ("ordered-on", words("document-day", day=order.ordered_on)),
        ("expected-on", words("document-day", day=order.expected_on) if order.expected_on else ""),
        ("terms", order.terms),
        ("deliver-to", order.deliver_to),
    ]
    y = letterhead(paper, words, order.buyer.name, title, order.cancelled)
    y = parties(paper, words, y, order.supplier, order.buyer, facts)
    y = _order_table(paper, words, y, order)
    y = _order_totals(paper, words, y, order)
    y = note(paper, words, y, order.note)
    signatures(paper, words, y, ("sign-supplier", "sign-buyer"), order.requester, order.approver)
    return paper.finish()


def _order_table(paper: Paper, words: Words, y: float, order: Order) -> float:
    priced, locale = order.total is not None, words.locale
    taxed = priced and any(line.tax_rate for line in order.lines)
    dated = any(line.expected_on not in (None, order.expected_on) for line in order.lines)
    columns = [Column("#", "R", 9), Column(words("document-product"))]
    made: list[list[Cell]] = [[Cell(str(number)), _product(words, line)] for number, line in enumerate(order.lines, 1)]
    quantities = [_quantity(line, locale) for line in order.lines]
    add_numbers(paper, columns, made, words("document-quantity"), quantities)
    if priced:
        key = "document-price-with-tax" if order.prices_include_tax else "document-price"
        add_numbers(
            paper, columns, made, words(key), [Cell(_price(words, line, order.currency)) for line in order.lines]
        )
    if taxed:
        rates = [Cell(formats.percent(line.tax_rate / 100, locale)) for line in order.lines]
        add_numbers(paper, columns, made, words("document-tax-rate"), rates)
    if dated:
        days = [Cell(line.expected_on.isoformat() if line.expected_on else "") for line in order.lines]
        add_numbers(paper, columns, made, words("document-line-day"), days)
    if priced:
        amounts = [Cell(money(line.amount, order.currency, locale)) for line in order.lines]
        add_numbers(paper, columns, made, words("document-amount"), amounts)
    return paper.rows(y, columns, made)


def _product(words: Words, line: OrderLine) -> Cell:
    code = words("document-supplier-code", code=line.supplier_code) if line.supplier_code else ""
    below = " · ".join(filter(None, (line.sku, line.spec, code, line.note)))
    return Cell(line.product, below)


def _quantity(line: OrderLine, locale: str) -> Cell:
    chosen = [unit for unit in line.units if unit[0] == line.unit]
    shown = formats.measure(line.quantity, [*chosen, line.units[-1]] if chosen else line.units, locale)
    base = formats.measure(line.quantity, line.units[-1:], locale)
    return Cell(shown, "" if base == shown else f"= {base}")


def _price(words: Words, line: OrderLine, currency: str) -> str:
    if line.price is None:
        return "–"
    amount = line.price.amount
    exact = amount == round(amount, 4)
    shown = money(amount, currency, words.locale) if exact else formats.number(amount, words.locale)
    unit = line.price.unit or line.units[-1][0]
    return words("document-per-unit", price=shown, unit=unit)


def _order_totals(paper: Paper, words: Words, y: float, order: Order) -> float:
    if order.total is None:
        return y + 4
    y = paper.room(y + 3, ROOM_FOR_TOTALS)
    rows = [
        ("goods", order.goods if order.goods != order.total else None),
        ("discount", -order.discount if order.discount else None),
        ("freight", order.freight or None),
        ("tax", order.tax or None),
        ("rounding", order.rounding or None),
    ]
    left = MARGIN + INNER - SUMS
    for key, amount in rows:
        if amount is not None:
            paper.put(left, y + 3.4, words(f"document-{key}"), 8.5, GREY)
            shown = money(amount, order.currency, words.locale)
            paper.put(left, y + 3.4, shown, 8.5, INK, align="R", width=SUMS - 1.6)
            y += 5
    y += 1
    paper.set_fill_color(*SHADE)
    paper.rect(MARGIN, y, INNER, 9.5, style="F")
    in_capitals = spelled(order.total, order.currency, words)
    paper.put(MARGIN + 2, y + 6.2, in_capitals, 9, INK, width=INNER - SUMS)
    paper.put(left, y + 6.3, words("document-total"), 9.5, INK, bold=True)
    total = money(order.total, order.currency, words.locale)
    paper.put(left + 26, y + 6.5, total, 12.5, ACCENT, bold=True, align="R", width=SUMS - 26 - 1.6)
    return y + 14
