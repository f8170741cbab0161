"""What happens by the clock: jobs declared in one list, run by one leader, every slot taken once.

* ``jobs.py``: the list, ``JOBS``. A new job is one line there and one function ``(db, actor, due) -> None``.
* ``rhythm.py``: when a job is due, in the company's zone.
* ``slots.py``: the claim of a slot, in the transaction of what the job does.
* ``runner.py``: the leader, and what steps in when it hangs.
* ``silence.py``: where the reminders to silent suppliers are plugged in.
"""

from jxc_bot.schedule.job import Job, Look, Work, run_key
from jxc_bot.schedule.rhythm import Rhythm, daily, every_minutes, every_seconds, weekly
from jxc_bot.schedule.runner import Schedule

__all__ = ["Job", "Look", "Rhythm", "Schedule", "Work", "daily", "every_minutes", "every_seconds", "run_key", "weekly"]
