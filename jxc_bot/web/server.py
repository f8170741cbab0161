"""The server: listens, by default on the loopback address only; a proxy with TLS stands before it."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web

from jxc_bot.web.webhook import LARGEST_BODY


class Server:
    """One listening server."""

    def __init__(self, routes: Iterable[web.RouteDef]) -> None:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.add_routes(routes)
        # Nobody who may write to us packs what they write.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=5.0, auto_decompress=False)

    async def start(self, host: str, port: int) -> str:
        """Listens, and returns the address. Raises OSError when it cannot."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise
        bound = self._runner.addresses[0]
        return f"http://{bound[0]}:{bound[1]}"

    async def stop(self) -> None:
        """Finishes the requests that are being answered."""
        await self._runner.cleanup()
