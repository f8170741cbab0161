"""Reads Telegram's HTML style: a fixed set of tags, attributes, named and numbered characters, nesting without overlap.

A stray ``&`` is text, a stray ``<`` is an error; errors tell the byte where they are, as Telegram's do.
"""

import re
from dataclasses import dataclass

from jxc_bot.sandbox.formatted import Formatted, Output, byte_offset, unparsable

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_CHARACTER = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPACE = " \t\r\n"
_VALUE_END = re.compile(r"[^a-zA-Z0-9.\-]")


@dataclass(slots=True)
class _Open:
    """A start tag that waits for its end."""

    name: str
    offset: int
    attributes: dict[str, str]


class _HtmlReader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._out = Output()
        self._open: list[_Open] = []

    def read(self) -> Formatted:
        text = self._text
        while self._at < len(text):
            mark = text[self._at]
            if mark == "&":
                self._out.write(self._character())
            elif mark != "<":
                end = self._at + 1
                while end < len(text) and text[end] not in "<&":
                    end += 1
                self._out.write(text[self._at : end])
                self._at = end
            elif text.startswith("</", self._at):
                self._end_tag()
            else:
                self._start_tag()
        if self._open:
            raise unparsable(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return self._out.done()

    def _character(self) -> str:
        match = _CHARACTER.match(self._text, self._at)
        code = int(match[2] or "0") or int(match[3] or "0", 16) if match else 0
        if not match or (not match[1] and (not 0 < code < 0x110000 or 0xD800 <= code < 0xE000)):
            self._at += 1
            return "&"
        self._at = match.end()
        return _NAMED[match[1]] if match[1] else chr(code)

    def _peek(self) -> str:
        return self._text[self._at] if self._at < len(self._text) else ""

    def _word(self, stop: str) -> str:
        begin = self._at
        while self._peek() and self._peek() not in stop:
            self._at += 1
        return self._text[begin : self._at]

    def _skip_space(self) -> None:
        while self._peek() and self._peek() in _SPACE:
            self._at += 1

    def _start_tag(self) -> None:
        begin = byte_offset(self._text, self._at)
        self._at += 1
        name = self._word(_SPACE + ">").lower()
        if not self._peek():
            raise unparsable(f"Unclosed start tag at byte offset {begin}")
        if name not in _KINDS:
            raise unparsable(f'Unsupported start tag "{name}" at byte offset {begin}')
        attributes: dict[str, str] = {}
        while True:
            self._skip_space()
            if self._peek() == ">":
                break
            self._attribute(name, begin, attributes)
        self._at += 1
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self._open.append(_Open(name, self._out.position, attributes))

    def _attribute(self, tag: str, begin: int, attributes: dict[str, str]) -> None:
        name = self._word(_SPACE + "=>")
        if not self._peek():
            raise unparsable(f"Unclosed start tag at byte offset {begin}")
        if not name:
            raise unparsable(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._skip_space()
        if self._peek() != "=":
            attributes[name.lower()] = ""
            return
        self._at += 1
        self._skip_space()
        quote = self._peek()
        if quote in ("'", '"') and quote:
            attributes[name.lower()] = self._quoted(quote, tag, begin)
            return
        end = _VALUE_END.search(self._text, self._at)
        stop = end.start() if end else len(self._text)
        value = self._text[self._at : stop]
        self._at = stop
        if not self._peek():
            raise unparsable(f"Unclosed start tag at byte offset {begin}")
        if self._peek() not in _SPACE + ">":
            raise unparsable(f"Unexpected end of name token at byte offset {byte_offset(self._text, stop)}")
        attributes[name.lower()] = value.lower()

    def _quoted(self, quote: str, tag: str, begin: int) -> str:
        self._at += 1
        parts = []
        while self._peek() and self._peek() != quote:
            if self._peek() == "&":
                parts.append(self._character())
            else:
                parts.append(self._peek())
                self._at += 1
        if not self._peek():
            raise unparsable(f"Unclosed start tag at byte offset {begin}")
        self._at += 1
        return "".join(parts)

    def _end_tag(self) -> None:
        begin = byte_offset(self._text, self._at)
        if not self._open:
            raise unparsable(f"Unexpected end tag at byte offset {begin}")
        self._at += 2
        name = self._word(_SPACE + ">").lower()
        self._skip_space()
        if self._peek() != ">":
            raise unparsable(f"Unclosed end tag at byte offset {begin}")
        self._at += 1
        opened = self._open.pop()
        if name and name != opened.name:
            raise unparsable(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.name}>", found "</{name}>"'
            )
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        kind, attributes = _KINDS[opened.name], opened.attributes
        if kind == "text_link":
            url = attributes.get("href") or self._out.since(opened.offset)
            link = as_link(url)
            if link:
                self._out.close("text_link", opened.offset, url=link)
        elif kind == "custom_emoji":
            identifier = attributes.get("emoji-id", "")
            if not identifier.isdigit():
                raise unparsable("Invalid custom emoji identifier specified")
            self._out.close(kind, opened.offset, custom_emoji_id=identifier)
        elif kind == "code" and self._open and self._open[-1].name == "pre":
            language = attributes.get("class", "")
            if language.startswith("language-"):
                self._open[-1].attributes["language"] = language.removeprefix("language-")
        elif kind == "pre" and attributes.get("language"):
            self._out.close(kind, opened.offset, language=attributes["language"])
        elif kind == "blockquote" and "expandable" in attributes:
            self._out.close("expandable_blockquote", opened.offset)
        else:
            self._out.close(kind, opened.offset)


def as_link(url: str) -> str:
    """A usable address, completed where it lacks its scheme; empty if it is none: Telegram then drops the link."""
    if re.match(r"(?:https?|tg|ton|mailto|tel)://?[^\s]+$", url):
        bare = re.fullmatch(r"(https?://[^/?#\s]+)", url)
        return url + "/" if bare else url
    if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", url):
        return "http://" + url + ("" if re.search(r"[/?#]", url) else "/")
    return ""


def read_html(text: str) -> Formatted:
    """Text and entities of a string in HTML style; raises `Refusal`."""
    return _HtmlReader(text).read()
