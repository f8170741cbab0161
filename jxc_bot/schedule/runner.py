"""The leader, and its substitutes.

One process leads: it holds the lock ``schedule`` and lets APScheduler call the jobs. When it dies, the lock is free
and the next one leads within a second. When it hangs or is paused it keeps the lock; then whoever sees a slot that
nobody took for ``grace`` runs it. That is safe because every slot is claimed (``slots.py``): leading saves work, the
claim keeps things from being done twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from jxc_bot import logs
from jxc_bot.database import Database
from jxc_bot.identity import system_actor
from jxc_bot.lock import Lock
from jxc_bot.schedule import slots
from jxc_bot.schedule.job import Job, Work
from jxc_bot.schedule.rhythm import RhythmTrigger
from models.operation import Actor, Company
from models.values import utc_now

GRACE = timedelta(seconds=8)
SWEEP_EVERY = 15
LATE = timedelta(minutes=10)
LAST_WORDS = 5.0
"""Seconds that a job may still work when the program is to stop."""
OPTIONS: dict[str, Any] = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}

_log = structlog.get_logger(__name__)


class Schedule:
    """Runs ``jobs`` of one database for one company. ``clock`` tells the time (UTC)."""

    def __init__(
        self,
        database: Database,
        company: Company,
        jobs: Sequence[Job],
        *,
        clock: Callable[[], datetime] = utc_now,
        done: Callable[[], None] | None = None,
        grace: timedelta = GRACE,
    ) -> None:
        """``done`` is called when jobs have run: something may be in the outbox."""
        self._database = database
        self._company = company
        self._jobs = tuple(jobs)
        self._clock = clock
        self._done = done
        self._grace = grace
        self._lock = Lock(database, "schedule")
        self._tasks: list[asyncio.Task[None]] = []
        self._at_work: set[asyncio.Task[None]] = set()
        self.is_leader = False
        """Whether it is this process that leads."""

    def start(self) -> None:
        """Begins to wait for the lead."""
        self._tasks = [
            asyncio.create_task(self._lead(), name="schedule"),
            asyncio.create_task(self._watch(), name="schedule-watch"),
        ]

    async def stop(self) -> None:
        """Calls no more jobs, lets those at work finish (for a while), and gives up the lead.

        One that takes longer does no harm: what it does is one transaction, and is done anew at the next start.
        """
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=LAST_WORDS)
        self._lock.release()

    def run_due(self, now: datetime) -> list[str]:
        """Runs every job whose last slot at ``now`` nobody has taken; returns the names of those that ran."""
        due = self._database.read_now(partial(slots.open_slots, jobs=self._jobs, now=now, zone=self._company.zone))
        return [job.name for job, _ in due if self._run(job, now)]

    def check(self) -> str:
        """Empty when every job has run as it should; else the names of those that have not. For the health page."""
        then = self._clock() - LATE
        late = self._database.read_now(partial(slots.open_slots, jobs=self._jobs, now=then, zone=self._company.zone))
        names = {job.name for job, _ in late} | set(self._database.read_now(slots.failing))
        return ", ".join(sorted(names))

    async def _lead(self) -> None:
        while True:
            await self._lock.take()
            scheduler = self._scheduler()
            self.is_leader = True
            _log.info("schedule leads", jobs=len(self._jobs))
            try:
                scheduler.start()
                self._begin()  # what became due while nobody led
                await self._lock.lost()
            finally:
                self.is_leader = False
                scheduler.shutdown(wait=False)
            _log.warning("another process may lead the schedule now")

    def _scheduler(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(timezone=self._company.zone, job_defaults=OPTIONS)
        for job in self._jobs:
            trigger = RhythmTrigger(job.trigger, self._company.zone)
            scheduler.add_job(self._fire, trigger, id=job.name, name=job.name, args=[job])
        # Tries again what failed.
        scheduler.add_job(self._fire, IntervalTrigger(seconds=SWEEP_EVERY), id="sweep", name="sweep")
        return scheduler

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._grace.total_seconds() / 2)
            if not self.is_leader:
                await asyncio.shield(self._keep(self._stand_in()))

    async def _stand_in(self) -> None:
        try:
            await asyncio.to_thread(self._substitute)
        except SQLAlchemyError as error:
            _log.warning("schedule not read", error=logs.where(error))

    def _substitute(self) -> None:
        then = self._clock() - self._grace
        missed = self._database.read_now(partial(slots.open_slots, jobs=self._jobs, now=then, zone=self._company.zone))
        for job, _ in missed:
            if self._run(job, self._clock()):
                _log.warning("the leader has not run a job, done here", job=job.name)

    async def _fire(self, job: Job | None = None) -> None:
        await asyncio.shield(self._begin(job))  # when the scheduler stops, what is at work goes on

    def _begin(self, job: Job | None = None) -> asyncio.Task[None]:
        """Runs a job (None: all that is due) beside the event loop."""
        return self._keep(self._work(job))

    def _keep(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Begins what ``stop`` has to wait for: the database must not be closed under it."""
        task = asyncio.create_task(work)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return task

    async def _work(self, job: Job | None) -> None:
        try:
            if job is None:
                ran = bool(await asyncio.to_thread(self.run_due, self._clock()))
            else:
                ran = await asyncio.to_thread(self._run, job, self._clock())
        except SQLAlchemyError as error:
            _log.warning("schedule not read", error=logs.where(error))
        else:
            if ran and self._done is not None:
                self._done()

    def _run(self, job: Job, now: datetime) -> bool:
        """Runs the last slot of ``job``, unless it is taken; whether it ran. A failure is kept, to be tried again."""
        due = job.trigger.latest(now, self._company.zone)
        actor = system_actor(self._company, now, f"schedule:{job.name}")
        try:
            work = job.function
            if job.look is not None:
                if not self._database.read_now(partial(slots.is_open, job=job.name, due=due, now=now)):
                    return False
                look = job.look
                work = self._database.read_now(lambda db: look(db, actor, due))
            assert work is not None
            return self._database.write_now(partial(_claimed, work=work, job=job.name, actor=actor, due=due))
        except Exception as error:
            _log.error("job failed", job=job.name, error=logs.where(error))
            self._failed(job, due, now, logs.where(error))
            return False

    def _failed(self, job: Job, due: datetime, now: datetime, error: str) -> None:
        try:
            self._database.write_now(partial(slots.failed, job=job.name, due=due, now=now, error=error))
        except SQLAlchemyError as problem:
            _log.warning("failure of a job not kept", job=job.name, error=logs.where(problem))


def _claimed(db: Session, work: Work, job: str, actor: Actor, due: datetime) -> bool:
    if not slots.claim(db, job, due, actor.at):
        return False
    work(db, actor, due)
    return True
