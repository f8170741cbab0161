"""A browser for tests: finds a Chromium or Chrome on this machine, opens the web chat in it, and acts like a person.

async with sandbox(world) as root, open_screen(root, PHONE, "#keeper:bot") as screen:
    await screen.says("收货 可乐 3箱")
    await screen.hears("预览")
    await screen.presses("确认")
"""

import contextlib
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Locator, Page, ViewportSize, async_playwright, expect

from jxc_bot.sandbox.server import make_app
from jxc_bot.sandbox.world import World

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1440, height=900)
PATIENCE = 15_000  # milliseconds; a busy machine starts slowly


def find_browser() -> str:
    """The path of a browser; without one the test is skipped, naming what to install."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    pytest.skip("no Chromium or Chrome on this machine: install the Debian package chromium")


@contextlib.asynccontextmanager
async def sandbox(world: World, port: int = 0) -> AsyncIterator[str]:
    """The sandbox at work on the loopback address, on a free port if none is named; yields its address."""
    runner = web.AppRunner(make_app(world), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


class Screen:
    """The web chat as a person sees it. `pane` picks one of several, counted from 0."""

    def __init__(self, page: Page, pane: int = 0) -> None:
        self.page = page
        self.pane: Locator = page.locator(".pane").nth(pane)
        self.composer = self.pane.locator(".composer .input")

    def beside(self, pane: int) -> "Screen":
        """The same page, another pane."""
        return Screen(self.page, pane)

    async def says(self, text: str) -> None:
        """Types into the composer and sends."""
        await self.composer.fill(text)
        await self.composer.press("Enter")

    def message(self, text: str) -> Locator:
        """The newest message with this text."""
        return self.pane.locator(".row", has_text=text).last

    async def hears(self, text: str) -> Locator:
        """Waits until a message from somebody else has this text."""
        heard = self.pane.locator(".row.in", has_text=text).last
        await expect(heard).to_be_visible()
        return heard

    async def presses(self, label: str) -> None:
        """Presses the newest inline button with this label."""
        await self.pane.locator(".key", has_text=label).last.click()

    async def opens(self, title: str) -> None:
        """Opens a chat from the list."""
        await self.pane.locator(".chat-item", has_text=title).click()

    async def becomes(self, name: str) -> None:
        """Chooses a person: on the welcome page, or by the switch of the pane."""
        cards = self.pane.locator(".welcome-card .person")
        if not await cards.count():
            await self.pane.locator(".who:visible, .person-chip:visible").first.click()
            cards = self.page.locator("dialog .person")
        await cards.filter(has_text=name).first.click()

    async def overflow(self) -> int:
        """By how many pixels the page, or anything a pane shows, is wider than its room."""
        wider: int = await self.page.evaluate(
            """() => Math.max(document.documentElement.scrollWidth - innerWidth, ...[...document.querySelectorAll(
            '.panes, .pane, .room, .thread, .composer, .chats, dialog')].map(e => e.scrollWidth - e.clientWidth))"""
        )
        return wider

    async def picture(self, path: Path) -> None:
        """A screenshot, for people who want to look."""
        path.parent.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=path)


@contextlib.asynccontextmanager
async def open_screen(root: str, size: ViewportSize = DESKTOP, link: str = "", **context: Any) -> AsyncIterator[Screen]:
    """A fresh browser with the web chat; an error in the page's own code fails the test at the end."""
    path = find_browser()
    expect.set_options(timeout=PATIENCE)
    errors: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            page = await (await browser.new_context(viewport=size, locale="zh-CN", **context)).new_page()
            page.set_default_timeout(PATIENCE)
            page.on("pageerror", lambda error: errors.append(str(error)))
            await page.goto(f"{root}/{link}")
            await expect(page.locator(".pane").first).to_be_visible()
            yield Screen(page)
        finally:
            await browser.close()
    assert errors == []
