"""Shows a message's text with its entities as safe HTML: only the tags below, everything else escaped."""

from html import escape
from typing import Any

from jxc_bot.sandbox.formatted import in_order

_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="expandable">', "</blockquote>"),
    "bot_command": ('<span class="command">', "</span>"),
    "mention": ('<span class="mention">', "</span>"),
    "text_mention": ('<span class="mention">', "</span>"),
    "hashtag": ('<span class="hashtag">', "</span>"),
}
_SCHEMES = ("http://", "https://", "tg://", "mailto:", "tel:")


def _tags(entity: dict[str, Any], inside: str) -> tuple[str, str]:
    """The opening and closing tag of one entity; ("", "") where it shows as plain text."""
    if entity["type"] in ("url", "text_link", "email"):
        address = {"url": inside, "email": "mailto:" + inside}.get(entity["type"]) or entity.get("url", "")
        if not address.startswith(_SCHEMES):
            return "", ""
        return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">', "</a>"
    return _TAGS.get(entity["type"], ("", ""))


def as_html(text: str, entities: list[dict[str, Any]]) -> str:
    """HTML of a text; overlapping entities are closed and reopened so that tags always nest."""
    units = text.encode("utf-16-le", "surrogatepass")

    def part(start: int, end: int) -> str:
        return units[start * 2 : end * 2].decode("utf-16-le", "replace")

    entities = in_order(entities)
    edges = sorted({0, len(units) // 2} | {e["offset"] + d for e in entities for d in (0, e["length"])})
    out: list[str] = []
    opened: list[dict[str, Any]] = []
    for start, end in zip(edges, [*edges[1:], edges[-1]], strict=True):
        active = [e for e in entities if e["offset"] <= start < e["offset"] + e["length"]]
        keep = 0
        while keep < min(len(opened), len(active)) and opened[keep] is active[keep]:
            keep += 1
        for entity in reversed(opened[keep:]):
            out.append(_tags(entity, part(entity["offset"], entity["offset"] + entity["length"]))[1])
        for entity in active[keep:]:
            out.append(_tags(entity, part(entity["offset"], entity["offset"] + entity["length"]))[0])
        opened = active
        out.append(escape(part(start, end)))
    return "".join(out)
