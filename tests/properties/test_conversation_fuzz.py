"""Whatever people type, press and send: nothing goes wrong inside, what is answered can be sent, and the laws hold.

JXC_FUZZ sets how many conversations are tried (40).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from sqlmodel import col, select

from jxc_bot.audit import broken_links
from jxc_bot.conversation.message import Event, FileFacts
from jxc_bot.conversation.reply import Button, Reply
from jxc_bot.database import Database
from jxc_bot.sandbox.markup_html import read_html
from models.location import Warehouse
from models.product import Product
from models.proof import differences
from tests.given import Given
from tests.properties.strategies_talk import Act, conversations
from tests.scenarios.company import CAST, OUTSIDERS, furnish
from tests.talking import Room, Talker

EXAMPLES = int(os.environ.get("JXC_FUZZ", "40"))
GROUP = "-9201"
NAMES = {str(m.account): (name, m.language) for name, m in CAST.items()}
NAMES |= {str(number): (name, language) for name, (number, language) in OUTSIDERS.items()}
TEXT, TOAST, LABEL, DATA, COPIED, COMMANDS = 4096, 200, 64, 64, 256, 100
"""Telegram's limits: UTF-16 units of a text and of a toast; a button's label is ours; bytes of its data; …"""


class Crowd:
    """Everybody who talks to one bot, and every button that was ever shown."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.room = Room(database)
        self.talkers: dict[tuple[str, bool], Talker] = {}
        self.buttons: list[str] = []

    def act(self, act: Act) -> None:
        """Does it, and looks at what is answered."""
        talker = self._talker(act)
        for reply in self._replies(talker, act):
            check(reply)
            self.buttons += [button.data for button in _buttons([reply]) if button.data]

    def _talker(self, act: Act) -> Talker:
        key = (act.who, act.group)
        if key not in self.talkers:
            name, language = NAMES[act.who]
            chat = GROUP if act.group else ""
            self.talkers[key] = Talker(self.room, act.who, name, chat, act.group, language)
        return self.talkers[key]

    def _replies(self, talker: Talker, act: Act) -> list[Reply]:
        match act.kind:
            case "says":
                return talker.says(act.text, addressed=act.addressed)
            case "presses" if self.buttons:
                return talker.presses_data(self.buttons[-1 - act.which % len(self.buttons)])
            case "confirms" if shown := [b.data for b in _buttons(talker.heard) if b.data.endswith(":ok")]:
                return talker.presses_data(shown[-1 - act.which % min(3, len(shown))])
            case "spoils" if self.buttons:
                return talker.presses_data(spoilt(self.buttons[-1 - act.which % min(9, len(self.buttons))], act.which))
            case "forges":
                return talker.presses_data(act.text)
            case "photo":
                return talker.sends_photo(caption=act.text)
            case "lost file":
                file = FileFacts("f", act.text[:60], "text/plain", 10**9)
                return talker._send(Event.FILE, file=file, text=act.text, addressed=act.addressed)
            case "sticker":
                return talker._send(Event.OTHER, addressed=act.addressed)
            case "asks inline":
                return talker._send(Event.INLINE, text=act.text, callback="q1")
            case "leaves" | "joins":
                return talker._send(Event.LEFT if act.kind == "leaves" else Event.JOINED)
            case "moves" if act.group:
                return talker._send(Event.MIGRATED, new_address="-100777")
            case "waits":
                self.room.later(hours=act.which)
            case "restarts":
                self.room.restart()
        return []


def _buttons(replies: list[Reply]) -> list[Button]:
    return [button for reply in replies for row in reply.buttons for button in row]


def spoilt(data: str, way: int) -> str:
    """A button's data with one part changed, lost or doubled."""
    parts = data.split(":")
    place = way % len(parts)
    match way % 5:
        case 0:
            parts[place] = "zz"
        case 1:
            parts.pop(place)
        case 2:
            parts.insert(place, parts[place])
        case 3:
            parts[place] = str(way * 7919)
        case _:
            parts[place] += "-1"
    return ":".join(parts)


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def check(reply: Reply) -> None:
    """That Telegram would take the reply as it is."""
    shown = read_html(reply.text).text
    assert units(shown) <= TEXT, f"{units(shown)} characters: {shown[:200]}"
    only_text = not (reply.toast or reply.inline or reply.commands or reply.reaction or reply.attachment)
    assert shown.strip() or not only_text, reply
    for button in _buttons([reply]):
        assert button.label.strip() and units(button.label) <= LABEL, button
        assert len(button.data.encode()) <= DATA and len(button.copy) <= COPIED, button
        assert sum(map(bool, (button.data, button.url, button.copy))) + (button.inline is not None) == 1, button
    assert sum(len(row) for row in reply.buttons) <= 100
    if reply.toast is not None:
        assert reply.toast.callback and units(reply.toast.text) <= TOAST
    for item in reply.inline.items if reply.inline is not None else ():
        assert item.title.strip() and units(read_html(item.text).text) in range(1, TEXT)
    for listed in (reply.commands or {}).values():
        assert len(listed) <= COMMANDS and all(1 <= len(text) <= 256 for _, text in listed)
    for row in reply.keyboard or ():
        assert row and all(key.strip() for key in row)


@pytest.fixture(scope="module")
def furnished(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company, to be copied for each conversation."""
    path = tmp_path_factory.mktemp("fuzz") / "company.sqlite3"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    furnish(database)
    stock(database)
    database.close()
    return path


def stock(database: Database) -> None:
    """Something lies there, so that it can be taken out."""
    there = Given(database)
    products = database.read_now(lambda db: db.exec(select(Product).order_by(col(Product.id))).all())
    houses = database.read_now(lambda db: db.exec(select(Warehouse)).all())
    for product in products[:4]:
        there.stock(product, houses[0], 500, 1000)


@pytest.fixture
def fresh(furnished: Path, tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "now.sqlite3"


def held(acts: list[Act], template: Path, path: Path) -> None:
    """One conversation from a fresh company to the proof of its ledger."""
    for leftover in path.parent.glob(path.name + "*"):
        leftover.unlink()
    shutil.copy(template, path)
    database = Database(f"sqlite:///{path}")
    try:
        crowd = Crowd(database)
        for act in acts:
            crowd.act(act)
        assert database.read_now(lambda db: [*map(str, differences(db)), *broken_links(db)]) == []
    finally:
        database.close()


@example(
    acts=[Act("says", text="/start"), Act("says", text="帮助"), Act("says", text="菜单"), Act("says", "9001", "帮助")]
)
@example(acts=[Act("says", text="收货\n" + "\n".join(f"可口可乐 {n}箱 @48" for n in range(1, 60))), Act("presses")])
@example(
    acts=[Act("says", text="收货 可口可乐 3箱"), Act("says", text="确认"), Act("says", text="撤销"), Act("presses")]
)
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(acts=conversations)
def test_whatever_is_said_or_pressed_the_answer_can_be_sent_and_the_laws_hold(
    acts: list[Act], furnished: Path, fresh: Path
) -> None:
    held(acts, furnished, fresh)
