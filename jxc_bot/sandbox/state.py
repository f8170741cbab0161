"""What there is: people, chats with their members and messages, topics. Plain data; the rules live in `world.py`."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

ADMIN_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


@dataclass(slots=True)
class Person:
    """Somebody with an account; `role` and `role_title` only help whoever chooses a person in the web chat."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    role: str = ""
    role_title: str = ""
    colour: str = "#7a8ba3"

    @property
    def name(self) -> str:
        """First and last name as a messenger shows them."""
        return f"{self.first_name} {self.last_name}".strip()

    def user(self) -> Json:
        """The Bot API's User."""
        made: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for key in ("last_name", "username", "language_code"):
            if value := getattr(self, key):
                made[key] = value
        return made


@dataclass(slots=True)
class Bot:
    """The one bot under test and the switches its owner has with the platform."""

    token: str
    id: int
    first_name: str
    username: str
    privacy: bool = True
    inline: bool = True
    inline_feedback: bool = True
    colour: str = "#3390ec"
    description: dict[str, str] = field(default_factory=dict)
    short_description: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def user(self) -> Json:
        """The Bot API's User, as others see the bot."""
        return {"id": self.id, "is_bot": True, "first_name": self.first_name, "username": self.username}


@dataclass(slots=True)
class Message:
    """One message: `body` is the Bot API's Message, and what it does not tell is beside it."""

    body: Json
    from_bot: bool = False
    deleted: bool = False
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    edits: int = 0
    ephemeral: Json = field(default_factory=dict)  # reply keyboards are sent, but not part of a message
    inline_id: str = ""

    @property
    def id(self) -> int:
        """Its number in its chat."""
        number: int = self.body["message_id"]
        return number

    @property
    def is_service(self) -> bool:
        """Whether it tells of an event instead of saying something."""
        return not any(key in self.body for key in ("text", "photo", "document"))


@dataclass(slots=True)
class Topic:
    """One thread of a forum; its id is the id of the message that opened it."""

    id: int
    name: str
    icon_color: int = 7322096
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """A private chat with the bot (its id is the person's) or a group; `members` maps user ids to a status."""

    id: int
    type: str
    title: str = ""
    is_forum: bool = False
    colour: str = "#7a8ba3"
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    unread: dict[int, int] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    started: bool = False
    blocked: bool = False
    migrated_to: int = 0
    next_message: int = 1
    person: Person | None = None
    menu_button: Json = field(default_factory=lambda: {"type": "default"})

    @property
    def is_private(self) -> bool:
        """Whether it is the chat of one person with the bot."""
        return self.type == "private"

    def chat(self) -> Json:
        """The Bot API's Chat."""
        made: Json = {"id": self.id, "type": self.type}
        if self.person:
            user = self.person.user()
            return made | {key: user[key] for key in ("first_name", "last_name", "username") if key in user}
        made["title"] = self.title
        return made | ({"is_forum": True} if self.is_forum else {})

    def present(self, user_id: int) -> bool:
        """Whether a user is in the chat now."""
        return self.members.get(user_id, "left") not in ("left", "kicked")

    def found(self, message_id: int | None) -> Message | None:
        """A message that is there and not deleted."""
        message = self.messages.get(message_id or 0)
        return None if message is None or message.deleted else message
