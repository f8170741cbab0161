"""What the commands share: the settings, the database at the newest version, and who performs from a console."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

from jxc_bot.database import Database
from jxc_bot.identity import system_actor
from jxc_bot.migrate import open_database, working
from jxc_bot.settings import Settings, load
from jxc_bot.words import Words
from models.operation import Actor
from models.values import utc_now


@contextlib.contextmanager
def opened(settings: Settings | None = None) -> Iterator[tuple[Database, Settings]]:
    """The database of the settings, brought to the newest version. Raises SettingError."""
    settings = settings or load()
    database = open_database(settings)
    try:
        with working(settings):
            yield database, settings
    finally:
        database.close()


def operator(settings: Settings) -> Actor:
    """Whoever has this machine's console: as entitled as an owner."""
    return system_actor(settings.company, utc_now(), "cli")


def words(settings: Settings) -> Words:
    """The words of the company's language."""
    return Words.of(settings.locale)


def say(line: str) -> None:
    """One line to standard output."""
    sys.stdout.write(line + "\n")


def complain(line: str) -> None:
    """One line to standard error."""
    sys.stderr.write(line + "\n")
