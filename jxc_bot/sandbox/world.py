"""The small world the bot lives in: one bot, people, chats, messages, and what the bot has been told of them.

Everything is in memory. Message bodies are never changed in place: an edit makes a new body, so that an update queued
earlier still tells what was true then.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from jxc_bot.sandbox.commands import CommandBook
from jxc_bot.sandbox.faults import Faults
from jxc_bot.sandbox.files import Files
from jxc_bot.sandbox.limits import Limits
from jxc_bot.sandbox.live import Hub
from jxc_bot.sandbox.membership import member
from jxc_bot.sandbox.privacy import bot_may_read
from jxc_bot.sandbox.refusal import Refusal, bad_request, forbidden
from jxc_bot.sandbox.state import Bot, Chat, Json, Message, Person, Topic
from jxc_bot.sandbox.updates import UpdateQueue
from jxc_bot.sandbox.views import message_view
from jxc_bot.sandbox.webhook import Webhook

COLOURS = ("#e17076", "#eda86c", "#a695e7", "#7bc862", "#6ec9cb", "#65aadd", "#ee7aae")
SUPERGROUP_BASE = -1_000_000_000_000


@dataclass(slots=True)
class Query:
    """A callback or inline query that waits for the bot's answer."""

    id: str
    asked_at: float
    answer: "asyncio.Future[Json]"
    person_id: int
    content: Json = field(default_factory=dict)


@dataclass(slots=True)
class Called:
    """One call of the bot, for tests to look at."""

    method: str
    parameters: Json
    at: float
    refusal: Refusal | None = None


class World:
    """State and the basic acts; what people can do is in `acts.py`, what the bot can do in `methods/`.

    `limits`: the sending rates, Telegram's own if True, none if False. `clock` gives Unix time. `latency` seconds are
    added to every call of the bot. `check_answers` holds our own answers against the Bot API's description too.
    """

    def __init__(
        self,
        bot: Bot,
        limits: Limits | bool = True,
        clock: Callable[[], float] = time.time,
        latency: float = 0.0,
        check_answers: bool = True,
    ) -> None:
        self.bot = bot
        self.limits = (Limits() if limits else None) if isinstance(limits, bool) else limits
        self.clock = clock
        self.latency = latency
        self.check_answers = check_answers
        self.query_lifetime = 60.0
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.updates = UpdateQueue()
        self.webhook = Webhook()
        self.files = Files()
        self.faults = Faults()
        self.hub = Hub()
        self.commands = CommandBook()
        self.calls: deque[Called] = deque(maxlen=10_000)
        self.notes: list[str] = []
        self.callbacks: dict[str, Query] = {}
        self.inline_queries: dict[str, Query] = {}
        self.inline_cache: dict[tuple[str, str, int], tuple[float, Json]] = {}
        self.inline_messages: dict[str, tuple[int, int]] = {}
        self.menu_button: Json = {"type": "default"}
        self._next_message = 1
        self._next_number = 1

    # -- people and chats ------------------------------------------------------------------------------------------

    @classmethod
    def from_spec(cls, spec: Json, **settings: Any) -> "World":
        """A world from plain data: {token, bot:{…}, people:[…], chats:[…]}; see `cast.json`."""
        world = cls(Bot(token=spec["token"], **spec["bot"]), **settings)
        for person in spec.get("people", ()):
            world.add_person(**person)
        for chat in spec.get("chats", ()):
            world.add_group(**chat)
        return world

    def number(self) -> int:
        """A new number, never given twice."""
        self._next_number += 1
        return self._next_number

    def add_person(self, first_name: str, id: int = 0, started: bool = False, **more: Any) -> Person:  # noqa: A002
        """A new person, and the private chat with the bot, not begun yet unless `started`."""
        person_id = id or 700_000_000 + self.number()
        more.setdefault("colour", COLOURS[person_id % len(COLOURS)])
        person = self.people[person_id] = Person(person_id, first_name, **more)
        self.chats[person_id] = Chat(
            person_id,
            "private",
            person=person,
            members={person_id: "member", self.bot.id: "member"},
            started=started,
            colour=person.colour,
        )
        return person

    def add_group(
        self,
        title: str,
        member_ids: list[int],
        id: int = 0,  # noqa: A002
        is_forum: bool = False,
        bot_status: str = "member",
        **more: Any,
    ) -> Chat:
        """A new group with these people and the bot; a forum is always a supergroup. The first member owns it."""
        supergroup = is_forum or more.pop("type", "group") == "supergroup" or id <= SUPERGROUP_BASE
        chat_id = id or (SUPERGROUP_BASE - 100_000 - self.number() if supergroup else -500_000 - self.number())
        members = {person_id: "creator" if index == 0 else "member" for index, person_id in enumerate(member_ids)}
        more.setdefault("colour", COLOURS[-chat_id % len(COLOURS)])
        topics = [Topic(**topic) for topic in more.pop("topics", ())]
        chat = Chat(chat_id, "supergroup" if supergroup else "group", title, is_forum, members=members, **more)
        chat.topics = {topic.id: topic for topic in topics}
        chat.next_message = max(chat.topics, default=0) + 1
        chat.members[self.bot.id] = bot_status
        self.chats[chat_id] = chat
        return chat

    def chat(self, chat_id: Any) -> Chat:
        """A chat the bot names, by id or @username; refused if there is none or it has moved."""
        if isinstance(chat_id, str) and chat_id.removeprefix("-").isdecimal():
            chat_id = int(chat_id)
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to:
            raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        return chat

    def chat_open_to_bot(self, chat_id: Any) -> Chat:
        """A chat the bot may act in; 403 where it has been blocked, removed, or never spoken to."""
        chat = self.chat(chat_id)
        if chat.is_private:
            if chat.blocked:
                raise forbidden("bot was blocked by the user")
            if not chat.started:
                raise forbidden("bot can't initiate conversation with a user")
        elif not chat.present(self.bot.id):
            place = "supergroup" if chat.type == "supergroup" else "group"
            if chat.members.get(self.bot.id) == "kicked":
                raise forbidden(f"bot was kicked from the {place} chat")
            raise forbidden(f"bot is not a member of the {place} chat")
        return chat

    def watchers(self, chat: Chat) -> list[int]:
        """The people who see a chat."""
        return [user_id for user_id in chat.members if user_id in self.people and chat.present(user_id)]

    # -- messages --------------------------------------------------------------------------------------------------

    def post(self, chat: Chat, sender: Person | None, content: Json, told: bool = True, **beside: Any) -> Message:
        """Adds a message to a chat: from a person, or from the bot if `sender` is None; tells whoever must know.

        `content` is everything a message has besides its number, sender, chat and date; `beside` are further fields of
        `Message`. The bot hears of what people do, and of events it caused itself (`told`), within its privacy.
        """
        user = sender.user() if sender else self.bot.user()
        message_id = self._number_in(chat)
        body = {"message_id": message_id, "from": user, "chat": chat.chat(), "date": int(self.clock())}
        message = Message(body | content, from_bot=sender is None, **beside)
        chat.messages[message_id] = message
        for person_id in self.watchers(chat):
            if sender is None or person_id != sender.id:
                chat.unread[person_id] = chat.unread.get(person_id, 0) + 1
        if told and (sender is not None or message.is_service):
            self.tell_bot(chat, message, "message")
        self.tell(chat, "message", message)
        return message

    def tell_bot(self, chat: Chat, message: Message, kind: str) -> None:
        """Queues an update about a message, if the bot may read it."""
        if bot_may_read(self.bot, chat, message):
            self.updates.push(kind, message.body)

    def _number_in(self, chat: Chat) -> int:
        if chat.type == "supergroup":
            number = chat.next_message
            chat.next_message += 1
        else:
            number = self._next_message
            self._next_message += 1
        return number

    def change(self, chat: Chat, message: Message, body: Json) -> None:
        """Replaces a message's body after an edit and shows it."""
        message.body = body
        message.edits += 1
        self.tell(chat, "edited", message)

    def tell(self, chat: Chat, kind: str, message: Message | None = None, **more: Any) -> None:
        """Pushes an event to everybody who looks at the chat."""

        def make() -> Json:
            event: Json = {"type": kind, "chat": chat.id} | more
            return event | ({"message": message_view(self, chat, message)} if message else {})

        self.hub.tell(self.watchers(chat), make)

    def tell_membership(self, chat: Chat, actor: Person, user_id: int, before: str, after: str) -> None:
        """Queues my_chat_member or chat_member after somebody's place in a chat changed."""
        mine = user_id == self.bot.id
        self.updates.push(
            "my_chat_member" if mine else "chat_member",
            {
                "chat": chat.chat(),
                "from": actor.user(),
                "date": int(self.clock()),
                "old_chat_member": member(self, user_id, before),
                "new_chat_member": member(self, user_id, after),
            },
        )
        self.tell(chat, "chat")
