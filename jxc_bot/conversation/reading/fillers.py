"""Words that carry no fact: they ask (给我来), thank (谢谢), join (3箱的可乐) or name what is plain already."""

from jxc_bot.conversation.reading.board import Board, Span
from jxc_bot.words.fold import STOPS
from jxc_bot.words.lexicon import lexicon, words_of

__all__ = ["read_fillers", "read_rest"]

_PUNCTUATION = " ,.;:!?+-*/~\u3001\u3002"


def read_fillers(board: Board, *, about: bool = True) -> set[str]:
    """Words that only ask, thank or join; `about`: and those that only say about how many. Gives what is doubtful."""
    folded = board.folded
    doubtful = {"about"} if about and _about(board) else set[str]()
    start = 0
    while (lead := _leading(folded, start)) and board.free(start, start + len(lead)):
        board.claim("filler", start, start + len(lead))
        start += len(lead) + folded.startswith(" ", start + len(lead))
    for span in list(board.spans):
        for word in words_of("order", "weak"):
            if span.kind == "measure" and folded.endswith(word, 0, span.start):
                _filler(board, span.start - len(word), span.start, apart=board.named_before(span.start - len(word)))
        _quantity_name(board, span)
        _preposition_of_label(board, span)
        after = span.end + folded.startswith(" ", span.end)
        for word in words_of("order", "between"):
            if span.kind in ("measure", "price", "refused") and folded.startswith(word, after):
                _filler(board, after, after + len(word), apart=word.isascii())
    for word in words_of("order", "tail"):
        end = len(folded.rstrip(STOPS))
        if folded.endswith(word, 0, end) and end > len(word):
            _filler(board, end - len(word), end, apart=word.isascii() or board.free(end - len(word) - 1, end))
    return doubtful


def _about(board: Board) -> bool:
    """`大概3箱`, `3箱左右`: the number counts. Whether the word ended a name (纽约3箱), the look-up decides."""
    found, folded = False, board.folded
    for span in [span for span in board.spans if span.kind in ("measure", "price", "refused")]:
        before = len(folded[: span.start].rstrip(" "))
        word = next((w for w in words_of("order", "about") if folded.endswith(w, 0, before)), "")
        free = bool(word) and board.free(before - len(word), before)
        if free and (not word.isascii() or board.left_edge(before - len(word))):
            board.claim("filler", before - len(word), before)
            found = True
        after = span.end + folded.startswith(" ", span.end)
        for behind in words_of("order", "roughly"):
            if folded.startswith(behind, after) and board.right_edge(after + len(behind)):
                _filler(board, after, after + len(behind), apart=behind.isascii())
    return found


def _quantity_name(board: Board, span: Span) -> None:
    """`数量3箱`, `共3箱`: the amount is named as what it is."""
    before = board.folded[: span.start].rstrip(" :=")
    named = (*words_of("fields", "quantity"), *words_of("labels.total", "words"))
    for word in named if span.kind in ("measure", "refused") else ():
        if before.endswith(word):
            _filler(board, len(before) - len(word), len(before), apart=word.isascii())


def _preposition_of_label(board: Board, span: Span) -> None:
    """`for customer John`, `给 客户张三`: the label says it already."""
    before = board.folded[: span.start].rstrip(" ")
    for direction in lexicon()["places"] if span.kind == "label" else ():
        for word in (*words_of(f"places.{direction}", "strong"), *words_of(f"places.{direction}", "weak")):
            if before.endswith(word):
                _filler(board, len(before) - len(word), len(before), apart=True)


def _filler(board: Board, start: int, end: int, *, apart: bool) -> None:
    """Take a filler that is free; `apart`: only if it is a word of its own."""
    edges = board.left_edge(start) and board.right_edge(end)
    if start >= 0 and board.free(start, end) and (edges or not apart):
        board.claim("filler", start, end)


def _leading(folded: str, start: int) -> str:
    """The order word that stands at a position, if what follows is not part of it."""
    for word in words_of("order", "lead"):
        after = start + len(word)
        if folded.startswith(word, start) and after < len(folded):
            return word if not word.isascii() or folded[after] == " " else ""
    return ""


def read_rest(board: Board) -> tuple[str, ...]:
    """Name what is left; punctuation around it is a filler."""
    names = {span.start: board.text[span.start + 1 : span.end - 1] for span in board.spans if span.kind == "name"}
    for start, end in list(board.stretches()):
        words = board.text[start:end]
        inner = words.strip(_PUNCTUATION) if any(map(str.isalnum, words)) else ""
        left = start + words.index(inner) if inner else end
        for kind, one, two in (
            ("filler", start, left),
            ("rest", left, left + len(inner)),
            ("filler", left + len(inner), end),
        ):
            if one < two:
                board.claim(kind, one, two)
        if inner:
            names[left] = inner
    return tuple(names[start].strip() for start in sorted(names))
