"""A person played by a program: says, presses what it reads, hears. For scenario tests, over the user side's HTTP."""

import asyncio
import time
from pathlib import Path
from typing import Any

import aiohttp

Json = dict[str, Any]

GLANCE = 0.02  # seconds between two looks at a chat


class PlayerError(AssertionError):
    """What the person expected is not there; the text tells what they see instead."""


class Player:
    """One person with the web chat open at `root`; `pid` is the person's id, and the id of their chat with the bot."""

    def __init__(self, session: aiohttp.ClientSession, root: str, pid: int) -> None:
        self._session = session
        self._root = root.rstrip("/")
        self.pid = pid
        self._seen: dict[int, dict[int, Json]] = {}  # by chat, the bot's messages as they were before the last act

    async def _call(self, verb: str, path: str, **more: Any) -> Any:
        async with self._session.request(verb, self._root + path, **more) as response:
            answer = await response.json()
            if response.status != 200:
                raise PlayerError(f"{verb} {path}: {answer.get('error', answer)}")
            return answer

    async def says(self, chat: int, text: str, reply_to: int | None = None, thread: int | None = None) -> Json:
        """Writes a text; returns the message as it stands in the chat."""
        await self._remember(chat)
        asked = {"as": self.pid, "chat": chat, "text": text, "reply_to": reply_to, "thread": thread}
        message: Json = await self._call("POST", "/api/send", json=asked)
        return message

    async def uploads(
        self, chat: int, content: Path | bytes, name: str = "", kind: str = "document", caption: str = ""
    ) -> Json:
        """Sends a file, from a path or as bytes."""
        await self._remember(chat)
        data = content if isinstance(content, bytes) else await asyncio.to_thread(content.read_bytes)
        form = aiohttp.FormData({"as": str(self.pid), "chat": str(chat), "kind": kind, "caption": caption})
        form.add_field("file", data, filename=name or (content.name if isinstance(content, Path) else "file"))
        message: Json = await self._call("POST", "/api/upload", data=form)
        return message

    async def reads(self, chat: int, n: int = 1) -> list[Json]:
        """The newest `n` messages of a chat, oldest first."""
        messages: list[Json] = await self._call(
            "GET", f"/api/chats/{chat}/messages", params={"as": str(self.pid), "limit": str(n)}
        )
        return messages

    async def presses(self, chat: int, label: str, message: int | None = None, times: int = 1) -> Json:
        """Presses the button whose label contains `label`, in the newest message that has one; returns the toast.

        `times` over 1 lets the platform report the same press again, under new update ids.
        """
        found, button = await self._button(chat, label, message)
        if "callback_data" not in button:
            raise PlayerError(f"{button} does not call the bot")
        return await self.presses_data(chat, found, button["callback_data"], times)

    async def presses_data(self, chat: int, message: int, data: str, times: int = 1) -> Json:
        """Presses with this data, whether or not a button has it: {answered, text?, show_alert?, url?}."""
        await self._remember(chat)
        asked = {"as": self.pid, "chat": chat, "message": message, "data": data, "times": times}
        toast: Json = await self._call("POST", "/api/press", json=asked)
        return toast

    async def _button(self, chat: int, label: str, message: int | None) -> tuple[int, Json]:
        seen = []
        for shown in reversed(await self.reads(chat, 50)):
            if message is not None and shown["id"] != message:
                continue
            for button in (button for row in shown.get("inline_keyboard", ()) for button in row):
                seen.append(f"{shown['id']}: {button['text']}")
                if label in button["text"]:
                    return shown["id"], button
        raise PlayerError(f"no button with {label!r} in chat {chat}; there are: {', '.join(seen) or 'none'}")

    async def hears(self, chat: int, contains: str, timeout: float = 10) -> Json:  # noqa: ASYNC109 - agreed signature
        """Waits for a message of the bot, new or edited since this person's last act in the chat, with this text."""
        deadline = time.monotonic() + timeout
        before = self._seen.get(chat, {})
        while True:
            said = [shown for shown in await self.reads(chat, 50) if shown["from"]["is_bot"]]
            for shown in reversed(said):
                if contains in _words(shown) and before.get(shown["id"]) != shown:
                    return shown
            if time.monotonic() > deadline:
                newest = "\n---\n".join(_words(shown) for shown in said[-4:])
                raise PlayerError(f"{contains!r} was not heard in chat {chat}; the bot's newest words:\n{newest}")
            await asyncio.sleep(GLANCE)

    async def asks_inline(self, query: str, offset: str = "", chat: int = 0) -> Json:
        """Types the bot's name and a query: {results: [{id, title, description, thumb?}], next_offset, button?}."""
        asked = {"as": self.pid, "query": query, "offset": offset, "chat": chat}
        answer: Json = await self._call("POST", "/api/inline", json=asked)
        return answer

    async def chooses(self, chat: int, result_id: str) -> Json:
        """Takes one of the results into a chat."""
        await self._remember(chat)
        asked = {"as": self.pid, "chat": chat, "result_id": result_id}
        message: Json = await self._call("POST", "/api/inline/choose", json=asked)
        return message

    async def edits(self, chat: int, message: int, text: str) -> Json:
        """Corrects a message of their own."""
        await self._remember(chat)
        asked = {"as": self.pid, "chat": chat, "message": message, "text": text}
        changed: Json = await self._call("POST", "/api/edit", json=asked)
        return changed

    async def downloads(self, message: Json) -> bytes:
        """The bytes of a message's photo or document."""
        file_id = (message.get("document") or message["photo"])["file_id"]
        async with self._session.get(f"{self._root}/api/files/{file_id}") as response:
            return await response.read()

    async def commands(self, chat: int) -> list[Json]:
        """The command menu as this person sees it in a chat."""
        params = {"as": str(self.pid), "chat": str(chat)}
        found: list[Json] = await self._call("GET", "/api/commands", params=params)
        return found

    async def _remember(self, chat: int) -> None:
        said = await self.reads(chat, 50)
        self._seen[chat] = {shown["id"]: shown for shown in said if shown["from"]["is_bot"]}


def _words(shown: Json) -> str:
    return str(shown.get("text") or shown.get("caption") or shown.get("service") or "")
