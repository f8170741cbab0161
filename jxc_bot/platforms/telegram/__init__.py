"""Telegram, through python-telegram-bot's types and methods, our own receive loop and an aiohttp transport."""
