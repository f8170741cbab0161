"""The whole product as a newcomer meets it: the web chat on a phone, the real bot behind it, a goods receipt."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import expect

from models.stock import Posting
from tests.scenarios.stage import staged
from tests.scenarios.web_browser import PHONE, Screen, find_browser, open_screen

pytestmark = pytest.mark.browser
COLOURS = 24
"""A page that shows something has at least so many."""


async def test_a_keeper_receives_goods_on_a_phone(sqlite_company_url: str, tmp_path: Path) -> None:
    find_browser()
    async with staged(sqlite_company_url) as stage, open_screen(stage.sandbox.root, PHONE) as screen:
        await screen.becomes("仓管")
        await screen.says("收货 可口可乐 3箱+5瓶 @48")
        card = await screen.hears("3箱+5瓶（77瓶）")
        await expect(card).to_contain_text("请核对")
        number = await card.get_attribute("data-id")
        assert await screen.overflow() <= 0

        await screen.presses("确认")
        done = screen.pane.locator(f'.row[data-id="{number}"]')
        await expect(done).to_contain_text("现有 3箱+5瓶（77瓶）")
        await expect(screen.pane.locator(".toast")).to_contain_text("已完成")
        assert stage.given.count(Posting) == 1
        assert await screen.overflow() <= 0
        assert await colours(screen, tmp_path / "phone.png") >= COLOURS

        await screen.presses("撤销")
        await screen.hears("RK-")
        await screen.presses("确认")
        await screen.hears("已撤销")
        assert stage.given.count(Posting) == 2


async def test_what_is_asked_can_be_answered_with_the_buttons_on_a_phone(sqlite_company_url: str) -> None:
    find_browser()
    async with staged(sqlite_company_url) as stage, open_screen(stage.sandbox.root, PHONE) as screen:
        await screen.becomes("老板")
        await screen.says("/start")
        await screen.hears("您好，老板")
        await screen.pane.locator(".reply-key", has_text="收货").click()
        await screen.hears("哪个商品")
        await screen.says("雪碧")
        await screen.hears("多少")
        await screen.says("2箱")
        await screen.hears("哪个仓库")
        await screen.presses("二仓")
        await screen.hears("请核对")
        assert await screen.overflow() <= 0
        await screen.presses("确认")
        await screen.hears("现有 2箱（48瓶）")
        assert stage.given.count(Posting) == 1


async def colours(screen: Screen, path: Path) -> int:
    """How many colours the page shows: one means it is blank."""
    await screen.picture(path)
    with Image.open(io.BytesIO(path.read_bytes())) as picture:
        return len(picture.convert("RGB").getcolors(2**24) or ())
