"""What goes out to a chat, whatever the platform. Replies become outbox rows; adapters carry them out.

Text is a small markup every adapter can translate: ``<b> <i> <u> <s> <code> <pre> <blockquote>`` and ``<a href>``,
with ``& < >`` escaped in everything else.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """One button: ``data`` comes back when pressed, or it opens a link, copies a text, starts an inline query."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""
    inline: str | None = None
    """Starts an inline query in the same chat with this text."""
    style: str = ""
    """``success``, ``danger`` or ``primary``, where the platform can."""


@dataclass(frozen=True, slots=True)
class Toast:
    """The short answer to a button press (≤ 200 characters); ``alert`` must be closed by the person."""

    callback: str
    text: str = ""
    alert: bool = False


@dataclass(frozen=True, slots=True)
class FoundItem:
    """One entry of the short list that answers an inline query."""

    id: str
    title: str
    description: str
    text: str


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """The short list that answers an inline query."""

    query: str
    """The platform's id of the query."""
    items: tuple[FoundItem, ...] = ()
    next_offset: str = ""
    start_label: str = ""
    """Shown above the list; opens the private chat (for a stranger)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One message, edit, toast or file."""

    text: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    card: str = ""
    """Name of a panel that is remembered and can be edited (``draft:12``); empty: said once."""
    edit: bool = True
    """Edit the panel in place where it is known; False: send it anew below and take the old one's buttons away."""
    message: str = ""
    """Edit this platform message (the one whose button was pressed) when the panel has no known place."""
    toast: Toast | None = None
    attachment: int | None = None
    """Id of the Attachment sent with ``text`` as its caption."""
    photo: bool = False
    """Show the attachment as a picture rather than a file."""
    reply_to: str = ""
    thread: str = ""
    keyboard: tuple[tuple[str, ...], ...] | None = None
    """The home menu under the text field (private chats); () takes it away."""
    placeholder: str = ""
    silent: bool = False
    reaction: str = ""
    """Only reacts with this sign to ``reply_to``."""
    inline: InlineAnswer | None = None
    commands: dict[str, Any] | None = None
    """Sets the command list of this chat: {locale: [[name, description], …]}."""

    def as_json(self) -> dict[str, Any]:
        """For the outbox: only what differs from the defaults."""
        blank = asdict(Reply())
        return {key: value for key, value in asdict(self).items() if value != blank[key]}

    @staticmethod
    def from_json(body: dict[str, Any]) -> Reply:
        """The reply that ``as_json`` wrote."""
        facts = dict(body)
        if "buttons" in facts:
            facts["buttons"] = tuple(tuple(Button(**b) for b in row) for row in facts["buttons"])
        if facts.get("toast"):
            facts["toast"] = Toast(**facts["toast"])
        if facts.get("inline"):
            items = tuple(FoundItem(**item) for item in facts["inline"].pop("items"))
            facts["inline"] = InlineAnswer(items=items, **facts["inline"])
        if facts.get("keyboard") is not None:
            facts["keyboard"] = tuple(tuple(row) for row in facts["keyboard"])
        return Reply(**facts)


@dataclass(slots=True)
class Outgoing:
    """The replies of one turn, each with the chat (our id) it is for; None: the chat the message came from."""

    replies: list[tuple[int | None, Reply]] = field(default_factory=list)

    def say(self, reply: Reply, chat_id: int | None = None) -> None:
        self.replies.append((chat_id, reply))
