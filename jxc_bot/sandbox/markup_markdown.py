"""Reads Telegram's MarkdownV2 and the older Markdown style.

MarkdownV2 nests; every reserved character that is not formatting must be escaped. A blockquote begins with ``>`` at the
start of a line and lasts until the last such line; ``**>`` starts a new one right after, ``||`` at its end folds it.
"""

from dataclasses import dataclass

from jxc_bot.sandbox.formatted import Formatted, Output, byte_offset, unparsable
from jxc_bot.sandbox.markup_html import as_link

_RESERVED = "_*[]()~`>#+-=|{}.!"
_NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}
_MARKS = (
    ("||", "spoiler"),
    ("__", "underline"),
    ("_", "italic"),
    ("*", "bold"),
    ("~", "strikethrough"),
)


@dataclass(slots=True)
class _Open:
    """Formatting that waits for its end; `begin` is its byte in the source, `offset` its place in the result."""

    kind: str
    begin: int
    offset: int
    language: str = ""


class _MarkdownReader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._out = Output()
        self._open: list[_Open] = []
        self._quote_may_start = True

    def read(self) -> Formatted:
        while self._at < len(self._text):
            self._step()
        if self._has_quote() and self._open[-1].kind == "blockquote":
            self._close_quote()
        if self._open:
            last = self._open[-1]
            raise unparsable(f"Can't find end of {_NAMES[last.kind]} entity at byte offset {last.begin}")
        return self._out.done()

    def _has_quote(self) -> bool:
        return any(opened.kind == "blockquote" for opened in self._open)

    def _top(self) -> str:
        return self._open[-1].kind if self._open else ""

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._quote_may_start = False

    def _step(self) -> None:
        text, at = self._text, self._at
        mark = text[at]
        if mark == "\\" and at + 1 < len(text) and 0 < ord(text[at + 1]) < 127:
            self._write(text[at + 1])
            self._at += 2
        elif self._top() in ("code", "pre"):
            self._inside_code(mark)
        elif mark == "\n":
            self._line_end()
        elif mark not in _RESERVED:
            self._write(mark)
            self._at += 1
        else:
            self._formatting(mark)

    def _inside_code(self, mark: str) -> None:
        fence = "`" if self._top() == "code" else "```"
        if mark == "`" and self._text.startswith(fence, self._at):
            opened = self._open.pop()
            more = {"language": opened.language} if opened.language else {}
            self._out.close(opened.kind, opened.offset, **more)
            self._at += len(fence)
            return
        if mark == "`":
            raise self._reserved(mark)
        self._write(mark)
        self._quote_may_start = mark == "\n"
        self._at += 1

    def _line_end(self) -> None:
        follows = self._text[self._at + 1 : self._at + 2]
        if self._has_quote() and follows != ">":
            if self._top() != "blockquote":
                last = self._open[-1]
                raise unparsable(f"Can't find end of {_NAMES[last.kind]} entity at byte offset {last.begin}")
            self._close_quote()
        self._out.write("\n")
        self._quote_may_start = True
        self._at += 1

    def _close_quote(self, folded: bool = False) -> None:
        opened = self._open.pop()
        self._out.close("expandable_blockquote" if folded else "blockquote", opened.offset)

    def _start(self, kind: str, width: int, language: str = "") -> None:
        self._open.append(_Open(kind, byte_offset(self._text, self._at), self._out.position, language))
        self._at += width

    def _formatting(self, mark: str) -> None:
        text, at = self._text, self._at
        if mark == ">" and self._quote_may_start:
            if self._has_quote():
                self._at += 1  # the next line of the same quote
                self._quote_may_start = False
            else:
                self._start("blockquote", 1)
        elif mark == "`":
            self._start_code()
        elif mark == "[" or text.startswith("![", at):
            self._start("text_link" if mark == "[" else "custom_emoji", 1 if mark == "[" else 2)
        elif mark == "]" and self._top() in ("text_link", "custom_emoji"):
            self._close_link()
        else:
            self._toggle(mark)

    def _start_code(self) -> None:
        if not self._text.startswith("```", self._at):
            self._start("code", 1)
            return
        end = self._at + 3
        while end < len(self._text) and not self._text[end].isspace() and self._text[end] != "`":
            end += 1
        word = self._text[self._at + 3 : end]
        if word and end < len(self._text) and self._text[end] != "`":
            self._start("pre", 3 + len(word), word)
        else:
            self._start("pre", 3)
        if self._text[self._at : self._at + 1] == "\n":
            self._at += 1

    def _toggle(self, mark: str) -> None:
        text, at = self._text, self._at
        for sign, kind in _MARKS:
            if not text.startswith(sign, at):
                continue
            if self._top() == kind:
                self._out.close(kind, self._open.pop().offset)
                self._at += len(sign)
            elif sign == "||" and self._top() == "blockquote" and text[at + 2 : at + 3] in ("", "\n"):
                self._close_quote(folded=True)
                self._at += 2
            else:
                self._start(kind, len(sign))
            return
        raise self._reserved(mark)

    def _close_link(self) -> None:
        opened = self._open.pop()
        label = self._out.since(opened.offset)
        self._at += 1
        target = label
        if self._text[self._at : self._at + 1] == "(":
            target = self._target()
        elif opened.kind == "custom_emoji":
            raise unparsable("Custom emoji entity must contain a tg://emoji URL")
        if opened.kind == "custom_emoji":
            identifier = target.removeprefix("tg://emoji?id=")
            if identifier == target or not identifier.isdigit():
                raise unparsable("Custom emoji entity must contain a tg://emoji URL")
            self._out.close("custom_emoji", opened.offset, custom_emoji_id=identifier)
        elif as_link(target):
            self._out.close("text_link", opened.offset, url=as_link(target))

    def _target(self) -> str:
        begin = self._at
        self._at += 1
        parts = []
        while self._at < len(self._text) and self._text[self._at] != ")":
            if self._text[self._at] == "\\" and 0 < ord(self._text[self._at + 1 : self._at + 2] or "\0") < 127:
                self._at += 1
            parts.append(self._text[self._at])
            self._at += 1
        if self._at >= len(self._text):
            raise unparsable(f"Can't find end of a URL at byte offset {byte_offset(self._text, begin)}")
        self._at += 1
        return "".join(parts)

    def _reserved(self, mark: str) -> Exception:
        return unparsable(f"Character '{mark}' is reserved and must be escaped with the preceding '\\'")


def read_markdown_v2(text: str) -> Formatted:
    """Text and entities of a string in MarkdownV2 style; raises `Refusal`."""
    return _MarkdownReader(text).read()


def read_markdown(text: str) -> Formatted:
    """Text and entities of a string in the older Markdown style, which does not nest; raises `Refusal`."""
    out, at = Output(), 0
    while at < len(text):
        mark = text[at]
        if mark == "\\" and text[at + 1 : at + 2] in ("_", "*", "`", "["):
            out.write(text[at + 1])
            at += 2
        elif mark in "_*`[":
            at = _old_entity(text, at, out)
        else:
            out.write(mark)
            at += 1
    return out.done()


def _old_entity(text: str, at: int, out: Output) -> int:
    """Reads one entity of the older style at `at`; returns where the text goes on."""
    begin = byte_offset(text, at)
    fence = "```" if text.startswith("```", at) else "]" if text[at] == "[" else text[at]
    start = at + (3 if fence == "```" else 1)
    end = text.find(fence, start)
    if end < 0:
        raise unparsable(f"Can't find end of the entity starting at byte offset {begin}")
    offset = out.position
    out.write(text[start:end])
    if fence != "]":
        out.close({"_": "italic", "*": "bold", "`": "code", "```": "pre"}[fence], offset)
        return end + len(fence)
    if text[end + 1 : end + 2] != "(":
        return end + 1
    close = text.find(")", end + 2)
    if close < 0:
        raise unparsable(f"Can't find end of the entity starting at byte offset {begin}")
    link = as_link(text[end + 2 : close])
    if link:
        out.close("text_link", offset, url=link)
    return close + 1
