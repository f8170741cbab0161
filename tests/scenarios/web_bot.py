"""A tiny bot for tests of the web chat: it speaks the Bot API over HTTP and knows four tricks.

``/start`` brings a reply keyboard, ``收货 …`` a card with buttons that is edited when it is confirmed or when another
button is pressed twice, an inline query finds two products, and everything else is repeated.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp

Json = dict[str, Any]

CARD_KEYS = {
    "inline_keyboard": [
        [{"text": "✅ 确认入库", "callback_data": "ok", "style": "success"}],
        [{"text": "✏️ 改数量", "callback_data": "change"}, {"text": "复制单号", "copy_text": {"text": "RK-1"}}],
        [{"text": "为什么？", "callback_data": "why"}, {"text": "取消", "callback_data": "no", "style": "danger"}],
    ]
}
START_KEYS = {"keyboard": [[{"text": "📦 收货"}, {"text": "🚚 出库"}], [{"text": "帮助"}]], "resize_keyboard": True}
LINES = "可口可乐 330ml  3箱+5瓶\n农夫山泉 550ml    10箱"
CARD = f"<b>收货单 · 预览</b>\n仓库：一号仓\n<pre>{LINES}</pre>\n折合 <code>77</code> 瓶"
DONE = "<b>已入库</b> RK-1\n一号仓现有 <b>1,203 瓶</b>"


class EchoBot:
    """Answers updates one after the other until it is cancelled; `presses` are the callbacks it got."""

    def __init__(self, session: aiohttp.ClientSession, root: str, token: str) -> None:
        self._session = session
        self._api = f"{root}/bot{token}"
        self.presses: list[str] = []

    async def call(self, method: str, **parameters: Any) -> Any:
        """One call; what the server refuses fails the test loudly."""
        async with self._session.post(f"{self._api}/{method}", json=parameters) as response:
            answer = await response.json()
        if not answer["ok"]:
            raise AssertionError(f"{method}: {answer['description']}")
        return answer["result"]

    async def run(self) -> None:
        """Long polling, as bots do."""
        offset = 0
        while True:
            for update in await self.call("getUpdates", offset=offset, timeout=5):
                offset = update["update_id"] + 1
                await self._answer(update)

    async def _answer(self, update: Json) -> None:
        if message := update.get("message"):
            await self._hear(message)
        elif query := update.get("callback_query"):
            await self._pressed(query)
        elif query := update.get("inline_query"):
            await self._found(query)

    async def _hear(self, message: Json) -> None:
        chat, text = message["chat"]["id"], message.get("text", "")
        if "via_bot" in message or "new_chat_members" in message:
            return
        await self.call("sendChatAction", chat_id=chat, action="typing")
        if text.startswith("/start"):
            await self.call("sendMessage", chat_id=chat, text=f"你好！{text}", reply_markup=START_KEYS)
        elif text.startswith("收货"):
            await self.call("sendMessage", chat_id=chat, text=CARD, parse_mode="HTML", reply_markup=CARD_KEYS)
        elif document := message.get("document"):
            await self.call("sendMessage", chat_id=chat, text=f"文件 {document['file_name']} {document['file_size']}")
        elif "photo" in message:
            await self.call("sendMessage", chat_id=chat, text=f"图片 {message.get('caption', '')}")
        else:
            await self.call("sendMessage", chat_id=chat, text=f"收到：{text}")

    async def _pressed(self, query: Json) -> None:
        self.presses.append(query["data"])
        if query["data"] == "why":
            await self.call(
                "answerCallbackQuery", callback_query_id=query["id"], text="1,126 + 77 = 1,203", show_alert=True
            )
            return
        await self.call("answerCallbackQuery", callback_query_id=query["id"], text="已入库 77 瓶")
        if query["data"] == "ok" or self.presses.count(query["data"]) == 2:
            message = query["message"]
            place = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
            await self.call("editMessageText", **place, text=DONE, parse_mode="HTML")

    async def _found(self, query: Json) -> None:
        results = [
            {"type": "article", "id": name, "title": name, "input_message_content": {"message_text": f"{name}：8 箱"}}
            for name in ("可口可乐 330ml", "百事可乐 330ml")
        ]
        await self.call("answerInlineQuery", inline_query_id=query["id"], results=results, cache_time=0)


@contextlib.asynccontextmanager
async def echo_bot(root: str, token: str) -> AsyncIterator[EchoBot]:
    """The bot at work. A failure of it is a failure of the test."""
    async with aiohttp.ClientSession() as session:
        bot = EchoBot(session, root, token)
        commands = [{"command": "stock", "description": "查库存"}, {"command": "start", "description": "开始"}]
        await bot.call("setMyCommands", commands=commands)
        working = asyncio.create_task(bot.run())
        try:
            yield bot
            if working.done():
                working.result()
        finally:
            working.cancel()
            await asyncio.wait([working])
