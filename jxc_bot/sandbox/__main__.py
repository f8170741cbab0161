"""Runs the sandbox alone: ``python -m jxc_bot.sandbox --port 8081 --token 123:abc [--spec file.json]``.

Prints one line with its address once it listens. Stops on SIGINT or SIGTERM.
"""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from aiohttp import web

from jxc_bot.sandbox.cast import default_cast
from jxc_bot.sandbox.server import make_app
from jxc_bot.sandbox.world import World


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m jxc_bot.sandbox")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081, help="0 lets the system choose")
    parser.add_argument("--token", required=True, help="the only token the server accepts")
    parser.add_argument("--spec", type=Path, help="people and chats as JSON instead of the default cast")
    parser.add_argument("--no-limits", action="store_true", help="do not enforce sending rates")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds added to every call of the bot")
    parser.add_argument("--started", action="store_true", help="everybody has already written to the bot")
    return parser.parse_args()


async def serve(world: World, host: str, port: int) -> None:
    """Serves until a signal asks to stop."""
    runner = web.AppRunner(make_app(world), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    address = runner.addresses[0]
    sys.stdout.write(f"http://{address[0]}:{address[1]}\n")
    sys.stdout.flush()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()
    await runner.cleanup()


def main() -> None:
    """Reads the command line and serves."""
    asked = _arguments()
    spec = json.loads(asked.spec.read_text("utf-8")) if asked.spec else default_cast()
    world = World.from_spec(spec | {"token": asked.token}, limits=not asked.no_limits, latency=asked.latency)
    if asked.started:
        for chat in world.chats.values():
            chat.started = True
    asyncio.run(serve(world, asked.host, asked.port))


if __name__ == "__main__":
    main()
