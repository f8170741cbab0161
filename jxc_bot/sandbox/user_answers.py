"""How the people's side answers: JSON, and a plain reason where something cannot be done."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from jxc_bot.sandbox import acts
from jxc_bot.sandbox.bot_side import dumps


def answer(value: Any, status: int = 200) -> web.Response:
    """A JSON answer."""
    return web.json_response(value, status=status, dumps=dumps)


@web.middleware
async def mistakes(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """What a person cannot do, or a request that lacks something, is a 400 with the reason; never a stack trace.

    Pages of other sites may not act here: a browser that says it comes from elsewhere gets a 403.
    """
    if not request.path.startswith("/api/"):
        return await handler(request)
    origin = request.headers.get("Origin")
    if origin is not None and origin.partition("://")[2] != request.host:
        return answer({"error": "only the web chat itself may ask"}, 403)
    try:
        return await handler(request)
    except acts.NotPossible as reason:
        return answer({"error": str(reason)}, 400)
    except (KeyError, ValueError, TypeError) as error:
        return answer({"error": f"{type(error).__name__}: {error}"}, 400)
