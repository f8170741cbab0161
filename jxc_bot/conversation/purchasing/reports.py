"""What was bought, over a period, by supplier, product, category or month; with a picture and a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.purchasing.orders import READERS
from handlers.purchasing.report import PurchaseReportBy, PurchaseReported
from jxc_bot.conversation.facts import choice_label, facts_of
from jxc_bot.conversation.purchasing import documents
from jxc_bot.conversation.purchasing.doing import ask, refuse
from jxc_bot.conversation.purchasing.periods import read_period
from jxc_bot.conversation.registry import on_button, on_command
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, rows_of
from jxc_bot.words.fold import fold
from models.errors import Refused

ROWS = 10


@on_command("purchase_report", READERS)
def report(turn: Turn, text: str) -> None:
    """``采购报表 11月 按商品``."""
    (since, until), rest = read_period(text, turn.actor.today)
    said = fold(rest)
    chosen = (by for by in PurchaseReportBy if fold(choice_label(turn, by)) in said or by.value in said)
    show(turn, next(chosen, PurchaseReportBy.SUPPLIER), since, until)


@on_button("pr")
def pressed(turn: Turn, parts: Sequence[str]) -> None:
    """``pr:<by>:<since>:<until>:<s show, c chart, x spreadsheet>``."""
    if not turn.actor.has(READERS):
        raise ValueError(parts[0])
    by, since, until = PurchaseReportBy(parts[0]), _day(parts[1]), _day(parts[2])
    try:
        if parts[3] == "s":
            show(turn, by, since, until)
        else:
            documents.send_report(turn, by, since, until, "chart" if parts[3] == "c" else "xlsx")
    except Refused as error:
        refuse(turn, error)


def show(turn: Turn, by: PurchaseReportBy, since: date, until: date) -> None:
    """The sums, and the largest rows; in a group nothing, since all of it is money."""
    if not turn.actor.sees("cost"):
        turn.say(turn.word("money-not-here"))
        return
    found: PurchaseReported = ask(turn, "purchase_report", by=by, since=since, until=until)
    facts = facts_of(turn, found)
    told = {"since": facts["since"], "until": facts["until"], "by": choice_label(turn, by)}
    shown = [turn.word("report-title" if found.rows else "report-none", **told)]
    for number, row in enumerate(found.rows[:ROWS], 1):
        said = facts_of(turn, row)
        line = turn.word("report-row", n=number, label=row.label or turn.label("none"), cost=said["cost"])
        if "quantity" in said:
            line += turn.word("report-quantity", quantity=said["quantity"])
        shown.append(line)
    if len(found.rows) > ROWS:
        shown.append(turn.word("more-lines", count=len(found.rows) - ROWS))
    if found.rows:
        sums = {"received": facts["received"], "returned": facts["returned"], "cost": facts["cost"]}
        shown.append(turn.word("report-sums", **sums, gross=facts["gross"]))
        shown.append(turn.word("report-formula"))
    turn.say("\n".join(shown), _buttons(turn, by, since, until))


def _buttons(turn: Turn, shown: PurchaseReportBy, since: date, until: date) -> list[list[Button]]:
    days = f"{since:%y%m%d}:{until:%y%m%d}"
    others = [Button(choice_label(turn, by), f"pr:{by.value}:{days}:s") for by in PurchaseReportBy if by is not shown]
    files = [
        Button(turn.label("act-chart"), f"pr:{shown.value}:{days}:c"),
        Button(turn.label("act-spreadsheet"), f"pr:{shown.value}:{days}:x"),
    ]
    return [files, *rows_of(others, 3)]


def _day(text: str) -> date:
    return date(2000 + int(text[:2]), int(text[2:4]), int(text[4:6]))
