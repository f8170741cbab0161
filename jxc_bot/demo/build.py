"""Making the company: once, into a database of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from jxc_bot.database import Database
from jxc_bot.demo.company import found_company
from jxc_bot.demo.trade import trade
from jxc_bot.demo.year import DAYS
from jxc_bot.identity import system_actor
from models.operation import Company


def _silent(posted: int) -> None:
    """Tells nobody."""


def build(
    database: Database, company: Company, now: datetime, tell: Callable[[int], None] = _silent, days: int = DAYS
) -> int:
    """Founds the company and lets it trade for ``days``, in one transaction; returns how many documents it posted.

    ``tell`` hears after every month how many there are.
    """
    actor = system_actor(company, now, "demo")

    def work(db: Session) -> int:
        found_company(db, actor)
        total = 0
        for posted in trade(db, actor, days):
            total += posted
            tell(total)
        return total

    return database.write_now(work)
