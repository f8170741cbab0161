"""Delivery by webhook: the secret, order within a chat, retries until 200, and no polling beside it."""

import asyncio
from contextlib import asynccontextmanager

from aiohttp import web

from jxc_bot.sandbox.acts import say
from tests.unit.sandbox_given import ANN, BOB, served


@asynccontextmanager
async def receiver(answer):
    """An address that gives every update to `answer(update, headers)` and returns what that returns."""

    async def receive(request):
        return await answer(await request.json(), request.headers)

    application = web.Application()
    application.router.add_post("/", receive)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.01)


async def test_updates_come_in_order_with_the_secret_and_are_gone_after_200():
    got = []

    async def answer(update, headers):
        got.append((update["message"]["text"], headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return web.Response()

    async with receiver(answer) as url, served() as sandbox:
        say(sandbox.world, ANN, ANN, "0")
        assert (await sandbox.bot("setWebhook", url=url, secret_token="abc-1"))["ok"]
        for number in range(1, 10):
            say(sandbox.world, ANN, ANN, str(number))
        await until(lambda: len(got) == 10)
        assert got == [(str(number), "abc-1") for number in range(10)]
        await until(lambda: not sandbox.world.updates.pending)


async def test_a_failed_delivery_is_repeated_while_other_chats_go_on():
    got, failures = [], [500, 403, 502]

    async def answer(update, headers):
        text = update["message"]["text"]
        got.append(text)
        return web.Response(status=failures.pop() if text == "a1" and failures else 200)

    async with receiver(answer) as url, served() as sandbox:
        await sandbox.bot("setWebhook", url=url)
        for person, text in ((ANN, "a1"), (ANN, "a2"), (BOB, "b1")):
            say(sandbox.world, person, person, text)
        await until(lambda: len(got) == 6)
        assert [text for text in got if text[0] == "a"] == ["a1"] * 4 + ["a2"]
        assert got.index("b1") < got.index("a2")
        info = (await sandbox.bot("getWebhookInfo"))["result"]
        assert info["last_error_message"].startswith("Wrong response from the webhook: 500")


async def test_an_unreachable_address_keeps_the_updates_until_polling_is_back():
    async with served() as sandbox:
        await sandbox.bot("setWebhook", url="http://127.0.0.1:1/")
        say(sandbox.world, ANN, ANN, "x")
        await until(lambda: sandbox.world.webhook.last_error)
        refused = await sandbox.bot("getUpdates")
        assert refused["error_code"] == 409 and "webhook is active" in refused["description"]
        info = (await sandbox.bot("getWebhookInfo"))["result"]
        assert info["pending_update_count"] == 1
        await sandbox.bot("deleteWebhook")
        assert [update["message"]["text"] for update in (await sandbox.bot("getUpdates"))["result"]] == ["x"]
        await sandbox.bot("deleteWebhook", drop_pending_updates=True)
        assert (await sandbox.bot("getUpdates"))["result"] == []


async def test_chats_are_served_side_by_side_up_to_the_limit():
    inside, most = 0, 0

    async def answer(update, headers):
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.03)
        inside -= 1
        return web.Response()

    async with receiver(answer) as url, served() as sandbox:
        people = [sandbox.world.add_person(f"P{index}", started=True).id for index in range(8)]
        for person in people:
            say(sandbox.world, person, person, "x")
        await sandbox.bot("setWebhook", url=url, max_connections=3)
        await until(lambda: not sandbox.world.updates.pending)
        assert most == 3


async def test_the_answer_to_a_delivery_may_be_a_method_call():
    async def answer(update, headers):
        return web.json_response({"method": "sendMessage", "chat_id": ANN, "text": "by answer"})

    async with receiver(answer) as url, served() as sandbox:
        await sandbox.bot("setWebhook", url=url)
        await sandbox.player(ANN).says(ANN, "x")
        assert await sandbox.player(ANN).hears(ANN, "by answer")
