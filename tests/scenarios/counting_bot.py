"""A bot that counts: the whole path of ``jxc-bot run`` with a handler of five lines. Run as a process of its own.

``python -m tests.scenarios.counting_bot DATABASE_URL API_ROOT TOKEN``; prints ``ready`` when it receives.
"""

from __future__ import annotations

import asyncio
import signal
import sys

from sqlmodel import Session

from jxc_bot.conversation.message import Event, Incoming
from jxc_bot.conversation.reply import Reply
from jxc_bot.courier import Courier
from jxc_bot.database import Database
from jxc_bot.identity import chat_of
from jxc_bot.lanes import Lanes
from jxc_bot.metrics import Metrics
from jxc_bot.outbox import enqueue
from jxc_bot.platforms.telegram.bot import TelegramBot
from jxc_bot.platforms.telegram.receive import Intake, Poller, Reader
from jxc_bot.platforms.telegram.receiving import Polling
from jxc_bot.platforms.telegram.send import TelegramCarrier
from jxc_bot.rates import Rates
from models.draft import Draft  # noqa: F401 - the tables a chat refers to
from models.location import Warehouse  # noqa: F401
from models.party import Party  # noqa: F401
from models.people import Chat
from models.table import table

CHAT = table(Chat)


def count(db: Session, incoming: Incoming) -> None:
    """Adds the number to the chat's tally (its title), and tells it: wrong when one is lost or counted twice."""
    if incoming.event is not Event.TEXT:
        return
    chat = chat_of(db, incoming, None)
    before = db.execute(CHAT.select().where(CHAT.c.id == chat.id)).one().title
    tally = int(before or 0) + int(incoming.text)
    db.execute(CHAT.update().where(CHAT.c.id == chat.id).values(title=str(tally)))
    enqueue(db, chat.id, Reply(text=f"{incoming.text} → {tally}"))


async def main(url: str, root: str, token: str) -> None:
    database, metrics = Database(url), Metrics()
    bot = TelegramBot(token, root)
    await bot.open()
    courier = Courier(database, {"telegram": TelegramCarrier(bot)}, rates=Rates(learns=True), metrics=metrics)
    reader = Reader(bot, await bot.who_am_i())
    lanes = Lanes(database, {"telegram": reader}, count, handled=courier.wake, metrics=metrics)
    polling = Polling(database, bot, Poller(bot, Intake(database, lanes.put, metrics), metrics))
    courier.start()
    await lanes.start()
    await polling.start()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await stop.wait()
    await polling.stop()
    await lanes.drain(5)
    await lanes.stop()
    await courier.drain(5)
    await courier.stop()
    await bot.close_transport()
    database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
