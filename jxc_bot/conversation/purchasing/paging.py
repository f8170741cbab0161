"""Long documents on a phone: eight lines a page, the page kept in the draft."""

from __future__ import annotations

from jxc_bot.conversation import dialogue
from jxc_bot.conversation.cards import data as draft_data
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn
from models.draft import Draft
from models.operation import Operation

LINES = 8


def lines_here(draft: Draft, count: int) -> range:
    """The numbers (from 0) of the lines on the page that is shown."""
    page = _page(draft, count)
    return range(page * LINES, min((page + 1) * LINES, count))


def pager(draft: Draft, count: int) -> list[list[Button]]:
    """Back, where one is, and on; nothing where all is on one page."""
    if count <= LINES:
        return []
    page, last = _page(draft, count), (count - 1) // LINES
    steps = (("‹", max(page - 1, 0)), (f"{page + 1} / {last + 1}", page), ("›", min(page + 1, last)))
    return [[Button(label, draft_data(draft, "pg", str(number))) for label, number in steps]]


def turn_page(turn: Turn, operation: Operation, draft: Draft, argument: str) -> None:
    """``pg:<page>``."""
    draft.answers["_page"] = max(0, int(argument))
    dialogue.step(turn, operation, draft)


def _page(draft: Draft, count: int) -> int:
    return min(int(draft.answers.get("_page", 0)), max(0, count - 1) // LINES)
