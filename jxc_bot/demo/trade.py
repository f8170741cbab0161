"""The year as it goes into the books: every day's documents, and between them what people do about purchases."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select, update
from sqlmodel import Session

from jxc_bot.demo.office import Diary, Office
from jxc_bot.demo.orders import plan_past
from jxc_bot.demo.supplying import agree
from jxc_bot.demo.today import plan_today
from jxc_bot.demo.year import DAYS, SEED, Doc, Year
from models import ledger
from models.operation import Actor
from models.people import Grant, Role
from models.stock import Posting, PostingKind
from models.table import table

GRANT, POSTING = table(Grant), table(Posting)
PURCHASING_DAYS = 180
"""Since when orders are written; before, goods just came."""


def trade(db: Session, actor: Actor, days: int = DAYS) -> Iterator[int]:
    """Posts the ``days`` before today, beginning with the opening stock; yields each month's number of documents."""
    today, zone = actor.today, actor.company.zone
    year = Year(db, today, days)
    diary = _diary(db, actor, year, days)
    people, clock, told = _people(db), random.Random(SEED), 0
    for back in range(days, 0, -1):
        day = today - timedelta(days=back)
        opens = datetime.combine(day, time(8), zone).astimezone(UTC)
        for doc in year.documents(day):
            opens = min(opens + timedelta(minutes=clock.randint(5, 45)), _closes(day, actor))
            _post(db, replace(actor, person_id=people[doc.kind], at=opens), doc)
        diary.until(datetime.combine(day, time.max, zone).astimezone(UTC))
        if day.day == 1:
            count = _count(db)
            yield count - told
            told = count
    diary.until(actor.at)
    yield _count(db) - told
    # It was not learned today, but at the time.
    db.execute(update(POSTING).values(recorded_at=POSTING.c.happened_at))


def _diary(db: Session, actor: Actor, year: Year, days: int) -> Diary:
    office = Office(db, actor, year)
    first = office.moment(actor.today - timedelta(days=min(days - 1, PURCHASING_DAYS)), 8)
    diary = Diary(office, first)
    agree(office, diary, first)
    plan_past(office, diary, first)
    plan_today(office, diary)
    return diary


def _closes(day: date, actor: Actor) -> datetime:
    return datetime.combine(day, time(19), actor.company.zone).astimezone(UTC)


def _post(db: Session, who: Actor, doc: Doc) -> None:
    ledger.post(db, who, doc.kind, doc.moves, happened_on=who.today, party_id=doc.party_id, reason=doc.reason)


def _count(db: Session) -> int:
    return db.scalar(select(func.count()).select_from(POSTING)) or 0


def _people(db: Session) -> dict[PostingKind, int]:
    """Who books what."""
    first = select(GRANT.c.role, func.min(GRANT.c.person_id)).group_by(GRANT.c.role)
    who = {Role(role): person_id for role, person_id in db.execute(first)}
    keeper, manager = who[Role.WAREHOUSE], who[Role.MANAGER]
    return {
        PostingKind.OPENING: manager,
        PostingKind.GOODS_IN: keeper,
        PostingKind.TRANSFER: keeper,
        PostingKind.GOODS_OUT: keeper,
        PostingKind.ADJUSTMENT: manager,
    }
