"""``/healthz``: the process lives. ``/readyz``: it can do its work. ``/metrics``: for Prometheus."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from jxc_bot.metrics import CONTENT_TYPE, Metrics

CHECK_SECONDS = 3.0
Check = Callable[[], Awaitable[str]]
"""Returns what is wrong in a few words, or nothing."""


def routes(checks: Mapping[str, Check], notes: Mapping[str, Check], metrics: Metrics) -> list[web.RouteDef]:
    """The three addresses. What ``notes`` find wrong is told, but keeps nobody from being served."""

    async def alive(request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def ready(request: web.Request) -> web.Response:
        every = {**checks, **notes}
        told = dict(zip(every, await asyncio.gather(*map(_ask, every.values())), strict=True))
        good = not any(told[name] for name in checks)
        body = {"status": "ok" if good else "not ready", "checks": {name: why or "ok" for name, why in told.items()}}
        return web.json_response(body, status=200 if good else 503)

    async def numbers(request: web.Request) -> web.Response:
        return web.Response(body=metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    return [web.get("/healthz", alive), web.get("/readyz", ready), web.get("/metrics", numbers)]


async def _ask(check: Check) -> str:
    try:
        return await asyncio.wait_for(check(), CHECK_SECONDS)
    except TimeoutError:
        return "no answer"
    except Exception as error:
        return type(error).__name__
