"""``jxc-bot export``."""

from __future__ import annotations

import argparse
import io
import sys

from jxc_bot.commands.console import opened
from jxc_bot.exchange.export import EXPORTS
from jxc_bot.exchange.formats import WRITERS
from jxc_bot.exchange.purchase_export import purchase_exports


def run(asked: argparse.Namespace) -> int:
    """Writes the rows while they are read; always UTF-8, whatever the terminal's language."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    write = WRITERS[asked.format]
    with opened() as (database, settings):
        export = {**EXPORTS, **purchase_exports(settings.company)}[asked.what]
        database.read_now(lambda db: write(export.columns, export.rows(db), sys.stdout))
    return 0
