"""A process of its own that runs a schedule; started by test_scheduler_processes.py on the database of its argument."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session

from jxc_bot.database import Database
from jxc_bot.schedule import Job, Schedule, every_seconds
from models.operation import Actor, Company
from models.values import utc_now

GRACE = timedelta(seconds=2)


def note(name: str) -> Job:
    """A job that writes down that it ran; nothing but the claim keeps it from being written twice."""

    def work(db: Session, actor: Actor, due: datetime) -> None:
        facts = {"job": name, "due": due.timestamp(), "pid": os.getpid(), "at": utc_now().timestamp()}
        db.execute(text("INSERT INTO ran (job, due, pid, at) VALUES (:job, :due, :pid, :at)"), facts)

    return Job(name, every_seconds(1), work)


async def main(url: str) -> None:
    schedule = Schedule(Database(url), Company(), [note(f"job{n}") for n in range(3)], grace=GRACE)
    schedule.start()
    led = False
    while True:
        await asyncio.sleep(0.02)
        if schedule.is_leader != led:
            led = schedule.is_leader
            print("leads" if led else "follows", flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
