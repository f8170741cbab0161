"""One way of writing for everything people paste: narrow forms, plain dashes and quotes, single spaces, real lines.

Case is kept, and so is every character that carries meaning. All positions elsewhere in this package are positions in
normalised text.
"""

import re
from unicodedata import category, normalize

__all__ = ["MAX_TEXT", "from_table", "is_han", "normalise"]

MAX_TEXT = 12_000
"""What stands behind this many characters is not read; a chat message is far shorter."""

_DROPPED = {"Cc", "Cf", "Cs", "Cn"}
_MARKS = re.compile("[\ufe00-\ufe0f\u20e3]")
_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# superscripts, fractions and circled numbers become digits: they must not melt into the digits before them
_SMALL_NUMBER = re.compile(
    "(?<=[0-9\uff10-\uff19])(?=[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2079\u2080-\u2089\u2150-\u215f\u2189"
    "\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf])"
)
_MOST_ROWS = 400
_SPACES = re.compile(r"[^\S\n]+")
_AROUND_BREAK = re.compile(r" ?\n ?")

_FIGURE = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_ROW = re.compile(
    rf"(?<=\S) *\t *(?P<n>{_FIGURE})(?:(?: *\t *)?(?P<unit>[^\W\d]{{1,6}}))? *(?:\t *(?P<price>{_FIGURE}) *)?$",
    re.MULTILINE,
)
"""Behind a name: an amount, its unit (in its own column or not) and a price."""

_COMMA_ROW = re.compile(
    r"^(?P<name>(?=[^,\n\t\uff0c]{0,40}[^\W\d])[^,\n\t\uff0c]{1,60}) *[,\uff0c] *(?P<n>[0-9]{1,9}(?:\.[0-9]{1,6})?)"
    r" *[,\uff0c] *(?P<unit>[^\W\d]{1,6}) *(?:[,\uff0c] *(?P<price>[0-9]{1,9}(?:\.[0-9]{1,6})?) *)?$",
    re.MULTILINE,
)
"""The same with commas, where the unit has a column of its own: with fewer columns it may be a list of goods."""
_HEADER = re.compile(r"^(?:[^\W\d]{1,8}[ \t,|\uff0c]+){2,7}[^\W\d]{1,8}$")
_SAID_AT = re.compile(
    r"^[^\n:]{1,24}[ \t](?:[0-9/.\-]{3,10} )?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?:?\s*\n(?=\S)", re.MULTILINE
)
"""The line above a message copied from a chat: who said it, and when."""

_SAME = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2796",
    "+": "\u2795",
    "x": "\u00d7\u2715\u2716\u2573\u2a2f",
    "/": "\u2044\u2215",
    '"': "\u201c\u201d\u201e\u201f\u2033\u301d\u301e",
    "'": "\u2018\u2019\u201a\u201b\u2032",
    "\u2192": "\u27a1\u2794\u279c\u21d2",
    "~": "\u301c",
    "[": "\u3010\u3014",
    "]": "\u3011\u3015",
}
_TABLE = {ord(variant): plain for plain, variants in _SAME.items() for variant in variants}


def is_han(character: str) -> bool:
    """Whether the character is a Chinese one."""
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff" or character == "\u3007"


def from_table(text: str) -> str:
    """Rows pasted from a spreadsheet: behind the name the quantity (with its unit) and the price, if there is one.

    The names of the columns above them say nothing, nor does who said it when in a chat it was copied from.
    """
    text = _SAID_AT.sub("", text) if text.count("\n") <= _MOST_ROWS else text
    found = _COMMA_ROW.sub(_plain_row, _ROW.sub(_plain_row, text))
    if found == text:
        return text
    return "\n".join(line for line in found.split("\n") if not _HEADER.match(line.strip()))


def _plain_row(row: re.Match[str]) -> str:
    facts = row.groupdict()
    name, price = facts.get("name") or "", facts["price"]
    return f"{name} {facts['n']}{facts['unit'] or ''}" + (f" @{price}" if price else "")


def normalise(text: str) -> str:
    """The text with narrow characters, plain punctuation, single spaces and no invisible characters; lines are kept."""
    text = _SMALL_NUMBER.sub(" ", text[:MAX_TEXT])
    for _ in range(4):  # taking a character away can let its neighbours combine
        tidy = _tidy(text)
        if tidy == text:
            break
        text = tidy
    return text


def _tidy(text: str) -> str:
    text = _BREAKS.sub("\n", text)
    if not text.isprintable():
        text = "".join(filter(_visible, text))
    if not text.isascii():
        text = normalize("NFKC", _MARKS.sub("", text).translate(_TABLE))[:MAX_TEXT].translate(_TABLE)
    return _AROUND_BREAK.sub("\n", _SPACES.sub(" ", text)).strip()


def _visible(character: str) -> bool:
    return character in " \n\t" or character.isprintable() or category(character) not in _DROPPED
