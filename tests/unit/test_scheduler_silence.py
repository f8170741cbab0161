"""The ladder of silence on the real purchase domain, time moved: every step once, whoever runs it and whenever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from handlers.purchasing.silence import NoteSilence, SilenceFact, SilenceStep, note_silence
from jxc_bot.desk import Desk
from jxc_bot.schedule import Job, Schedule, every_minutes
from jxc_bot.schedule.silence import Silence
from models.operation import Actor
from models.purchase_answer import SilenceMark
from tests.given import Given
from tests.given_purchase import NOON, Buying

HALF_AN_HOUR = timedelta(minutes=30)


class Ladder:
    """An order that was sent on Tuesday at noon and is not answered, and two schedules that watch it."""

    def __init__(self, given: Given) -> None:
        self.given, self.buying = given, Buying(given)
        self.order = self.buying.sent((self.buying.cola, 48, "2.5"))
        self.taken: list[tuple[str, datetime]] = []
        silence = Silence()
        silence.plug(self._take)
        job = Job("supplier_silence", every_minutes(5), silence.run)
        self.schedules = [Schedule(given.database, given.company, [job]) for _ in range(2)]

    def _take(self, db: Session, actor: Actor, step: SilenceFact) -> None:
        form = NoteSilence(order=step.order_id, round=step.round, step=step.step)
        Desk([note_silence]).perform(db, actor, note_silence, form, step.key)
        self.taken.append((step.step.name, actor.at))

    def run(self, now: datetime) -> list[str]:
        before = len(self.taken)
        for schedule in self.schedules:
            schedule.run_due(now)
        return [name for name, _ in self.taken[before:]]


@pytest.fixture
def ladder(given: Given) -> Ladder:
    return Ladder(given)


def test_every_step_is_taken_once_in_working_hours(ladder: Ladder) -> None:
    now = NOON
    while now < NOON + timedelta(days=4):
        now += HALF_AN_HOUR
        ladder.run(now)
    steps = [(name, at.strftime("%a %H:%M")) for name, at in ladder.taken]
    assert steps == [  # in UTC: Shanghai's working day is 01:00 to 10:00
        ("REMIND", "Tue 08:00"),
        ("REMIND_AGAIN", "Thu 10:00"),
        ("TELL_BUYER", "Fri 02:00"),
        ("OFFER_NEXT", "Fri 03:00"),
    ]
    assert ladder.given.count(SilenceMark) == len(SilenceStep)


def test_a_stop_of_days_loses_nothing_and_repeats_nothing(ladder: Ladder) -> None:
    assert ladder.run(NOON + timedelta(hours=4)) == ["REMIND"]
    late = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
    assert ladder.run(late) == ["REMIND_AGAIN", "TELL_BUYER", "OFFER_NEXT"]
    assert ladder.run(late + timedelta(days=30)) == []


def test_an_answer_ends_the_ladder(ladder: Ladder) -> None:
    ladder.run(NOON + timedelta(hours=4))
    [line] = ladder.buying.line_ids(ladder.order)
    answer = [{"line": line, "kind": "accept"}]
    ladder.buying.do("answer_order", ladder.buying.seller, order=ladder.order, lines=answer)
    assert ladder.run(NOON + timedelta(days=7)) == []
