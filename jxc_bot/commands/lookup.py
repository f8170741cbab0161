"""``jxc-bot lookup``."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from jxc_bot.lookup import command


def run(asked: argparse.Namespace) -> int:
    """Answers queries from a catalogue file, or from the database with SKUs."""
    if asked.catalogue is not None:
        if not asked.catalogue.is_file():
            sys.stderr.write(f"jxc-bot: there is no file {str(asked.catalogue)!r}.\n")
            return 2
        try:
            return command.run(asked.catalogue, asked.limit, asked.confidence, sys.stdin, sys.stdout)
        except command.NoTable:
            columns = " and ".join(command.NEEDED)
            sys.stderr.write(f"jxc-bot: {str(asked.catalogue)!r} has no header with the columns {columns}.\n")
            return 2
    from jxc_bot.commands.console import opened
    from jxc_bot.findable import products

    with opened() as (database, _):
        entries = database.read_now(lambda db: [replace(entry, key=entry.sku) for entry in products(db)])
    return command.run(None, asked.limit, asked.confidence, sys.stdin, sys.stdout, entries)
