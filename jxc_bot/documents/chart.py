"""Bars as a picture for a chat: large type, few bars, every bar with its number.

Nothing of the library's global state is used; drawings take turns, since its font cache is shared.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from jxc_bot.documents.facts import Bars
from jxc_bot.documents.fonts import font_file, needs
from jxc_bot.documents.wrapping import clean, wrap
from jxc_bot.words import Words
from jxc_bot.words import format as formats

INCHES, DOTS = 6.0, 180
INK, GREY, BAR, REST, NEGATIVE, RULE = "#222222", "#6e747c", "#18447a", "#9fb3cb", "#b02020", "#ced2d9"
BAR_INCHES = 0.42
LABEL = 16
"""Letters of a label, a Chinese one counted twice."""

_turn = threading.Lock()
Bar = tuple[str, Decimal, str]
"""Label, value, colour."""


def bar_chart(bars: Bars, locale: str) -> bytes:
    """The chart as PNG, 1080 dots wide. Raises MissingExtra."""
    needs("matplotlib")
    words = Words.of(locale)
    shown = _shown(bars, words)
    with _turn:
        return _drawn(bars, shown, words)


def _shown(bars: Bars, words: Words) -> list[Bar]:
    """What fits, and the rest in one bar: the older periods at the left, the smaller sums at the end."""
    kept, rest = list(bars.bars), list(bars.bars)[:0]
    if len(kept) > bars.shown:
        most = bars.shown - 1
        rest, kept = (kept[:-most], kept[-most:]) if bars.in_time else (kept[most:], kept[:most])
    found = [(clean(label), value, NEGATIVE if value < 0 else BAR) for label, value in kept]
    if rest:
        key = "document-chart-earlier" if bars.in_time else "document-chart-others"
        last = (words(key, count=len(rest)), sum((value for _, value in rest), Decimal(0)), REST)
        found = [last, *found] if bars.in_time else [*found, last]
    return found


def _drawn(bars: Bars, shown: Sequence[Bar], words: Words) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text

    def font(size: float) -> FontProperties:
        return FontProperties(fname=str(font_file()), size=size)

    rows = max(len(shown), 3)
    height = 1.25 + rows * BAR_INCHES
    figure = Figure(figsize=(INCHES, height), dpi=DOTS, facecolor="white")
    FigureCanvasAgg(figure)
    figure.text(0.04, 1 - 0.34 / height, clean(bars.title), fontproperties=font(15), color=INK, va="center")
    total = sum((value for _, value in bars.bars), Decimal(0))
    below = [bars.subtitle, words("document-chart-total", amount=_number(total, bars, words)) if shown else ""]
    subtitle = " · ".join(clean(part) for part in below if part)
    figure.text(0.04, 1 - 0.66 / height, subtitle, fontproperties=font(10), color=GREY, va="center")
    if not shown:
        empty = words("document-chart-empty")
        figure.text(0.5, 0.42, empty, fontproperties=font(12), color=GREY, ha="center", va="center")
    else:
        _lying(figure, bars, shown, words, font, height)
    for text in figure.findobj(Text):
        text.set_parse_math(False)  # a dollar sign is a dollar sign
        if hasattr(text, "set_language"):  # since 3.11
            text.set_language("zh-Hans")
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": "jxc-bot"})
    return out.getvalue()


def _lying(figure: Any, bars: Bars, shown: Sequence[Bar], words: Words, font: Any, height: float) -> None:
    """Names at the left, bars to the right, their numbers behind them."""
    axes = figure.add_axes((0.345, 0.22 / height, 0.62, 1 - 1.1 / height))
    places = range(len(shown))
    # A sum of many older periods would dwarf those it stands beside: it is told, not drawn.
    lengths = [0.0 if bars.in_time and colour == REST else float(value) for _, value, colour in shown]
    axes.barh(list(places), lengths, color=[colour for *_, colour in shown], height=0.62)
    axes.invert_yaxis()
    axes.set_ylim(len(shown) - 0.4, -0.6)
    least, most = min(0.0, *lengths), max(0.0, *lengths)
    span = (most - least) or 1.0
    axes.set_xlim(least - (0.42 * span if least < 0 else 0), most + 0.46 * span)
    for place, (label, value, _) in enumerate(shown):
        aside = "right" if value < 0 else "left"
        at = lengths[place] + span * (-0.015 if value < 0 else 0.015)
        text = _number(value, bars, words)
        axes.text(at, place, text, fontproperties=font(10), color=INK, va="center", ha=aside, clip_on=False)
        name = _short(label)
        size = font(8.5 if "\n" in name else 10.5)
        beside = {"va": "center", "ha": "right", "transform": axes.get_yaxis_transform()}
        axes.text(-0.025, place, name, fontproperties=size, color=INK, linespacing=1.05, **beside)
    axes.set_xticks([])
    axes.set_yticks([])
    for name, spine in axes.spines.items():
        spine.set_visible(name == "left")
        spine.set_color(RULE)
    if least < 0:
        axes.axvline(0, color=RULE, linewidth=1)


def _short(label: str) -> str:
    """A label in two lines at most: of a longer one the beginning and the end, where names differ."""
    lines = wrap(label, LABEL, _wide)
    if len(lines) > 2:
        end = label
        while _wide(end) > LABEL - 1:
            end = end[1:]
        lines = [lines[0], "\u2026" + end.lstrip()]
    return "\n".join(lines)


def _wide(text: str) -> int:
    return sum(1 if sign < "\u2e80" else 2 for sign in text)


def _number(value: Decimal, bars: Bars, words: Words) -> str:
    if bars.currency:
        return formats.money(value, bars.currency, words.locale)
    return formats.number(value, words.locale)
