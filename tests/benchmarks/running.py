"""The sandbox and the bot as processes of their own, to be measured from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TOKEN = "777:bench"
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 180.0


@dataclass(frozen=True, slots=True)
class Running:
    """A bot at work on a sandbox; ``seconds`` passed from start to ready."""

    root: str
    pid: int
    seconds: float

    @property
    def cpu(self) -> float:
        """CPU seconds of the bot so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @property
    def resident(self) -> float:
        """Memory the bot holds, in MB."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@contextmanager
def running(url: str, accounts: Sequence[int] = (), latency: float = 0.0) -> Iterator[Running]:
    """Starts the sandbox without sending limits, people with these accounts in it, then the bot on a database."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people = [{"id": n, "first_name": f"P{n}", "language_code": "zh", "started": True} for n in accounts]
        bot = {"id": 777, "first_name": "bench", "username": "bench_bot"}
        (folder / "spec.json").write_text(json.dumps({"bot": bot, "people": people, "chats": []}))
        asked = [sys.executable, "-m", "jxc_bot.sandbox", "--port", "0", "--token", TOKEN, "--no-limits"]
        asked += ["--spec", str(folder / "spec.json"), "--latency", str(latency)]
        sandbox = subprocess.Popen(asked, stdout=subprocess.PIPE, text=True)
        assert sandbox.stdout is not None
        root = sandbox.stdout.readline().strip()
        settings = {"JXC_TELEGRAM_TOKEN": TOKEN, "JXC_TELEGRAM_API_URL": root, "JXC_DATABASE_URL": url}
        settings |= {"JXC_HTTP_PORT": "0", "JXC_DATA_DIR": name}
        code = "import sys; from jxc_bot.cli import main; sys.exit(main(['run']))"
        log = (folder / "bot.log").open("w+")
        began = time.perf_counter()
        program = subprocess.Popen([sys.executable, "-c", code], env=os.environ | settings, stdout=log, stderr=log)
        try:
            _until_ready(program, folder / "bot.log", began)
            yield Running(root, program.pid, time.perf_counter() - began)
        finally:
            for process in (program, sandbox):
                process.terminate()
                process.wait(30)
            log.close()
            sandbox.stdout.close()


def _until_ready(program: subprocess.Popen[bytes], log: Path, began: float) -> None:
    while "ready" not in log.read_text():
        if program.poll() is not None or time.perf_counter() - began > PATIENCE:
            raise RuntimeError(log.read_text())
        time.sleep(0.01)
