"""``jxc-bot backup``."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from sqlalchemy import make_url

from jxc_bot.commands.console import complain, say
from jxc_bot.settings import SettingError, load


def run(asked: argparse.Namespace) -> int:
    """Copies the database to a new file; a file half written is never left under its name."""
    url, target = load().database, Path(asked.file)
    if target.exists():
        complain(f"jxc-bot: {str(target)!r} is there already.")
        return 1
    half = target.with_name(target.name + ".part")
    copy = _copy_sqlite if url.startswith("sqlite") else _dump
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        half.unlink(missing_ok=True)
        half.touch(mode=0o600)
        code = copy(url, half)
        if not code:
            half.rename(target)
            say(f"{target} ({target.stat().st_size} bytes)")
    except (OSError, sqlite3.Error) as error:
        complain(f"jxc-bot: {str(target)!r} cannot be written: {getattr(error, 'strerror', None) or error}.")
        code = 1
    finally:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
    return code


def sqlite_file(url: str) -> Path:
    """The file of an SQLite database."""
    return Path(url.removeprefix("sqlite:///"))


def _copy_sqlite(url: str, target: Path) -> int:
    source = sqlite_file(url)
    if not source.is_file():
        complain(f"jxc-bot: there is no database at {str(source)!r}.")
        return 1
    with contextlib.closing(sqlite3.connect(source)) as live, contextlib.closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    return 0


def _dump(url: str, target: Path) -> int:
    arguments, environment = postgres_arguments(url)
    program = program_named("pg_dump")
    done = subprocess.run(  # noqa: S603  (no shell; our own program and settings)
        [program, "--format=custom", "--no-owner", f"--file={target}", *arguments], env=environment, check=False
    )
    return 1 if done.returncode else 0


def program_named(name: str) -> str:
    """Where PostgreSQL's program is. Raises SettingError."""
    found = shutil.which(name)
    if found is None:
        raise SettingError(f"JXC_DATABASE_URL names a PostgreSQL database, and {name} is not installed here.")
    return found


def postgres_arguments(url: str) -> tuple[list[str], dict[str, str]]:
    """A PostgreSQL program's arguments and environment for ``url``; the password is in neither list of processes."""
    parsed = make_url(url)
    arguments = [f"--dbname={parsed.database or ''}"]
    host = parsed.query.get("host") or parsed.host
    for option, value in (("host", host), ("port", parsed.port), ("username", parsed.username)):
        if value:
            arguments.append(f"--{option}={value}")
    environment = dict(os.environ)
    if parsed.password:
        environment["PGPASSWORD"] = str(parsed.password)
    for option in ("sslmode", "sslrootcert"):
        if option in parsed.query:
            environment[f"PG{option.upper()}"] = str(parsed.query[option])
    return arguments, environment
