"""Two real processes on one database: no slot twice, whoever is killed or paused."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from jxc_bot.database import Database

SCRIPT = Path(__file__).with_name("schedule_process.py")
ROOT = SCRIPT.parents[2]


class Watched:
    """The database the processes work on, and the processes."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self._url = url
        self.processes: list[subprocess.Popen[str]] = []
        ran = "CREATE TABLE ran (job TEXT, due DOUBLE PRECISION, pid INTEGER, at DOUBLE PRECISION)"
        self.database.write_now(lambda db: db.execute(text(ran)))

    def start(self) -> None:
        command = [sys.executable, str(SCRIPT), self._url]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.processes.append(subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True))

    def rows(self) -> list[tuple[str, float, int, float]]:
        query = text("SELECT job, due, pid, at FROM ran ORDER BY at")
        return [tuple(row) for row in self.database.read_now(lambda db: db.execute(query).all())]  # type: ignore[misc]

    def wait_for_run(self, pid: int, since: float, seconds: float) -> float:
        """How long after ``since`` the process ``pid`` first ran a job."""
        until = time.time() + seconds
        while time.time() < until:
            for row in self.rows():
                if row[2] == pid and row[3] > since:
                    return row[3] - since
            time.sleep(0.05)
        raise AssertionError("it did not take over")

    def close(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()
        self.database.close()


@pytest.fixture
def watched(database_url: str) -> Iterator[Watched]:
    made = Watched(database_url)
    yield made
    made.close()


@pytest.mark.slow
def test_no_slot_is_run_twice_whoever_is_paused_or_killed(watched: Watched) -> None:
    watched.start()
    leader = watched.processes[0]
    watched.wait_for_run(leader.pid, 0, 20)
    watched.start()
    other = watched.processes[1]
    time.sleep(2.5)  # both are up: only one runs anything
    assert {row[2] for row in watched.rows()} == {leader.pid}

    leader.send_signal(signal.SIGSTOP)
    stepped_in = watched.wait_for_run(other.pid, time.time(), 15)
    leader.send_signal(signal.SIGCONT)
    watched.wait_for_run(leader.pid, time.time(), 5)  # it wakes late, and goes on

    leader.kill()
    taken_over = watched.wait_for_run(other.pid, time.time(), 15)
    time.sleep(1.2)
    twice = {slot: n for slot, n in Counter((row[0], row[1]) for row in watched.rows()).items() if n > 1}
    assert twice == {}
    assert stepped_in < 15 and taken_over < 15
    print(f"substitute after {stepped_in:.1f} s, takeover after {taken_over:.1f} s")
