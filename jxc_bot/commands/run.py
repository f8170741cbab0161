"""``jxc-bot run``."""

from __future__ import annotations

import argparse

from jxc_bot.settings import load


def run(asked: argparse.Namespace) -> int:
    """The bot, until it is stopped."""
    settings = load()
    settings.token()
    from jxc_bot import app

    return app.main(settings)
