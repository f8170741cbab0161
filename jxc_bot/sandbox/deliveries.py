"""The courier that posts updates to the webhook.

Chats go out side by side, up to `max_connections` at once; within one chat the next update leaves only after the one
before it was answered with 200. Anything else is tried again, a little later each time. As with the real platform, the
body of an answer may be a method call.
"""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import islice

import aiohttp

from jxc_bot.sandbox.state import Json
from jxc_bot.sandbox.world import World

FIRST_RETRY = 0.1
LAST_RETRY = 5.0
ANSWER_TIMEOUT = 60.0
LOOK_AHEAD = 2000  # how deep into the queue a free chat is looked for


def chat_of(update: Json) -> int:
    """The chat (or person) whose order an update belongs to."""
    content = next(value for key, value in update.items() if key != "update_id")
    chat = content.get("chat") or content.get("message", {}).get("chat") or content.get("from") or {}
    return int(chat.get("id", 0))


class Courier:
    """Delivers one world's updates until cancelled; `perform` carries out a call found in an answer."""

    def __init__(self, world: World, perform: Callable[[str, Json], Awaitable[object]]) -> None:
        self._world = world
        self._perform = perform
        self._busy: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Posts updates whenever there is a webhook and something to deliver."""
        timeout = aiohttp.ClientTimeout(total=ANSWER_TIMEOUT)
        async with aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=100)) as session:
            try:
                while True:
                    if not self._world.webhook.url:
                        self._world.webhook.changed.clear()
                        await self._world.webhook.changed.wait()
                        continue
                    self._send_out(session)
                    await self._pause()
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _pause(self) -> None:
        """Waits for a new update or for a delivery to end."""
        self._world.updates.clear_news()
        news = asyncio.ensure_future(self._world.updates.news())
        await asyncio.wait({news, *self._tasks}, return_when=asyncio.FIRST_COMPLETED)
        news.cancel()

    def _send_out(self, session: aiohttp.ClientSession) -> None:
        for update in list(islice(self._world.updates.pending, LOOK_AHEAD)):
            if len(self._tasks) >= self._world.webhook.max_connections:
                return
            chat_id = chat_of(update)
            if chat_id not in self._busy:
                self._busy.add(chat_id)
                task = asyncio.create_task(self._deliver(session, update, chat_id))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _deliver(self, session: aiohttp.ClientSession, update: Json, chat_id: int) -> None:
        wait = FIRST_RETRY
        try:
            while self._world.webhook.url and update in self._world.updates.pending:
                answer = await self._post(session, update)
                if answer is not None:
                    self._world.updates.drop(update)
                    if isinstance(answer.get("method"), str):
                        await self._perform(answer.pop("method"), answer)
                    return
                await asyncio.sleep(wait)
                wait = min(wait * 2, LAST_RETRY)
        finally:
            self._busy.discard(chat_id)

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> Json | None:
        """One try; the answer's JSON object (or {}) after a 200, else None."""
        webhook = self._world.webhook
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
        try:
            async with session.post(webhook.url, json=update, headers=headers) as response:
                if response.status == 200:
                    body = await response.json() if "json" in response.content_type and response.content_length else {}
                    return body if isinstance(body, dict) else {}
                webhook.last_error = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            webhook.last_error = f"Connection failed: {type(error).__name__}"
        webhook.last_error_date = int(self._world.clock())
        return None
