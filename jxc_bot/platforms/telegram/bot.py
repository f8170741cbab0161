"""The bot: python-telegram-bot's methods for what we send, plain JSON for what we receive."""

from __future__ import annotations

import json
from typing import Any

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import BaseRequest

from jxc_bot.platforms.telegram.request import AiohttpRequest
from jxc_bot.platforms.telegram.update import Me


class TelegramBot(Bot):
    """One bot, on one transport of ours."""

    def __init__(self, token: str, root: str, proxy: str = "") -> None:
        self._transport = AiohttpRequest(proxy)
        super().__init__(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=self._transport,
            get_updates_request=self._transport,
        )

    async def open(self) -> None:
        """Opens the transport; asks nothing of the server."""
        await self._transport.initialize()

    async def close_transport(self) -> None:
        """Lets go of every connection."""
        await self._transport.shutdown()

    async def raw(self, method: str, *, read_timeout: float | None = None, **parameters: Any) -> Any:
        """The plain JSON that ``method`` answers with. Raises TelegramError."""
        try:
            return await self.call(method, parameters, read_timeout)
        except (KeyError, TypeError, AttributeError) as error:
            raise TelegramError("Invalid server response") from error

    async def call(self, method: str, parameters: dict[str, Any], read_timeout: float | None = None) -> Any:
        """The same; but an answer that makes no sense raises whatever it likes, since something may have happened."""
        waits = BaseRequest.DEFAULT_NONE if read_timeout is None else read_timeout
        told = {key: _compact(value) if isinstance(value, dict) else value for key, value in parameters.items()}
        return await self._post(method, told, read_timeout=waits)

    async def who_am_i(self) -> Me:
        """Our id and name. Raises TelegramError."""
        told = await self.raw("getMe")
        try:
            return Me(int(told["id"]), str(told["username"]))
        except (KeyError, TypeError, ValueError) as error:
            raise TelegramError("Invalid server response") from error

    async def content(self, reference: str) -> bytes:
        """The bytes of a file (≤ 20 MB). Raises TelegramError."""
        told = await self.raw("getFile", file_id=reference)
        path = told.get("file_path") if isinstance(told, dict) else None
        if not isinstance(path, str):
            raise TelegramError("no file path")
        return await self._transport.download(f"{self._base_file_url}/{path.lstrip('/')}")


def _compact(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
