"""From the parameters of a call to the text a message will have: parse mode, explicit entities, limits."""

from typing import Any

from jxc_bot.sandbox.formatted import Entity, Formatted, clean, in_order, utf16_length, with_found
from jxc_bot.sandbox.markup_html import read_html
from jxc_bot.sandbox.markup_markdown import read_markdown, read_markdown_v2
from jxc_bot.sandbox.refusal import bad_request

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_MODES = {"html": read_html, "markdownv2": read_markdown_v2, "markdown": read_markdown}


def read_formatted(text: str, parse_mode: str | None, entities: list[Entity] | None) -> Formatted:
    """What the platform would store of `text`: cleaned, with the entities it was given or finds itself."""
    mode = (parse_mode or "").lower()
    if mode and mode not in _MODES:
        raise bad_request("unsupported parse_mode")
    made = _MODES[mode](text) if mode else Formatted(text, _given(text, entities or []))
    return with_found(clean(made))


def _given(text: str, entities: list[Entity]) -> list[Entity]:
    """Explicit entities, if they lie inside the text."""
    limit = utf16_length(text)
    for entity in entities:
        if entity["offset"] + entity["length"] > limit:
            raise bad_request(
                f"entity beginning at UTF-16 offset {entity['offset']} ends after the end of the text "
                f"at UTF-16 offset {entity['offset'] + entity['length']}"
            )
    return in_order([dict(entity) for entity in entities if entity["offset"] >= 0 and entity["length"] > 0])


def read_text(parameters: dict[str, Any]) -> dict[str, Any]:
    """`text` and `entities` of a message; refuses an empty or too long one."""
    made = read_formatted(parameters["text"], parameters.get("parse_mode"), parameters.get("entities"))
    if not made.text:
        raise bad_request("message text is empty")
    if utf16_length(made.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return {"text": made.text} | ({"entities": made.entities} if made.entities else {})


def read_caption(parameters: dict[str, Any]) -> dict[str, Any]:
    """`caption` and `caption_entities` of a message, nothing if it has no caption; refuses a too long one."""
    made = read_formatted(
        parameters.get("caption") or "", parameters.get("parse_mode"), parameters.get("caption_entities")
    )
    if utf16_length(made.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    if not made.text:
        return {}
    return {"caption": made.text} | ({"caption_entities": made.entities} if made.entities else {})
