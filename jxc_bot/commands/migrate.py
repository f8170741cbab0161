"""``jxc-bot migrate``."""

from __future__ import annotations

import argparse

from jxc_bot.commands.console import say
from jxc_bot.database import Database
from jxc_bot.migrate import current, upgrade
from jxc_bot.settings import load


def run(asked: argparse.Namespace) -> int:
    """Upgrades, and says from where to where."""
    database = Database(load().database)
    try:
        applied = upgrade(database)
        say(f"at {current(database)}" + (f", applied {' '.join(applied)}" if applied else ", nothing to do"))
    finally:
        database.close()
    return 0
