"""A posting by its number: what moved, from where to where, when and by whom; and what an undo would take back.

No money is told, so everybody who works in the warehouses it touches may read it.
"""

from __future__ import annotations

import re

from sqlalchemy import func, select
from sqlalchemy.sql import alias

from handlers.undo import recent_postings, undo_posting
from handlers.undo_refusals import why_not
from jxc_bot.conversation import dialogue
from jxc_bot.conversation.facts import choice_label
from jxc_bot.conversation.goods import spoken_units
from jxc_bot.conversation.references import names
from jxc_bot.conversation.registry import on_command, on_text
from jxc_bot.conversation.reply import Button
from jxc_bot.conversation.turn import Turn, base36
from jxc_bot.conversation.views import VIEWS, Shown, View
from jxc_bot.words import format as formats
from jxc_bot.words.fold import bare, fold
from jxc_bot.words.lexicon import words_of
from models.draft import Draft
from models.location import Location, Warehouse
from models.party import Party
from models.people import STAFF, Person
from models.product import Product
from models.stock import Posting, PostingKind, StockMove
from models.table import table

POSTING, MOVE, PERSON, PARTY = table(Posting), table(StockMove), table(Person), table(Party)
LOCATION, WAREHOUSE = table(Location), table(Warehouse)
MOST_LINES = 12
_NUMBER = re.compile(r"[A-Za-z]{2}-[0-9]{8}-[0-9]{3,6}")


def lines_told(turn: Turn, posting_id: int) -> list[str]:
    """The goods of a posting, a line each, with their units."""
    rows = turn.db.execute(
        select(MOVE.c.line, MOVE.c.product_id, func.sum(MOVE.c.quantity).label("quantity"))
        .where(MOVE.c.posting_id == posting_id)
        .group_by(MOVE.c.line, MOVE.c.product_id)
        .order_by(MOVE.c.line)
    ).all()
    ids = {row.product_id for row in rows}
    called, units = names(turn, Product, ids), spoken_units(turn, ids)
    told = [
        turn.word(
            "posting-line",
            product=called.get(row.product_id, ""),
            quantity=formats.measure_both(row.quantity, units[row.product_id], turn.words.locale),
        )
        for row in rows[:MOST_LINES]
    ]
    return told + ([turn.word("more-lines", count=len(rows) - MOST_LINES)] if len(rows) > MOST_LINES else [])


def _places(turn: Turn, posting_id: int) -> tuple[set[int], str]:
    """The warehouses a posting touches, and their names in the order the goods went."""
    source, target = alias(LOCATION), alias(LOCATION)
    rows = turn.db.execute(
        select(source.c.warehouse_id.label("out"), target.c.warehouse_id.label("into"))
        .join(source, source.c.id == MOVE.c.source_id)
        .join(target, target.c.id == MOVE.c.destination_id)
        .where(MOVE.c.posting_id == posting_id)
        .limit(1)
    ).all()
    ends = list(dict.fromkeys(end for row in rows for end in (row.out, row.into) if end is not None))
    called = names(turn, Warehouse, ends) if ends else {}
    return set(ends), " → ".join(called[end] for end in ends)


@on_text
def number_alone(turn: Turn, text: str) -> bool:
    """``RK-20261124-001`` typed alone."""
    said = bare(text).upper()
    if not turn.actor.has(STAFF) or not _NUMBER.fullmatch(said):
        return False
    row = turn.db.execute(
        select(POSTING, PERSON.c.name.label("person"), PARTY.c.name.label("party"))
        .outerjoin(PERSON, PERSON.c.id == POSTING.c.actor_id)
        .outerjoin(PARTY, PARTY.c.id == POSTING.c.party_id)
        .where(POSTING.c.number == said)
    ).first()
    ends, place = _places(turn, row.id) if row is not None else (set(), "")
    scope = turn.actor.warehouses(STAFF)
    if row is None or (scope is not None and not ends & set(scope)):
        if said[:2] not in list(PostingKind):
            return False
        turn.say(turn.word("posting-not-found", number=said))
        return True
    day = formats.day(row.happened_on, turn.words.locale, turn.actor.today)
    kind = choice_label(turn, PostingKind(row.kind))
    shown = [turn.word("posting-title", number=row.number, kind=kind, place=place)]
    shown.append(turn.label("dot").join(part for part in (day, row.person, row.party) if part))
    shown += lines_told(turn, row.id)
    undone = turn.db.scalar(select(POSTING.c.number).where(POSTING.c.reverses_id == row.id))
    shown += [turn.word("posting-undone", by=undone)] if undone else []
    undo = turn.desk.catalog["undo_posting"]
    may = turn.desk.may(turn.actor, undo) and why_not(turn.db, turn.actor, row.id) is None
    turn.say("\n".join(shown), [[Button(turn.label("button-undo"), f"u:{base36(row.id)}")]] if may else [])
    return True


@on_command("undo", undo_posting.allowed)
def undo(turn: Turn, text: str) -> None:
    """``撤销``, ``撤销 RK-…``; ``撤销 上一张``: what this person posted last."""
    given: dict[str, object] = {}
    if fold(bare(text)) in words_of("questions", "last"):
        newest = recent_postings(turn.db, turn.actor, {})[:1]
        given, text = {"posting": newest[0].value} if newest else {}, ""
    dialogue.begin(turn, turn.desk.catalog["undo_posting"], text, given)


def _taken_back(turn: Turn, draft: Draft) -> Shown:
    """What the undo of a posting would take back."""
    posting_id = draft.answers.get("posting")
    return ("\n".join(lines_told(turn, posting_id)) if isinstance(posting_id, int) else "", ())


VIEWS["undo_posting"] = View(offers=_taken_back)
