"""The font of every document: Noto Sans CJK, from a package, in the forms the reader's language draws.

The package's font draws the characters that China, Taiwan, Japan and Korea share as Taiwan does (骨, 直, 门…); the
forms of the others are in it as alternates, under the feature ``locl``. Neither of our libraries asks for them, so we
do.
"""

from __future__ import annotations

import importlib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

EXTRA = "jxc-bot[documents]"
PACKAGE = "cvttf_NotoSansCJK_Regular"
LANGUAGES = {"zh_CN": "ZHS ", "zh_TW": "ZHT ", "zh_HK": "ZHH ", "ja": "JAN ", "ko": "KOR "}


class MissingExtra(Exception):
    """A package for documents is not installed; the text is one sentence for the operator, and names the remedy."""

    def __init__(self, package: str) -> None:
        super().__init__(f"Documents need {package}, which is not installed: pip install '{EXTRA}'.")


def needs(package: str) -> ModuleType:
    """Imports a package of the extra. Raises MissingExtra."""
    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise MissingExtra(error.name or package) from error


@cache
def font_file() -> Path:
    """Where the font is. Raises MissingExtra."""
    folder = Path(str(needs(PACKAGE).__file__)).parent
    found = sorted(file for file in folder.iterdir() if file.suffix.lower() in (".otf", ".ttf", ".ttc"))
    if not found:
        raise MissingExtra("the font of cvttf-notosanscjk-regular")
    return found[0]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The glyphs of every character as one language draws it: name, number, and width in thousandths of the size."""

    names: dict[int, str]
    numbers: dict[int, int]
    widths: defaultdict[int, float]


@cache
def glyphs_of(locale: str) -> Glyphs:
    """The glyphs for documents in ``locale``; shared, so nobody changes them. Takes half a second the first time."""
    language = LANGUAGES.get(locale, LANGUAGES["zh_CN"])  # Chinese names are drawn so in other languages, too
    with needs("fontTools.ttLib").TTFont(font_file(), lazy=True) as font:
        names = dict(font.getBestCmap())
        forms = _substitutes(font["GSUB"].table, language) if "GSUB" in font else {}
        names = {code: forms.get(glyph, glyph) for code, glyph in names.items()}
        scale, metrics = 1000 / font["head"].unitsPerEm, font["hmtx"].metrics
        default = float(round(metrics[".notdef"][0] * scale))
        widths = defaultdict(lambda: default, {code: round(metrics[name][0] * scale) for code, name in names.items()})
        return Glyphs(names, {code: font.getGlyphID(name) for code, name in names.items()}, widths)


def _substitutes(table: Any, language: str) -> dict[str, str]:
    """Glyph → its form in ``language``: the single substitutions of its feature ``locl``."""
    found: dict[str, str] = {}
    for script in table.ScriptList.ScriptRecord:
        for system in script.Script.LangSysRecord:
            if script.ScriptTag != "hani" or system.LangSysTag != language:
                continue
            for index in system.LangSys.FeatureIndex:
                feature = table.FeatureList.FeatureRecord[index]
                if feature.FeatureTag == "locl":
                    for lookup in feature.Feature.LookupListIndex:
                        for part in table.LookupList.Lookup[lookup].SubTable:
                            found |= getattr(getattr(part, "ExtSubTable", part), "mapping", {})
    return found
