"""The web chat in a real browser, on a phone and on a desktop, with a small bot on the other side."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import FilePayload, Route, ViewportSize, expect

from jxc_bot.sandbox import acts
from jxc_bot.sandbox.cast import default_cast
from jxc_bot.sandbox.world import World
from tests.scenarios.web_bot import EchoBot, echo_bot
from tests.scenarios.web_browser import DESKTOP, PHONE, Screen, find_browser, open_screen, sandbox

pytestmark = pytest.mark.browser

TOKEN = "123456:web-chat"
KEEPER, OWNER = 10005, 10001
WAREHOUSE_GROUP = -20001
HOSTILE = (
    '<b onclick="x()">bold</b><img src=x onerror=x()><script>x()</script><a href="javascript:x()">bad</a>'
    '<a href="https://example.com/" style="x">good</a><iframe src="/"></iframe><code><i>1</i></code><svg onload=x()>'
    "<blockquote expandable>q</blockquote>"
)
WIDEST = "很长的一句话没有空格" * 30 + "W" * 200


@contextlib.asynccontextmanager
async def stage(size: ViewportSize, link: str = "") -> AsyncIterator[tuple[Screen, EchoBot, World]]:
    """Server, bot and browser together."""
    find_browser()
    world = World.from_spec(default_cast(TOKEN))
    async with sandbox(world) as root, echo_bot(root, TOKEN) as bot, open_screen(root, size, link) as screen:
        yield screen, bot, world


async def test_a_newcomer_on_a_phone_picks_a_person_and_gets_a_card_edited_in_place() -> None:
    async with stage(PHONE) as (screen, bot, _):
        await screen.becomes("赵大勇")
        await screen.pane.get_by_role("button", name="开始", exact=True).click()
        await screen.hears("你好！/start")
        await expect(screen.pane.locator(".reply-key", has_text="出库")).to_be_visible()

        await screen.says("收货 可乐 3箱+5瓶")
        card = await screen.hears("收货单 · 预览")
        number = await card.get_attribute("data-id")
        await screen.presses("确认入库")
        await expect(screen.pane.locator(".toast")).to_have_text("已入库 77 瓶")
        edited = screen.pane.locator(f'.row[data-id="{number}"]')
        await expect(edited).to_contain_text("1,203 瓶")
        await expect(edited.locator(".key")).to_have_count(0)
        await expect(edited).to_contain_text("已编辑")
        assert bot.presses == ["ok"]

        await screen.says(WIDEST)
        echo = await screen.hears("收到")
        assert await screen.overflow() <= 0
        await echo.click(button="right", position={"x": 40, "y": 20})
        await screen.page.get_by_role("menuitem", name="回复").click()
        await expect(screen.pane.locator(".reply-bar")).to_be_visible()
        assert await screen.overflow() <= 0


async def test_nothing_overflows_on_a_phone_in_list_sheet_and_commands() -> None:
    async with stage(PHONE, "#keeper:bot") as (screen, _, __):
        await screen.composer.fill("/")
        await expect(screen.pane.locator(".suggestion", has_text="/stock")).to_be_visible()
        assert await screen.overflow() <= 0
        await screen.composer.fill("")
        await screen.pane.locator(".person-chip").click()
        await expect(screen.page.locator("dialog .person").first).to_be_visible()
        assert await screen.overflow() <= 0
        await screen.page.keyboard.press("Escape")
        await screen.pane.locator(".back-button").click()
        await expect(screen.pane.locator(".chat-item").first).to_be_visible()
        assert await screen.overflow() <= 0


async def test_two_people_side_by_side_see_each_other_in_a_group() -> None:
    async with stage(DESKTOP, "#keeper:bot,owner:bot") as (keeper, _, __):
        owner = keeper.beside(1)
        for screen in (keeper, owner):
            await screen.pane.locator(".back-button").click()
            await screen.opens("仓库群")
        await keeper.says("今天的车十点到")
        heard = await owner.hears("今天的车十点到")
        await heard.hover()
        await heard.get_by_role("button", name="回复", exact=True).click()
        await owner.says("好的，辛苦了")
        answer = await keeper.hears("好的，辛苦了")
        await expect(answer.locator(".quote")).to_contain_text("今天的车十点到")
        await expect(answer.locator(".sender")).to_have_text("陈建国")

        await keeper.becomes("林敏")
        await expect(keeper.pane.locator(".who")).to_contain_text("林敏")
        await keeper.hears("好的，辛苦了")
        await expect(keeper.page).to_have_url(re.compile("#manager:-20001,owner:-20001$"))


async def test_a_button_pressed_twice_reaches_the_bot_twice_and_an_alert_is_shown() -> None:
    async with stage(DESKTOP, "#keeper:bot") as (screen, bot, _):
        await screen.says("收货 可乐")
        await screen.hears("预览")
        await screen.pane.locator(".key", has_text="改数量").dblclick()
        await screen.hears("已入库")
        assert bot.presses == ["change", "change"]

        await screen.says("收货 雪碧")
        await screen.hears("预览")
        await screen.presses("为什么")
        alert = screen.page.get_by_role("alertdialog")
        await expect(alert).to_contain_text("1,126 + 77 = 1,203")
        await alert.get_by_role("button").click()
        await expect(alert).to_have_count(0)


async def test_files_and_inline_results_reach_the_chat_and_come_back() -> None:
    async with stage(DESKTOP, "#seller:bot") as (screen, _, __):
        upload = screen.pane.locator("input[type=file]")
        await upload.set_input_files(FilePayload(name="盘点表.csv", mimeType="text/csv", buffer=b"sku,n\nA,1\n"))
        await screen.page.locator("dialog button[type=submit]").click()
        await screen.hears("文件 盘点表.csv 10")
        async with screen.page.expect_download() as download:
            await screen.pane.locator("a.file", has_text="盘点表.csv").click()
        assert (await download.value).suggested_filename == "盘点表.csv"

        await screen.composer.fill("@xiaocang_jxc_bot 可乐")
        await screen.pane.locator(".suggestion", has_text="百事可乐").click()
        await expect(screen.message("百事可乐 330ml：8 箱")).to_be_visible()


async def test_markup_in_messages_and_names_is_shown_and_never_run() -> None:
    async with stage(DESKTOP, "#seller:bot") as (screen, _, world):
        world.add_person("<img src=x onerror=alert(1)>", role="customer")
        await screen.says("<b>x</b><img src=x onerror=alert(1)><script>alert(1)</script>")
        await screen.hears("收到：<b>x</b><img src=x onerror=alert(1)><script>")
        assert await screen.pane.locator(".messages img, .messages script, .words b").count() == 0
        await screen.pane.locator(".who").click()
        await expect(screen.page.locator("dialog .person", has_text="<img src=x")).to_be_visible()


async def test_only_allowed_markup_survives_whatever_the_server_sends() -> None:
    async with stage(DESKTOP, "#seller:bot") as (screen, _, __):
        shown = await screen.page.evaluate(
            """async (html) => {
                const { safeContent } = await import('/static/safe.js');
                const box = document.createElement('div');
                box.append(safeContent(html, {}));
                return [...box.querySelectorAll('*')].map(e =>
                    [e.tagName, ...e.getAttributeNames().filter(n => n.startsWith('on') || n === 'style')].join(' ')
                ).concat([...box.querySelectorAll('a')].map(a => a.href), box.textContent);
            }""",
            HOSTILE,
        )
        assert shown == ["B", "A", "CODE", "I", "BLOCKQUOTE", "https://example.com/", "boldbadgood1q"]


async def test_nothing_falls_between_the_first_page_and_the_first_news() -> None:
    """Said after the page has been read from the server, and before it reaches the browser."""
    find_browser()
    world = World.from_spec(default_cast(TOKEN))
    acts.say(world, OWNER, WAREHOUSE_GROUP, "早先的")
    async with sandbox(world) as root, open_screen(root, PHONE) as screen:

        async def slowly(route: Route) -> None:
            answer = await route.fetch()
            acts.say(world, OWNER, WAREHOUSE_GROUP, "就在这时")
            await asyncio.sleep(0.3)
            await route.fulfill(response=answer)

        await screen.page.route(re.compile(r"/api/chats/.*/messages"), slowly, times=1)
        await screen.page.goto(f"{root}/?again#keeper:{WAREHOUSE_GROUP}")
        await screen.hears("早先的")
        await screen.hears("就在这时")


async def test_what_was_missed_while_the_server_was_away_is_there_afterwards() -> None:
    find_browser()
    world = World.from_spec(default_cast(TOKEN))
    async with contextlib.AsyncExitStack() as first, contextlib.AsyncExitStack() as rest:
        root = await first.enter_async_context(sandbox(world))
        screen = await rest.enter_async_context(open_screen(root, DESKTOP, f"#keeper:{WAREHOUSE_GROUP}"))
        acts.say(world, OWNER, WAREHOUSE_GROUP, "断线以前")
        await screen.hears("断线以前")
        await first.aclose()
        await expect(screen.pane.locator(".banner")).to_contain_text("连不上服务器")
        await screen.says("断线时说的")
        await expect(screen.pane.locator(".not-sent")).to_be_visible()

        acts.say(world, OWNER, WAREHOUSE_GROUP, "断线期间")
        await rest.enter_async_context(sandbox(world, int(root.rpartition(":")[2])))
        await screen.hears("断线期间")
        await expect(screen.pane.locator(".banner")).to_be_hidden()
        await screen.pane.locator(".not-sent").click()
        await expect(screen.pane.locator(".row.out:not(.pending)", has_text="断线时说的")).to_be_visible()
        assert [message.body["text"] for message in world.chats[WAREHOUSE_GROUP].messages.values()] == [
            "断线以前",
            "断线期间",
            "断线时说的",
        ]
        await screen.page.close()


async def test_a_long_history_opens_at_the_unread_line_and_loads_while_scrolling_up() -> None:
    find_browser()
    world = World.from_spec(default_cast(TOKEN))
    for number in range(300):
        acts.say(world, KEEPER if number < 270 else OWNER, WAREHOUSE_GROUP, f"第 {number} 句")
    async with sandbox(world) as root, open_screen(root, PHONE, f"#keeper:{WAREHOUSE_GROUP}") as screen:
        await expect(screen.pane.locator(".unread-line")).to_be_in_viewport()
        assert await screen.pane.locator(".row").count() == 50
        button = screen.pane.get_by_role("button", name="回到最新消息")
        await button.click()
        await expect(screen.message("第 299 句")).to_be_in_viewport()
        await expect(screen.page).to_have_title("进销存")

        thread = screen.pane.locator(".thread")
        first = screen.pane.get_by_text(re.compile(r"^第 0 句"))
        for _ in range(40):
            await thread.evaluate("box => box.scrollTo(0, 0)")
            if await first.count():
                break
            await screen.page.wait_for_timeout(50)
        await expect(first).to_have_count(1)
        await thread.evaluate("box => box.scrollTo(0, 0)")  # what was above may have come after the last time
        assert await screen.pane.locator(".row").count() == 300
        acts.say(world, OWNER, WAREHOUSE_GROUP, "新的一句")
        await expect(screen.pane.locator(".to-bottom .badge")).to_have_text("1")
        await expect(first).to_be_in_viewport()


async def test_enter_that_picks_a_word_of_the_input_method_does_not_send() -> None:
    async with stage(DESKTOP, "#keeper:bot") as (screen, _, __):
        await screen.composer.focus()
        keys = await screen.page.context.new_cdp_session(screen.page)
        await keys.send("Input.imeSetComposition", {"text": "ke le", "selectionStart": 5, "selectionEnd": 5})
        await screen.composer.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
        await keys.send("Input.insertText", {"text": "可乐"})
        await expect(screen.composer).to_have_value("可乐")
        await screen.composer.press("Shift+Enter")
        await screen.composer.press_sequentially("雪碧")
        await screen.composer.press("Enter")
        heard = await screen.hears("收到：可乐")
        await expect(heard).to_contain_text("雪碧")
        await expect(screen.pane.locator(".row.out")).to_have_count(1)
