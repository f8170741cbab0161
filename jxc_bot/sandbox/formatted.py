"""Text with its formatting: what a parse mode makes of a string, and what stays of it in a message.

Offsets and lengths of entities count UTF-16 code units, as Telegram counts them: a character outside the basic plane
(most emoji) is two.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from jxc_bot.sandbox.refusal import Refusal, bad_request

Entity = dict[str, Any]


@dataclass(slots=True)
class Formatted:
    """A text and its entities, sorted from the outside in."""

    text: str
    entities: list[Entity] = field(default_factory=list)


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def well_formed(text: str) -> str:
    """The text with halves of characters (lone surrogates) replaced: no client sends those."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def unparsable(reason: str) -> Refusal:
    """400 for formatting that cannot be read."""
    return bad_request(f"can't parse entities: {reason}")


def byte_offset(text: str, index: int) -> int:
    """Where character `index` stands in the UTF-8 form of `text`; Telegram's messages count so."""
    return len(text[:index].encode("utf-8", "surrogatepass"))


class Output:
    """Collects text and entities while a parse mode is read; knows its position in UTF-16."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.position = 0
        self.entities: list[Entity] = []

    def write(self, text: str) -> None:
        """Adds plain text."""
        self._parts.append(text)
        self.position += utf16_length(text)

    def since(self, offset: int) -> str:
        """The text written from a UTF-16 position on."""
        raw = "".join(self._parts).encode("utf-16-le", "surrogatepass")
        return raw[offset * 2 :].decode("utf-16-le", "surrogatepass")

    def close(self, kind: str, offset: int, **more: Any) -> None:
        """Ends an entity that began at `offset`; one without text is dropped."""
        if self.position > offset:
            self.entities.append({"type": kind, "offset": offset, "length": self.position - offset, **more})

    def done(self) -> Formatted:
        """The whole, entities in the order Telegram gives them."""
        return Formatted("".join(self._parts), in_order(self.entities))


def in_order(entities: list[Entity]) -> list[Entity]:
    """By position, the longer first."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\u2028-\u202e]")


def clean(made: Formatted) -> Formatted:
    """As Telegram stores it: control characters are blanks, outer white space is cut off, entities move along."""
    text = _CONTROL.sub(" ", made.text.replace("\r", "")) if "\r" not in made.text else _drop_returns(made)
    stripped = text.strip()
    if stripped == made.text:
        return made
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    limit = utf16_length(stripped)
    kept = []
    for entity in made.entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] - lead + entity["length"], limit)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return Formatted(stripped, kept)


def _drop_returns(made: Formatted) -> str:
    """Removes carriage returns; entities after one move left."""
    units = made.text.encode("utf-16-le", "surrogatepass")
    at = [index for index in range(len(units) // 2) if units[index * 2 : index * 2 + 2] == b"\r\x00"]
    for entity in made.entities:
        before = sum(1 for place in at if place < entity["offset"])
        within = sum(1 for place in at if entity["offset"] <= place < entity["offset"] + entity["length"])
        entity["offset"] -= before
        entity["length"] -= within
    return _CONTROL.sub(" ", made.text.replace("\r", ""))


_FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"'\uff0c\u3002\uff1b\u3001\uff09]+)"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z][A-Za-z0-9_]{2,31}\b)"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
)
_OPAQUE = {"code", "pre", "text_link", "text_mention", "custom_emoji"}


def with_found(made: Formatted) -> Formatted:
    """Adds what Telegram finds by itself: commands, mentions, hashtags, addresses; not inside code or links."""
    if not any(mark in made.text for mark in "/@#"):
        return made
    blocked = [(e["offset"], e["offset"] + e["length"]) for e in made.entities if e["type"] in _OPAQUE]
    found = []
    for match in _FOUND.finditer(made.text):
        start = utf16_length(made.text[: match.start()])
        end = start + utf16_length(match[0])
        if not any(start < high and low < end for low, high in blocked):
            found.append({"type": match.lastgroup, "offset": start, "length": end - start})
    return Formatted(made.text, in_order(made.entities + found))
