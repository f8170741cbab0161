"""When a job is due: a rhythm, and the company's zone it beats in.

A **slot** is one moment at which a job is due. Every process must find the same slots, so they hang on the calendar
and not on when a process was started. (APScheduler's own cron trigger fires twice in the hour that comes twice, and
never returns in some nights in which an hour is left out.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
EVERY_DAY = frozenset(range(7))


class Rhythm(Protocol):
    """The slots of a job, in UTC."""

    def latest(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The last slot that is not after ``now``."""

    def following(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The first slot after ``moment``."""


@dataclass(frozen=True, slots=True)
class Every:
    """At whole multiples of ``step``."""

    step: timedelta

    def latest(self, now: datetime, zone: ZoneInfo) -> datetime:
        return now.astimezone(UTC) - (now - EPOCH) % self.step

    def following(self, moment: datetime, zone: ZoneInfo) -> datetime:
        return self.latest(moment, zone) + self.step


@dataclass(frozen=True, slots=True)
class Daily:
    """At one time of the company's day, once a day: the first time where the clock shows it twice, and later by what
    the clock was put forward where it does not show it at all. ``weekdays``: Monday is 0."""

    at: time
    weekdays: frozenset[int] = EVERY_DAY

    def latest(self, now: datetime, zone: ZoneInfo) -> datetime:
        return self._nearest(now, zone, -DAY, lambda slot: slot <= now)

    def following(self, moment: datetime, zone: ZoneInfo) -> datetime:
        return self._nearest(moment, zone, DAY, lambda slot: slot > moment)

    def _nearest(self, moment: datetime, zone: ZoneInfo, step: timedelta, fits: Callable[[datetime], bool]) -> datetime:
        day = moment.astimezone(zone).date()
        while True:
            slot = datetime.combine(day, self.at, zone).astimezone(UTC)
            if day.weekday() in self.weekdays and fits(slot):
                return slot
            day += step


def daily(hour: int, minute: int = 0) -> Daily:
    """Once a day, at that time of the company's day."""
    return Daily(time(hour, minute))


def weekly(weekday: int, hour: int, minute: int = 0) -> Daily:
    """Once a week; Monday is 0."""
    return Daily(time(hour, minute), frozenset({weekday}))


def every_minutes(minutes: int) -> Every:
    """At every whole multiple of ``minutes``."""
    return Every(timedelta(minutes=minutes))


def every_seconds(seconds: int) -> Every:
    """At every whole multiple of ``seconds``."""
    return Every(timedelta(seconds=seconds))


class RhythmTrigger(BaseTrigger):  # type: ignore[misc]
    """A rhythm as APScheduler asks for it."""

    def __init__(self, rhythm: Rhythm, zone: ZoneInfo) -> None:
        self._rhythm = rhythm
        self._zone = zone

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        return self._rhythm.following(previous_fire_time or now, self._zone).astimezone(self._zone)
