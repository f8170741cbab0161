"""Where Telegram brings updates to, when we do not ask for them."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import structlog
from aiohttp import web

from jxc_bot import logs
from jxc_bot.inbox import Closed

PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
LARGEST_BODY = 1024 * 1024

_log = structlog.get_logger(__name__)


def routes(secret: str, take: Callable[[list[Any]], Awaitable[object]], paths: Iterable[str]) -> list[web.RouteDef]:
    """The webhook at ``paths``. It answers 200 only after ``take`` has stored the update durably, 503 after the end."""
    expected = secret.encode()

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, expected):
            return web.Response(status=401)
        try:
            update = json.loads(await request.read(), parse_constant=lambda name: None)
        except (ValueError, RecursionError, ConnectionError):
            # No JSON, or it ended half way.
            return web.Response(status=400)
        try:
            await take([update])
        except Closed:
            return web.Response(status=503)
        except Exception as error:
            # Telegram brings it again.
            _log.error("update not stored", error=logs.where(error))
            return web.Response(status=503)
        return web.Response()

    return [web.post(path, receive) for path in dict.fromkeys(paths)]
