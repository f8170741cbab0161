"""``jxc-bot restore``."""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import sqlalchemy as sa

from jxc_bot.commands.backup import postgres_arguments, program_named, sqlite_file
from jxc_bot.commands.console import complain, opened, say
from jxc_bot.database import Database
from jxc_bot.lock import Lock
from jxc_bot.migrate import current, telling
from jxc_bot.settings import load


def run(asked: argparse.Namespace) -> int:
    """Replaces the database by the backup, then brings it to the newest version."""
    settings, source = load(), Path(asked.file)
    url = settings.database
    if not source.is_file():
        complain(f"jxc-bot: there is no file {str(source)!r}.")
        return 2
    with telling(settings):
        if not asked.force and _has_something(url):
            complain("jxc-bot: the database has something in it; --force replaces it.")
            return 1
        if _bot_runs(url):
            complain("jxc-bot: the bot runs on this database; stop it first.")
            return 1
        put = _sqlite if url.startswith("sqlite") else _postgresql
        code = put(url, source)
    if code:
        return code
    with opened(settings) as (database, _):
        say(f"restored, at {current(database)}")
    return 0


def _has_something(url: str) -> bool:
    if url.startswith("sqlite") and not sqlite_file(url).exists():
        return False
    database = Database(url)
    try:
        if current(database) is None:
            return bool(sa.inspect(database.engine).get_table_names())  # of another program
        tables = ("person", "product", "posting")
        with database.engine.connect() as connection:
            return any(connection.scalar(sa.text(f"SELECT count(*) FROM {name}")) for name in tables)
    finally:
        database.close()


def _bot_runs(url: str) -> bool:
    """Whether a bot works on the database: its file would be taken from under it, and what it books be lost."""
    if url.startswith("sqlite") and not sqlite_file(url).exists():
        return False
    database = Database(url)
    try:
        return Lock(database, "schedule").is_taken()
    finally:
        database.close()


def _sqlite(url: str, source: Path) -> int:
    """The file is proved sound before it takes the place of the one that is there."""
    target = sqlite_file(url)
    try:
        with contextlib.closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            copy.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        complain(f"jxc-bot: {str(source)!r} is not a sound backup of this program.")
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    half = target.with_name(target.name + ".part")
    shutil.copyfile(source, half)
    half.chmod(0o600)
    if os.geteuid() == 0:  # whoever runs the bot must be able to open it
        theirs = (target if target.exists() else target.parent).stat()
        os.chown(half, theirs.st_uid, theirs.st_gid)
    for rest in ("-wal", "-shm"):
        target.with_name(target.name + rest).unlink(missing_ok=True)
    half.replace(target)
    return 0


def _postgresql(url: str, source: Path) -> int:
    """Everything that is there goes first: a table newer than the backup would be in the way of the upgrade."""
    arguments, environment = postgres_arguments(url)
    program = program_named("pg_restore")
    seen = subprocess.run([program, "--list", str(source)], capture_output=True, check=False)  # noqa: S603
    if seen.returncode or b"alembic_version" not in seen.stdout:
        complain(f"jxc-bot: {str(source)!r} is not a sound backup of this program.")
        return 1
    database = Database(url)
    with database.engine.connect() as connection, connection.begin():
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    database.close()
    options = ["--no-owner", "--exit-on-error", "--single-transaction"]
    done = subprocess.run([program, *options, *arguments, str(source)], env=environment, check=False)  # noqa: S603
    return 1 if done.returncode else 0
