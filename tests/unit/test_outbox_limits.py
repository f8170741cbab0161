"""The courier against a server that enforces Telegram's rates."""

from __future__ import annotations

from jxc_bot.conversation.reply import Reply
from jxc_bot.courier import Courier
from jxc_bot.database import Database
from jxc_bot.rates import Rates
from tests.unit.inbox_given import PLATFORM, chat, until, written
from tests.unit.sandbox_given import ANN, BOB, small_world
from tests.unit.telegram_given import Line, line


async def leave(database: Database, to: Line, rates: Rates, each: int) -> list[float]:
    """Sends ``each`` messages to two people; the moments of the server's refusals."""
    for person in (ANN, BOB):
        written(database, chat(database, str(person)), *(Reply(text=str(n)) for n in range(each)))
    courier = Courier(database, {PLATFORM: to.carrier}, rates=rates)
    courier.start()
    try:
        await until(lambda: courier.delivers)
        assert await courier.drain(20)
    finally:
        await courier.stop()
    for person in (ANN, BOB):
        told = [m["text"] for m in await to.sandbox.player(person).reads(person, 50) if m["from"]["is_bot"]]
        assert told == [str(n) for n in range(each)]
    return [call.at for call in to.world.calls if call.refusal is not None]


async def test_at_telegrams_rates_nothing_is_refused(sqlite_database: Database) -> None:
    async with line(small_world(limits=True)) as to:
        assert await leave(sqlite_database, to, Rates(), 7) == []


async def test_where_rates_are_learned_each_chat_is_refused_once_and_all_arrives(sqlite_database: Database) -> None:
    async with line(small_world(limits=True)) as to:
        assert len(await leave(sqlite_database, to, Rates(learns=True), 7)) == 2
