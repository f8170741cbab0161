"""One line while it is being read: which characters are understood, as what, and which are still free."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from jxc_bot.words.fold import fold
from jxc_bot.words.lexicon import words_of

__all__ = ["Board", "Span"]


class Span(NamedTuple):
    """A stretch of the line and what it was taken for."""

    kind: str
    start: int
    end: int


@cache
def _sized() -> re.Pattern[str]:
    """A size that ends here: the number behind it is another one (1.25L5瓶)."""
    latin = [word for word in words_of("units", "sizes") if word.isascii()]
    return re.compile(rf"[0-9](?:{'|'.join(map(re.escape, latin))})$")


class Board:
    """A normalised line and the spans claimed on it. Claims never overlap."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.spans: list[Span] = []
        self._taken = bytearray(len(text))

    def claim(self, kind: str, start: int, end: int) -> str:
        """Take start..end for `kind` and give its text. Only free stretches may be taken."""
        self._taken[start:end] = b"\x01" * (end - start)
        self.spans.append(Span(kind, start, end))
        return self.text[start:end]

    def free(self, start: int, end: int) -> bool:
        """Whether nothing in start..end is taken."""
        return 1 not in self._taken[start:end]

    def taken(self, position: int) -> bool:
        """Whether the character there is taken; what is outside the line is not."""
        return 0 <= position < len(self.text) and self._taken[position] == 1

    def left_edge(self, position: int) -> bool:
        """Whether a word may begin here: at the start, behind a claim, or behind no letter or digit."""
        return position == 0 or self.taken(position - 1) or not self._wordy(position - 1)

    def right_edge(self, position: int) -> bool:
        """Whether a word may end before this position."""
        return position >= len(self.text) or self.taken(position) or not self._wordy(position)

    def _wordy(self, position: int) -> bool:
        character = self.text[position]
        return character.isalnum() or character == "_"

    def number_may_start(self, position: int) -> bool:
        """Whether a number here is not the rest of another number or of a code (A4, WH2, COLA-330, 1.5)."""
        if position == 0 or self.taken(position - 1):
            return True
        before = self.text[position - 1]
        if before in "_#.,-/~" and position > 1 and self.text[position - 2].isascii() and self._wordy(position - 2):
            return self.taken(position - 2)
        if before.isascii() and before.isalpha() and _sized().search(self.folded[max(0, position - 8) : position]):
            return True
        return not (before.isascii() and self._wordy(position - 1)) and before not in "_#"

    def masked(self) -> str:
        """The folded line with a NUL for every character that is taken."""
        return "".join("\0" if taken else character for character, taken in zip(self.folded, self._taken, strict=True))

    def named_before(self, position: int) -> bool:
        """Whether something not yet understood stands before this position: what is spoken of has been named."""
        return any(self._wordy(index) and not self._taken[index] for index in range(position))

    def named_after(self, position: int) -> bool:
        """Whether something not yet understood begins at or behind this position."""
        return any(self._wordy(index) and not self._taken[index] for index in range(position, len(self.text)))

    def free_end(self, start: int) -> int:
        """Where the free stretch that begins at `start` ends."""
        found = self._taken.find(1, start)
        return len(self.text) if found < 0 else found

    def stretches(self) -> Iterator[tuple[int, int]]:
        """The free stretches that hold more than spaces, without the spaces around them."""
        start = 0
        while start < len(self.text):
            if self.taken(start) or self.text[start].isspace():
                start += 1
                continue
            end = self.free_end(start)
            yield start, start + len(self.text[start:end].rstrip())
            start = end
