"""Telegram, through python-telegram-bot's types and methods, our own receive loop and an aiohttp transport."""

import os

# Periods of time come as timedelta, as they will by default one day; until then anything else warns.
os.environ["PTB_TIMEDELTA"] = "true"
