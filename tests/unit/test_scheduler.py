"""The schedule, time moved and not slept: slots in the company's zone, each taken once, nothing lost by a stop."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text, update
from sqlmodel import Session

from handlers.purchasing.silence import SilenceFact, SilenceStep
from jxc_bot.database import Database
from jxc_bot.lock import Lock
from jxc_bot.schedule import Job, Schedule, daily, every_minutes, every_seconds, jobs, run_key, slots
from jxc_bot.schedule.jobs import JOBS
from jxc_bot.schedule.silence import Silence
from models import reservations
from models.draft import Draft, DraftState
from models.errors import AlreadyDone, NotFound
from models.operation import Actor, Company
from models.people import Chat
from models.reservations import Promise
from models.stock import StockLevel
from models.table import table
from tests.given import Given, ident

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
COMPANY = Company()


def local(zone: ZoneInfo, *when: int) -> datetime:
    return datetime(*when, tzinfo=zone).astimezone(UTC)  # type: ignore[misc, arg-type]


@contextlib.asynccontextmanager
async def running(*schedules: Schedule) -> AsyncIterator[None]:
    """Starts them, the first one leading, and stops what is still running."""
    for schedule in schedules:
        schedule.start()
        await until(lambda: schedules[0].is_leader)
    try:
        yield
    finally:
        for schedule in schedules:
            await schedule.stop()


async def until(true: Callable[[], bool], seconds: float = 3) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0)


class Counting:
    """A job that remembers the slots it ran for and the days it took them for."""

    def __init__(self, job: Job | None = None) -> None:
        self.dues: list[datetime] = []
        self.days: list[date] = []

    def __call__(self, db: Session, actor: Actor, due: datetime) -> None:
        self.dues.append(due)
        self.days.append(actor.today)


@pytest.mark.parametrize(("hour", "minute"), [(0, 30), (23, 30)])
def test_a_daily_job_is_due_at_that_time_of_the_companys_day(database: Database, hour: int, minute: int) -> None:
    job = Counting()
    schedule = Schedule(database, COMPANY, [Job("nightly", daily(hour, minute), job)])
    slot = local(SHANGHAI, 2026, 11, 24, hour, minute)
    schedule.run_due(slot - timedelta(seconds=1))
    assert job.dues == [slot - timedelta(days=1)]
    schedule.run_due(slot)
    schedule.run_due(slot + timedelta(hours=23, minutes=59))
    assert job.dues == [slot - timedelta(days=1), slot]
    assert job.days[1] == date(2026, 11, 24)


def test_the_zone_of_the_machine_does_not_matter(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    job = Counting()
    Schedule(database, Company(zone=BERLIN), [Job("n", daily(0, 30), job)]).run_due(local(BERLIN, 2026, 7, 1, 0, 31))
    assert job.dues == [local(BERLIN, 2026, 7, 1, 0, 30)]


def test_a_daily_job_runs_once_on_the_days_the_clock_is_changed(database: Database) -> None:
    job = Counting()
    schedule = Schedule(database, Company(zone=BERLIN), [Job("n", daily(2, 30), job)])
    for first in (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)):
        schedule.run_due(first)
        before = len(job.dues)
        for quarter in range(4 * 48):
            schedule.run_due(first + timedelta(minutes=15 * quarter))
        assert len(job.dues) - before == 2


def test_after_a_stop_a_job_runs_once_for_all_it_missed(database: Database) -> None:
    job = Counting()
    schedule = Schedule(database, COMPANY, [Job("often", every_minutes(5), job)])
    start = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    schedule.run_due(start)
    later = start + timedelta(days=30, minutes=7)
    assert schedule.run_due(later) == ["often"]
    assert schedule.run_due(later) == []
    assert job.dues == [start, start + timedelta(days=30, minutes=5)]


def test_a_job_that_fails_leaves_nothing_and_is_tried_again(database: Database) -> None:
    troubles = [RuntimeError("no"), RuntimeError("no")]

    def work(db: Session, actor: Actor, due: datetime) -> None:
        db.add(Chat(platform="telegram", address=str(len(troubles)), title="made"))
        db.flush()
        if troubles:
            raise troubles.pop()

    schedule = Schedule(database, COMPANY, [Job("frail", daily(3), work)], clock=lambda: now)
    now = local(SHANGHAI, 2026, 11, 24, 3, 0)
    assert schedule.run_due(now) == []
    assert schedule.run_due(now + timedelta(seconds=14)) == [] and len(troubles) == 1  # not at once
    assert schedule.check() == "frail"
    assert schedule.run_due(now + timedelta(seconds=15)) == []
    assert schedule.run_due(now + timedelta(seconds=45)) == ["frail"]
    assert schedule.check() == ""
    assert database.read_now(lambda db: db.scalars(select(table(Chat).c.address)).all()) == ["0"]


def test_a_late_leader_does_not_run_a_slot_that_is_past(database: Database) -> None:
    job = Counting()
    schedule = Schedule(database, COMPANY, [Job("often", every_minutes(1), job)])
    now = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)
    schedule.run_due(now)
    assert schedule.run_due(now - timedelta(minutes=3)) == []
    assert job.dues == [now]


def test_a_slot_taken_by_a_clock_that_was_wrong_counts_for_nothing(database: Database) -> None:
    job = Counting()
    schedule = Schedule(database, COMPANY, [Job("often", every_minutes(1), job)])
    now = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)
    schedule.run_due(now + timedelta(days=400))
    assert schedule.run_due(now) == ["often"]


def test_many_that_claim_one_slot_are_one(database: Database) -> None:
    job = Counting()
    schedules = [Schedule(database, COMPANY, [Job("often", every_minutes(1), job)]) for _ in range(6)]
    now = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)

    async def all_at_once() -> list[list[str]]:
        return await asyncio.gather(*(asyncio.to_thread(schedule.run_due, now) for schedule in schedules))

    assert sorted(asyncio.run(all_at_once())) == [[]] * 5 + [["often"]]
    assert job.dues == [now]


def test_a_look_reads_first_and_only_its_work_holds_the_claim(database: Database) -> None:
    seen: list[str] = []

    def look(db: Session, actor: Actor, due: datetime) -> jobs.Work:
        seen.append("looked")
        return lambda db, actor, due: seen.append("worked")

    schedule = Schedule(database, COMPANY, [Job("long", daily(3), look=look)])
    now = local(SHANGHAI, 2026, 11, 24, 4, 0)
    schedule.run_due(now)
    schedule.run_due(now)
    assert seen == ["looked", "worked"]


def test_a_job_is_either_work_or_a_look() -> None:
    with pytest.raises(ValueError, match="either"):
        Job("neither", daily(3))


def test_the_names_of_jobs_differ_and_their_keys_fit() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)
    assert all(len(run_key(job.name, datetime.now(UTC))) <= 96 for job in JOBS)
    assert run_key("a", local(SHANGHAI, 2026, 11, 24, 8, 0)) == "schedule:a:20261124T000000"


async def test_the_leader_calls_jobs_by_itself_and_stops(sqlite_database: Database) -> None:
    job, woken = Counting(), asyncio.Event()
    schedule = Schedule(sqlite_database, COMPANY, [Job("tick", every_seconds(1), job)], done=woken.set)
    async with running(schedule):
        for _ in range(3):
            woken.clear()
            await asyncio.wait_for(woken.wait(), 3)
    assert not schedule.is_leader
    assert len(set(job.dues)) == len(job.dues) >= 3


async def test_only_one_of_two_leads_and_the_other_follows_it(database: Database) -> None:
    first, second = (Schedule(database, COMPANY, []) for _ in range(2))
    async with running(first, second):
        await asyncio.sleep(0.7)
        assert not second.is_leader
        await first.stop()
        await until(lambda: second.is_leader)


async def test_a_broken_connection_ends_the_lead_at_once(postgres_database: Database) -> None:
    schedule = Schedule(postgres_database, COMPANY, [])
    cut = (
        "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
        "WHERE l.locktype = 'advisory' AND d.datname = current_database()"
    )
    async with running(schedule):
        assert postgres_database.read_now(lambda db: db.execute(text(cut)).all()) == [(True,)]
        await until(lambda: not schedule.is_leader, 1.5)
        await until(lambda: schedule.is_leader)


async def test_a_lock_that_comes_while_we_are_told_to_stop_is_let_go(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, other = Lock(database, "slow"), Lock(database, "slow")
    begun, quick = threading.Event(), lock.try_now

    def slow() -> bool:
        begun.set()
        time.sleep(0.3)
        return quick()

    monkeypatch.setattr(lock, "try_now", slow)
    taking = asyncio.create_task(lock.take())
    await asyncio.to_thread(begun.wait)
    taking.cancel()
    await asyncio.gather(taking, return_exceptions=True)
    lock.release()
    await asyncio.sleep(0.5)
    assert other.try_now()
    other.release()


async def test_what_a_substitute_does_is_ended_before_it_stops(sqlite_database: Database) -> None:
    begun, ended = threading.Event(), threading.Event()

    def long(db: Session, actor: Actor, due: datetime) -> None:
        begun.set()
        time.sleep(0.5)
        ended.set()

    leader = Lock(sqlite_database, "schedule")
    assert leader.try_now()
    schedule = Schedule(sqlite_database, COMPANY, [Job("long", daily(3), long)], grace=timedelta(seconds=0.1))
    schedule.start()
    await asyncio.to_thread(begun.wait, 10)
    await schedule.stop()
    assert ended.is_set()
    leader.release()


async def test_a_job_that_takes_long_does_not_keep_the_program_from_stopping(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jxc_bot.schedule.runner.LAST_WORDS", 0.1)
    begun, may_end = threading.Event(), threading.Event()

    def long(db: Session, actor: Actor, due: datetime) -> None:
        begun.set()
        may_end.wait(10)

    schedule = Schedule(sqlite_database, COMPANY, [Job("long", daily(3), long)])
    schedule.start()
    await asyncio.to_thread(begun.wait, 10)
    await asyncio.wait_for(schedule.stop(), 5)
    may_end.set()


def test_the_nightly_check_tells_what_does_not_hold(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(jobs, "ON_DIFFERENCES", [lambda db, actor, due, found: told.extend(found)])
    cola, main = given.product("可乐"), given.warehouse()
    given.stock(cola, main, 48)
    schedule = Schedule(given.database, COMPANY, [job for job in JOBS if job.name == "ledger_check"])
    now = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    assert schedule.run_due(now) == ["ledger_check"] and told == []
    given.database.write_now(lambda db: db.execute(update(table(StockLevel)).values(quantity=Decimal(47))))
    assert schedule.run_due(now + timedelta(hours=12)) == []  # not before the next night
    assert schedule.run_due(now + timedelta(days=1)) == ["ledger_check"]
    assert len(told) == 1 and told[0].startswith("level")


def test_what_has_expired_is_put_away(given: Given) -> None:
    cola, main, person = given.product("可乐"), given.warehouse(), given.person("小李")
    given.stock(cola, main, 48)
    now = datetime.now(UTC)
    promise = [Promise(ident(cola), given.home(main), given.on_hand(cola) / 2)]
    past, future = now - timedelta(minutes=6), now + timedelta(hours=1)

    def prepare(db: Session) -> None:
        reservations.reserve(db, promise, source="sale:1", at=past, expires_at=past)
        chat = db.scalar(select(table(Chat).c.id))
        for end, state in ((past, DraftState.PARKED), (past, DraftState.DONE), (future, DraftState.ASKING)):
            db.add(Draft(operation="x", person_id=ident(person), chat_id=chat, state=state, expires_at=end))

    given.database.write_now(prepare)
    Schedule(given.database, COMPANY, JOBS).run_due(now)
    assert given.reserved(cola) == 0
    states = given.database.read_now(lambda db: db.scalars(select(table(Draft).c.state)).all())
    assert sorted(states) == ["asking", "done", "expired"]


def step(number: int) -> SilenceFact:
    now = datetime.now(UTC)
    return SilenceFact(number, f"PO-{number}", 1, "甲", 1, None, 1, SilenceStep.REMIND, now, now)


def test_a_reminder_that_cannot_be_taken_holds_up_no_other(given: Given) -> None:
    taken: list[int] = []
    silence = Silence(lambda db, actor: [step(1), step(2), step(3), step(4)])
    actor = given.actor()

    def run() -> None:
        given.database.write_now(lambda db: silence.run(db, actor, actor.at))

    def take(db: Session, actor: Actor, fact: SilenceFact) -> None:
        db.add(Chat(platform="telegram", address=fact.number, title=""))
        db.flush()
        if fact.order_id == 2:
            raise NotFound(kind="order", text="2")
        if fact.order_id == 3:
            raise AlreadyDone(number=fact.number)
        taken.append(fact.order_id)

    run()  # nothing is plugged in
    silence.plug(take)
    run()
    assert taken == [1, 4]
    assert given.count(Chat) == 1 + 2  # the actor's, and those of 1 and 4


def test_the_ladder_asks_the_purchase_domain_and_is_quiet_without_orders(given: Given) -> None:
    silence, actor, taken = Silence(), given.actor(), []
    silence.plug(lambda db, actor, fact: taken.append(fact))
    given.database.write_now(lambda db: silence.run(db, actor, actor.at))
    assert taken == []


def test_a_claim_and_what_is_done_for_it_are_kept_together(database: Database) -> None:
    now = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

    def claim_and_fail(db: Session) -> None:
        assert slots.claim(db, "j", now, now)
        raise NotFound(kind="order", text="1")

    with pytest.raises(NotFound):
        database.write_now(claim_and_fail)
    assert database.write_now(lambda db: slots.claim(db, "j", now, now))
    assert not database.write_now(lambda db: slots.claim(db, "j", now, now))
