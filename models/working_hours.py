"""Hours in which a supplier can be expected to answer: Monday to Friday, nine to six, in the company's zone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

OPENS = time(9)
CLOSES = time(18)
SATURDAY = 5


def after_working_hours(start: datetime, hours: int, zone: ZoneInfo) -> datetime:
    """The moment when ``hours`` working hours have passed since ``start`` (aware); in the zone of the company."""
    now, left = start.astimezone(zone), timedelta(hours=hours)
    while True:
        opens, closes = _day(now, OPENS), _day(now, CLOSES)
        if now.weekday() < SATURDAY and now < closes:
            now = max(now, opens)
            if left <= closes - now:
                return now + left
            left -= closes - now
        now = _day(now + timedelta(days=1), OPENS)


def _day(now: datetime, at: time) -> datetime:
    return now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
