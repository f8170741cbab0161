"""Plays a story on a stage, step by step; what does not come true fails with its line and what is seen instead."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Awaitable, Callable
from decimal import Decimal
from functools import partial
from typing import Any

from PIL import Image
from sqlalchemy import text

from jxc_bot.audit import broken_links
from jxc_bot.sandbox import acts_membership
from jxc_bot.sandbox.faults import CALL_KINDS, Fault
from jxc_bot.sandbox.player import Json, Player
from models.product import Product
from models.proof import differences
from tests.scenarios.rows import rows_of
from tests.scenarios.script import Step, Story, presses
from tests.scenarios.stage import PATIENCE, Stage

QUIET = 0.25
"""Seconds without a word that count as silence, after the bot has handled everything."""


class StoryError(AssertionError):
    """A line of a story did not come true."""


class Teller:
    """One story being told: who spoke last and where, what was heard, what is remembered."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.who = ""
        self.chat = 0
        self.heard: list[str] = []
        self.toast: Json = {}
        self.results: list[Json] = []
        self.kept: dict[str, str] = {}
        self.buttons: dict[str, tuple[int, str]] = {}
        self._counted: dict[str, int] = {}
        self._steps: dict[str, Callable[[Step], Awaitable[None]]] = {
            "say": self._say,
            "edit": self._edit,
            "answer": self._answer,
            "press": self._press,
            "together": self._together,
            "file": self._file,
            "query": self._query,
            "choose": self._choose,
            "hear": self._hear,
            "silence": self._silence,
            "toast": self._toast,
            "result": self._result,
            "keep": self._keep,
            "check": self._check,
            "direct": self._direct,
        }

    async def tell(self, story: Story) -> None:
        """Every step, and the proof of the ledger at the end."""
        for step in story.steps:
            try:
                await self._steps[step.kind](step)
            except Exception as error:
                logged = "".join(f"\nlogged: {entry}" for entry in self.stage.errors)
                raise StoryError(f"transcripts/{story.file}.txt:{step.number}: {step.text}\n{error}{logged}") from error
        self._prove()

    # -- acts ------------------------------------------------------------------------------------------------------

    @property
    def player(self) -> Player:
        return self.stage.player(self.who)

    def _turn_to(self, step: Step) -> None:
        if step.who:
            self.who = step.who
            self.chat = self.stage.chat(step.group) if step.group else self.player.pid

    def _filled(self, words: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: self.kept.get(found[1], found[0]), words)

    async def _say(self, step: Step) -> None:
        self._turn_to(step)
        self.heard = []
        await self.player.says(self.chat, self._filled(step.text))

    async def _edit(self, step: Step) -> None:
        self._turn_to(step)
        mine = [m for m in await self.player.reads(self.chat, 50) if m["from"]["id"] == self.player.pid and "text" in m]
        self.heard = []
        await self.player.edits(self.chat, mine[-1]["id"], self._filled(step.text))

    async def _answer(self, step: Step) -> None:
        self._turn_to(step)
        said = [m for m in await self.player.reads(self.chat, 50) if m["from"]["is_bot"]]
        self.heard = []
        await self.player.says(self.chat, self._filled(step.text), reply_to=said[-1]["id"])

    async def _press(self, step: Step) -> None:
        self._turn_to(step)
        self.heard = []
        label = self._filled(step.text)
        if label.startswith("$"):
            message, data = self.buttons[label[1:]]
            self.toast = await self.player.presses_data(self.chat, message, data, step.times)
        else:
            self.toast = await self._patiently(lambda: self.player.presses(self.chat, label, times=step.times))

    async def _together(self, step: Step) -> None:
        """Several people press at the same time."""
        found = []
        for part in presses(step):
            self._turn_to(part)
            button = await self._patiently(partial(self.player._button, self.chat, part.text, None))
            found.append((self.player, *button))
        self.heard = []
        await asyncio.gather(*(who.presses_data(who.pid, message, b["callback_data"]) for who, message, b in found))

    async def _file(self, step: Step) -> None:
        self._turn_to(step)
        self.heard = []
        photo = step.file.endswith((".jpg", ".png"))
        content = _picture() if photo else "货号,品名\nA1,甲\n".encode()
        kind = "photo" if photo else "document"
        await self.player.uploads(self.chat, content, step.file, kind, self._filled(step.text))

    async def _query(self, step: Step) -> None:
        self._turn_to(step)
        answer = await self.player.asks_inline(self._filled(step.text), chat=self.chat)
        button = answer.get("button")
        self.results = [*answer["results"], *([{"title": button["text"]}] if button else [])]

    async def _choose(self, step: Step) -> None:
        self._turn_to(step)
        found = next(result for result in self.results if step.text in result["title"])
        await self.player.chooses(self.chat, found["id"])

    # -- what is seen ----------------------------------------------------------------------------------------------

    async def _hear(self, step: Step) -> None:
        player, chat = self.player, self.chat
        if step.who:
            player = self.stage.player(step.who)
            chat = self.stage.chat(step.group) if step.group else player.pid
        heard = await player.hears(chat, self._filled(step.text), PATIENCE)
        self.heard.append(str(heard.get("text") or heard.get("caption") or ""))

    async def _silence(self, step: Step) -> None:
        await self._settled()
        said = await self._said()
        unwanted = self._filled(step.text)
        wrong = [words for words in said if unwanted in words]
        if wrong:
            raise StoryError(f"the bot said:\n{wrong[-1]}")

    async def _said(self) -> list[str]:
        """What the bot has said in this chat since the last act, new or by an edit."""
        before = self.player._seen.get(self.chat, {})
        shown = [m for m in await self.player.reads(self.chat, 50) if m["from"]["is_bot"]]
        return [str(m.get("text") or m.get("caption") or "") for m in shown if before.get(m["id"]) != m]

    async def _toast(self, step: Step) -> None:
        if self._filled(step.text) not in str(self.toast.get("text")):
            raise StoryError(f"the notice was {self.toast}")

    async def _result(self, step: Step) -> None:
        shown = [f"{result['title']} {result.get('description', '')}" for result in self.results]
        if not any(self._filled(step.text) in line for line in shown):
            raise StoryError(f"the results were {shown}")

    async def _keep(self, step: Step) -> None:
        name, _, what = (part.strip() for part in step.text.partition("="))
        if what.startswith("["):
            message, button = await self._patiently(lambda: self.player._button(self.chat, what[1:-1], None))
            self.buttons[name] = (message, button["callback_data"])
            return
        said = [*await self._said(), *self.heard]
        found = next((match for words in reversed(said) if (match := re.search(self._filled(what), words))), None)
        if found is None:
            raise StoryError(f"{what!r} is not in {said}")
        self.kept[name] = found[1] if found.groups() else found[0]

    async def _patiently(self, look: Callable[[], Awaitable[Any]]) -> Any:
        """A button may still be on its way."""
        for _ in range(round(PATIENCE / 0.05)):
            try:
                return await look()
            except AssertionError as error:
                missing = error
                if "no button" not in str(error):
                    raise
            await asyncio.sleep(0.05)
        raise missing

    async def _settled(self) -> None:
        """Waits until the bot has handled and delivered everything."""
        await asyncio.sleep(QUIET)
        async with asyncio.timeout(PATIENCE):
            while self.stage.world.updates.pending or self.stage.waiting():
                await asyncio.sleep(0.02)

    # -- the database ----------------------------------------------------------------------------------------------

    async def _check(self, step: Step) -> None:
        what, *rest = self._filled(step.text).split()
        deadline = asyncio.get_running_loop().time() + (PATIENCE if what in ("did", "logged", "rows") else 2)
        while problem := self._wrong(what, rest):
            if asyncio.get_running_loop().time() > deadline:
                raise StoryError(problem)
            await asyncio.sleep(0.05)

    def _wrong(self, what: str, rest: list[str]) -> str:
        if what == "did":
            count = self.stage.did.count(rest[0])
            return "" if count else f"performed: {self.stage.did}"
        found, wanted = self._number(what, rest[:-1]), Decimal(rest[-1])
        return "" if found == wanted else f"{what} is {found}"

    def _number(self, what: str, of: list[str]) -> Decimal | int:
        match what:
            case "stock" | "value" | "reserved":
                given, product = self.stage.given, self._product(of[0])
                house = next(w for w in self._rows("warehouse", [f"name={of[1]}"]))
                if what == "value":
                    return given.value(product, house)
                return given.on_hand(product, house) if what == "stock" else given.reserved(product, house)
            case "rows":
                return len(self._rows(of[0], of[1:]))
            case "logged":
                return len(self._rows("audit_entry", [f"operation={of[0]}"]))
            case _:
                raise StoryError(f"what is {what!r}?")

    def _product(self, name: str) -> Product:
        found: Product = self._rows("product", [f"name={name}"])[0]
        return found

    def _rows(self, table: str, conditions: list[str]) -> list[Any]:
        return rows_of(self.stage.database, table, conditions)

    def _prove(self) -> None:
        wrong = self.stage.database.read_now(lambda db: [*map(str, differences(db)), *broken_links(db)])
        if wrong:
            raise StoryError("\n".join(wrong))

    # -- the director ----------------------------------------------------------------------------------------------

    async def _direct(self, step: Step) -> None:
        what, *rest = self._filled(step.text).split()
        stage, world = self.stage, self.stage.world
        match what:
            case "restart":
                await stage.restart()
            case "block" | "unblock":
                acts_membership.block(world, stage.people[rest[0]], what == "block")
            case "kick" | "add":
                deed = acts_membership.remove if what == "kick" else acts_membership.add
                deed(world, stage.chat(rest[0]), world.bot.id)
            case "migrate":
                acts_membership.migrate(world, stage.chat(rest[0]))
            case "fault":
                self._fault(rest)
            case "sql":
                statement = text(" ".join(rest))
                stage.database.write_now(lambda db: db.execute(statement) and None)
            case "wait":
                await stage.wait(int(rest[0]))
            case "settled":
                await self._settled()
            case _:
                raise StoryError(f"what is {what!r}?")

    def _fault(self, words: list[str]) -> None:
        kind, *rest = words
        facts = dict(word.split("=") for word in rest if "=" in word)
        times = int(facts.get("times", 1))
        if kind in CALL_KINDS:
            method = next((word for word in rest if "=" not in word), "")
            fault = Fault(kind, times, method, int(facts.get("retry_after", 1)), float(facts.get("seconds", 1)))
            self.stage.world.faults.add(fault)
        else:
            self.stage.world.updates.disturb(kind, times)


def _picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (160, 120), "#6ec9cb").save(buffer, "JPEG")
    return buffer.getvalue()


__all__ = ["StoryError", "Teller"]
