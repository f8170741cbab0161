"""Receiving: stored before it is confirmed, and no answer of the server ends it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select

from jxc_bot.conversation.message import Event
from jxc_bot.database import Database
from jxc_bot.inbox import INBOX, Closed, Stored
from jxc_bot.metrics import Metrics
from jxc_bot.platforms.telegram import receive
from jxc_bot.platforms.telegram.bot import TelegramBot
from jxc_bot.platforms.telegram.receive import Intake, Poller, Reader
from jxc_bot.platforms.telegram.update import Me
from jxc_bot.sandbox.acts import say, upload
from jxc_bot.sandbox.faults import Fault
from tests.unit.sandbox_given import ANN, GROUP
from tests.unit.telegram_given import line

ME = Me(77, "test_bot")


def text(number: int) -> dict[str, Any]:
    chat = {"id": 5, "type": "private", "first_name": "A"}
    user = {"id": 5, "is_bot": False, "first_name": "A"}
    return {"update_id": number, "message": {"message_id": number, "date": 1, "chat": chat, "from": user, "text": "x"}}


@asynccontextmanager
async def polling(bot: TelegramBot, database: Database, queue: Callable[[list[Stored]], None]) -> AsyncIterator[Poller]:
    poller = Poller(bot, Intake(database, queue, Metrics()), Metrics())
    task = asyncio.create_task(poller.run())
    try:
        yield poller
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(true: Callable[[], bool], seconds: float = 8.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def server(answer: Callable[[dict[str, str]], web.Response | None]) -> AsyncIterator[TelegramBot]:
    """A Bot API that answers getUpdates as ``answer`` says (None: cuts the connection)."""

    async def handle(request: web.Request) -> web.Response:
        told = answer({key: str(value) for key, value in (await request.post()).items()})
        if told is None:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        return told

    app = web.Application()
    app.router.add_post("/{rest:.*}", handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    bot = TelegramBot("1:t", f"http://127.0.0.1:{runner.addresses[0][1]}")
    await bot.open()
    yield bot
    await bot.close_transport()
    await runner.cleanup()


def result(*updates: Any) -> web.Response:
    return web.json_response({"ok": True, "result": list(updates)})


def refusal(status: int, text: str = "no") -> web.Response:
    return web.json_response({"ok": False, "error_code": status, "description": text}, status=status)


async def test_an_update_is_confirmed_only_after_it_is_stored(sqlite_database: Database) -> None:
    got: list[Stored] = []
    async with line() as to, polling(to.bot, sqlite_database, got.extend):
        for n in range(5):
            say(to.world, ANN, ANN, f"{n}")
        await until(lambda: len(got) == 5 and not to.world.updates.pending)
    assert [row.body["message"]["text"] for row in got] == ["0", "1", "2", "3", "4"]
    rows = sqlite_database.read_now(lambda db: db.execute(select(INBOX.c.lane, INBOX.c.state)).all())
    assert rows == [(str(ANN), "new")] * 5


async def test_nothing_is_confirmed_while_it_cannot_be_stored(sqlite_database: Database, monkeypatch) -> None:
    monkeypatch.setattr(receive, "LONGEST_BACKOFF", 0.05)
    got: list[Stored] = []
    store, broken = receive.inbox.store, [True]

    def flaky(*args: Any, **more: Any) -> list[Stored]:
        if broken:
            raise RuntimeError("disk full")
        return store(*args, **more)

    monkeypatch.setattr(receive.inbox, "store", flaky)
    async with line() as to, polling(to.bot, sqlite_database, got.extend):
        say(to.world, ANN, ANN, "wichtig")
        await asyncio.sleep(0.3)
        assert len(to.world.updates.pending) == 1
        broken.clear()
        await until(lambda: len(got) == 1)


async def test_a_repeated_update_is_stored_once(sqlite_database: Database) -> None:
    got: list[Stored] = []
    async with line() as to, polling(to.bot, sqlite_database, got.extend):
        to.world.updates.disturb("duplicate", 3)
        for n in range(3):
            say(to.world, ANN, ANN, f"{n}")
        await until(lambda: len(got) == 3 and not to.world.updates.pending)
        await asyncio.sleep(0.1)
    assert len(got) == 3


async def test_polling_survives_every_answer(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receive, "LONGEST_BACKOFF", 0.01)
    faults = [
        *(refusal(status) for status in (401, 404, 403, 409, 500, 502, 400)),
        web.json_response({"ok": False, "parameters": {"retry_after": 0.01}}, status=429),
        web.Response(text="<html>", status=502),
        web.Response(text="{}"),
        web.Response(text="[]"),
        web.Response(text='"what"'),
        web.json_response({"ok": True, "result": {"not": "a list"}}),
        None,
        result("not an update", {"message": {}}, {"update_id": True}),
    ]
    got: list[Stored] = []
    asked = 0

    def answer(call: dict[str, str]) -> web.Response | None:
        nonlocal asked
        asked += 1
        if asked <= len(faults):
            return faults[asked - 1]
        return result(text(7)) if asked == len(faults) + 1 else result()

    async with server(answer) as bot, polling(bot, sqlite_database, got.extend):
        await until(lambda: len(got) == 1)


async def test_numbers_may_jump_and_begin_anew(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receive, "BREATH", 0.01)
    waiting, offsets = [[text(900), text(950)], [], [text(3)], [], [text(4)]], []
    got: list[Stored] = []

    def answer(call: dict[str, str]) -> web.Response | None:
        offsets.append(call.get("offset"))
        return result(*(waiting.pop(0) if waiting else []))

    async with server(answer) as bot, polling(bot, sqlite_database, got.extend):
        await until(lambda: len(got) == 4)
    assert offsets[:5] == [None, "951", None, "4", None]


async def test_a_server_that_does_not_wait_is_not_asked_in_a_rush(sqlite_database: Database) -> None:
    asked: list[dict[str, str]] = []

    def answer(call: dict[str, str]) -> web.Response | None:
        asked.append(call)
        return result(text(1))

    async with server(answer) as bot, polling(bot, sqlite_database, lambda rows: None):
        await asyncio.sleep(1.0)
    assert len(asked) < 10
    assert asked[0]["allowed_updates"] == (
        '["message", "edited_message", "callback_query", "inline_query", "chosen_inline_result", "my_chat_member"]'
    )


async def test_a_files_bytes_are_fetched_before_it_is_handled() -> None:
    async with line() as to:
        upload(to.world, ANN, ANN, "list.csv", b"sku,name\n")
        (update,) = await to.bot.raw("getUpdates", timeout=5)
        incoming = await Reader(to.bot, ME).read(update)
        assert incoming is not None
        assert incoming.event is Event.FILE
        assert incoming.file is not None
        assert (incoming.file.content, incoming.file.name) == (b"sku,name\n", "list.csv")


async def test_a_file_that_cannot_be_fetched_comes_without_its_bytes() -> None:
    async with line() as to:
        upload(to.world, ANN, ANN, "list.csv", b"sku,name\n")
        (update,) = await to.bot.raw("getUpdates", timeout=5)
        to.world.faults.add(Fault("500", method="getFile"))
        incoming = await Reader(to.bot, ME).read(update)
        assert incoming is not None
        assert incoming.file is not None
        assert incoming.file.content is None


async def test_a_groups_chatter_with_files_is_not_downloaded() -> None:
    async with line() as to:
        to.world.bot.privacy = False
        upload(to.world, ANN, GROUP, "a.bin", b"x" * 100)
        (update,) = await to.bot.raw("getUpdates", timeout=5)
        incoming = await Reader(to.bot, ME).read(update)
        assert incoming is not None
        assert not incoming.addressed
        assert "getFile" not in [call.method for call in to.world.calls]


async def test_what_is_being_stored_when_we_are_told_to_stop_is_queued_all_the_same(sqlite_database: Database) -> None:
    queued: list[Stored] = []
    held, asked = threading.Event(), threading.Event()

    def answer(parameters: dict[str, str]) -> web.Response:
        asked.set()
        return result(text(1), text(2))

    busy = asyncio.create_task(sqlite_database.write(lambda db: held.wait(10)))
    async with server(answer) as bot, polling(bot, sqlite_database, queued.extend):
        await until(asked.is_set)
        await asyncio.sleep(0.2)  # the updates have come, and wait for the writer
        asyncio.get_running_loop().call_later(0.2, held.set)
    await busy
    assert [row.body["update_id"] for row in queued] == [1, 2]
    assert await asyncio.wait_for(sqlite_database.write(lambda db: "goes on"), 5) == "goes on"


async def test_after_the_end_nothing_is_taken(database: Database) -> None:
    intake = Intake(database, lambda rows: None, Metrics())
    await intake.close()
    with pytest.raises(Closed):
        await intake.take([text(1)])
