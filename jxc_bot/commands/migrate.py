"""``jxc-bot migrate``."""

from __future__ import annotations

import argparse

from jxc_bot.commands.console import say
from jxc_bot.migrate import brought_up, current
from jxc_bot.settings import load


def run(asked: argparse.Namespace) -> int:
    """Upgrades, and says from where to where."""
    database, applied = brought_up(load())
    try:
        say(f"at {current(database)}" + (f", applied {' '.join(applied)}" if applied else ", nothing to do"))
    finally:
        database.close()
    return 0
