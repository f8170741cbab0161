"""Puts the sandbox together as one aiohttp application: the Bot API, the people's interface, the web chat."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from aiohttp import web

from jxc_bot.sandbox.bot_side import BotSide
from jxc_bot.sandbox.deliveries import Courier
from jxc_bot.sandbox.user_answers import mistakes
from jxc_bot.sandbox.user_side import UserSide
from jxc_bot.sandbox.world import World

WEB = Path(__file__).with_name("web")
LARGEST_REQUEST = 60 * 1024 * 1024
WORLD: web.AppKey[World] = web.AppKey("world", World)


async def _index(request: web.Request) -> web.StreamResponse:
    page = WEB / "index.html"
    if not page.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(page, headers={"Cache-Control": "no-cache"})


def make_app(world: World) -> web.Application:
    """The whole sandbox over one world. Serve it on the loopback address only: it knows no passwords."""
    app = web.Application(client_max_size=LARGEST_REQUEST, middlewares=[mistakes])
    app[WORLD] = world
    bot_side, user_side = BotSide(world), UserSide(world)
    app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]+/?}", bot_side.handle)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", bot_side.download)
    app.add_routes(user_side.routes())
    app.router.add_get("/", _index)
    if WEB.is_dir():
        app.router.add_static("/static", WEB)

    async def courier(_: web.Application) -> AsyncIterator[None]:
        world.updates.open()
        running = asyncio.create_task(Courier(world, bot_side.perform_answered).run())
        yield
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running

    async def hang_up(_: web.Application) -> None:
        await user_side.close()
        world.updates.close()

    app.cleanup_ctx.append(courier)
    app.on_shutdown.append(hang_up)
    return app
