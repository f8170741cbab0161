"""What two people mean by the same word: lower case, simplified characters, the same length.

Folded text is what words are compared in. Every character stays at its place, so a position found in folded text is a
position in the text as it was typed.
"""

import json
import re
from functools import cache
from pathlib import Path

__all__ = ["STOPS", "bare", "fold", "once"]

STOPS = " \n\t,.!?~\u3001\u3002"
"""What may end a sentence without saying anything."""

_SAID_AGAIN = re.compile(r"(?P<word>[^\W\d]{1,7}?)(?:[ ,!]*(?P=word))+")


@cache
def _table() -> dict[int, str]:
    """Traditional characters of the words people type, and capital letters that have a small one of the same length."""
    pairs: dict[str, str] = json.loads((Path(__file__).parent / "traditional.json").read_text("utf-8"))
    return {ord(traditional): simplified for traditional, simplified in pairs.items()}


def bare(text: str) -> str:
    """Normalised text without the punctuation and spaces around it; a leading point stays (.5)."""
    return text.lstrip(" \n\t,!").rstrip(STOPS)


def once(text: str) -> str:
    """A short word that is said twice or more in one breath (确认确认, 好好好), said once."""
    found = _SAID_AGAIN.fullmatch(text)
    return found["word"] if found else text


def fold(text: str) -> str:
    """The text in lower case and simplified characters, position for position."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(small if len(small := character.lower()) == 1 else character for character in text)
    return lower.translate(_table())
