"""``jxc-bot demo``."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from jxc_bot.commands.console import complain, say, words
from jxc_bot.database import Database
from jxc_bot.demo.play import company_file, forget_chats, play
from jxc_bot.migrate import upgrade
from jxc_bot.settings import load


def run(asked: argparse.Namespace) -> int:
    """Makes the company if need be, and plays until it is stopped."""
    settings = load()
    told = words(settings)
    folder: Path = asked.folder or settings.data_dir / "demo"
    complain(told("demo-wait"))
    file = company_file(
        folder, settings, fresh=asked.fresh, tell=lambda posted: complain(told("demo-building", posted=posted))
    )
    if asked.build_only:
        say(str(file))
        return 0
    database = Database(f"sqlite:///{file}")
    upgrade(database)
    database.write_now(forget_chats)
    database.close()

    def ready(address: str) -> None:
        complain(told("demo-ready"))
        say(address)
        sys.stdout.flush()

    return asyncio.run(play(settings, file, asked.port, ready))
