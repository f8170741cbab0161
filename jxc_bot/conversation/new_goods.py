"""What is told of new goods without naming the fields: `芒果汁 500ml 24瓶/箱`, `Mango juice, 24 bottles per case`.

Only what cannot well be a part of the name is taken: how they are packed, one size at its end, the unit behind it, a
barcode, a sum of money. Sheets in a pack and grammes of a paper (`A4纸 70g 500张`) describe the goods and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from jxc_bot.conversation.reading.price import Price, match_price, read_price
from jxc_bot.conversation.reading.units import Units, is_size, rank
from jxc_bot.conversation.slots import Answers, FieldShape
from jxc_bot.conversation.turn import Turn
from jxc_bot.words.fold import fold
from jxc_bot.words.lexicon import alternation, lexicon, words_of
from models.values import UNIT_PRICE_PLACES

TOLD = frozenset({"packs", "unit", "spec", "barcode", "sale_price"})
"""Fields of a form for new goods that need no name."""
_NUMBER = r"\d{1,6}(?:\.\d{1,3})?"
_BARCODE = re.compile(r"\d{12,14}")
_STOPS = " ,;\u3001"
_WORD = re.compile(r"\s*(?:[^\s,;\u3001]|(?<=\d),(?=\d))+[,;\u3001]*")


@dataclass(frozen=True, slots=True)
class Packed:
    """How goods are packed: the unit that is in no other, and so many of what in each pack."""

    base: str
    ratios: tuple[tuple[str, Decimal, str], ...]
    """(pack, how many, of what), each of the base unit or of a pack before it."""

    @property
    def typed(self) -> str:
        """As the field of a form takes it: ``提=6瓶, 箱=4提``."""
        return ", ".join(f"{name}={count}{of}" for name, count, of in self.ratios)

    def factor(self, unit: str) -> Fraction | None:
        """How many of the base unit one ``unit`` is."""
        if fold(unit) == fold(self.base):
            return Fraction(1)
        for name, count, of in self.ratios:
            inner = self.factor(of) if fold(name) == fold(unit) else None
            if inner is not None:
                return inner * Fraction(count)
        return None


def describe(fields: Iterable[FieldShape]) -> bool:
    """Whether a form is for new goods."""
    return {field.name for field in fields} >= TOLD


def take_packs(turn: Turn, text: str, labels: Sequence[str]) -> tuple[Packed | None, str]:
    """How the goods are packed, and the text without that. ``labels`` (包装) are no packs themselves."""
    called, words = Units.of(turn.finder.unit_names), _units(turn)
    ratios, rest, folded = dict[str, tuple[str, Decimal, str]](), text, fold(text)
    patterns = _patterns(frozenset(turn.finder.unit_names), frozenset(map(fold, labels)))
    for found in sorted((f for p in patterns for f in p.finditer(folded)), key=lambda f: f.start()):
        said = found.groupdict()
        outer = said["name"] or said["named"]
        of, name = _name(called, words, said["of"]), _name(called, words, outer)
        unsure = said.get("named") and not said["link"] and not _larger(outer, said["of"])
        if unsure or _is_content(said["of"]) or fold(of) == fold(name) or fold(name) in ratios:
            continue
        ratios[fold(name)] = (name, Decimal(said["n"]), of)
        rest = rest[: found.start()] + " " * len(found[0]) + rest[found.end() :]
    packed = _packed(ratios)
    return (packed, rest) if packed is not None else (None, text)


def without_description(turn: Turn, answers: Answers, rest: str, packed: Packed | None) -> str:
    """Takes what describes the goods off the end of their name; what was said by the name of a field stays."""
    units = _units(turn)
    if packed is not None:
        answers.setdefault("?unit", packed.base)
        answers["?packs"] = ", ".join(part for part in (packed.typed, answers.get("?packs")) if part)
    if answers.get("?spec") == "":
        del answers["?spec"]  # its value was how they are packed (规格 24瓶/箱)
    for name in ("unit", "spec", "brand", "category", "purchase_price", "sale_price"):
        if answers.get("?" + name):
            answers["?" + name] = _without_figures(answers, answers["?" + name], units)
    words = _WORD.findall(_without_figures(answers, rest, units))
    if not any(word.strip(_STOPS)[:1].isdigit() and not _is_size_of_goods(word) for word in words[1:]):
        _take_from_end(answers, words, units)
    for name in ("purchase_price", "sale_price"):
        _of_base(answers, name, units, packed)
    return "".join(words).strip(_STOPS)


def _without_figures(answers: Answers, text: str, units: Units) -> str:
    """A text without the barcode and the sum of money that stand in it, behind its first word."""
    words = _WORD.findall(text)
    kept = words[:1] + [word for word in words[1:] if not _takes_alone(answers, word.strip(_STOPS), units)]
    return "".join(kept).strip(_STOPS)


def _takes_alone(answers: Answers, word: str, units: Units) -> bool:
    """A barcode or a sum of money, wherever it stands."""
    if _BARCODE.fullmatch(word) and "?barcode" not in answers:
        answers["?barcode"] = word
        return True
    money = match_price(fold(word), 0, units)
    marked = money is not None and money.marked and money.end == len(word) and isinstance(money.value, Price)
    if marked and "?sale_price" not in answers and "?purchase_price" not in answers:
        answers["?sale_price"] = word
        return True
    return False


def _take_from_end(answers: Answers, words: list[str], units: Units) -> None:
    """One size and one unit; a Latin word is a unit only where a size shows that the name has ended."""
    while len(words) > 1:
        word = fold(words[-1].strip(_STOPS))
        unit = units.match(word, 0)
        name = (unit.name or unit.word) if unit is not None and unit.end == len(word) and not is_size(word) else ""
        if _is_size_of_goods(word) and "?spec" not in answers:
            answers["?spec"] = words.pop().strip(_STOPS)
        elif name and answers.get("?unit", name) == name and (not word.isascii() or _is_size_of_goods(words[-2])):
            answers["?unit"] = name
            words.pop()
        else:
            return


def _of_base(answers: Answers, name: str, units: Units, packed: Packed | None) -> None:
    """A price for a pack, as that of the base unit; one that would have to be rounded is left to be asked."""
    said = answers.get("?" + name)
    price = read_price(f"{words_of('money', 'at')[0]}{said}", units) if isinstance(said, str) else None
    if not isinstance(price, Price) or price.unit is None or price.currency:
        return
    base = str(answers.get("?unit", ""))
    factor = packed.factor(price.unit) if packed is not None else Fraction(1) if price.unit == base else None
    exact = Fraction(price.amount) / factor if factor else None
    if exact is not None and not 10**UNIT_PRICE_PLACES % exact.denominator:
        answers["?" + name] = str(Decimal(exact.numerator) / exact.denominator)


@cache
def _common_units() -> frozenset[str]:
    """Words for units that any company may have; what measures or only describes goods is none."""
    groups = [*lexicon()["units"]["same"], *lexicon()["units"]["steps"]["larger"]]
    return frozenset(fold(word) for group in groups for word in group if not is_size(word))


@cache
def _size() -> re.Pattern[str]:
    """500ml, 1.5升, 330ml*24, 25kg/袋."""
    sizes = alternation(words_of("units", "sizes"))
    return re.compile(rf"{_NUMBER} ?{sizes}(?:[*x]\d{{1,4}}[^\W\d]{{0,2}}|/[^\W\d]{{1,6}})?")


def _is_size_of_goods(word: str) -> bool:
    return _size().fullmatch(fold(word.strip(_STOPS))) is not None


@cache
def _patterns(names: frozenset[str], labels: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """24瓶/箱, 24 bottles per case; 1箱=24瓶, 一箱24瓶, 箱(24瓶), case of 24 bottles."""
    unit = alternation([fold(name) for name in names | _common_units()])
    each = alternation([*words_of("units", "each"), *words_of("units", "one"), "a", "an", "one"])
    per = alternation(words_of("units", "per"))
    link = alternation(words_of("packing", "holds"))
    inner = rf"(?P<n>{_NUMBER}) ?(?P<of>{unit})"
    behind = rf"(?<![\d.a-z*]){inner} ?(?:{per}|1) ?(?P<name>{unit})(?![\w/])"
    opened = rf"(?:{each} ?(?P<name>{unit}) ?(?:{link})?|(?P<named>{unit}) ?(?P<link>{link})?) ?"
    before = rf"(?<![\w.])(?!{alternation(sorted(labels))}){opened}{inner}\)?(?![\w/])"
    return re.compile(behind), re.compile(before)


def _units(turn: Turn) -> Units:
    return Units.of(frozenset(turn.finder.unit_names) | _common_units())


def _larger(outer: str, inner: str) -> bool:
    first, second = rank(outer), rank(inner)
    return first is not None and second is not None and first < second


def _name(called: Units, words: Units, typed: str) -> str:
    """What the company calls a unit; one that it has not yet is called as typed, in the singular."""
    own = called.resolve(typed)
    if own is not None:
        return own
    for ending in ("es", "s"):
        one = typed.removesuffix(ending)
        if typed.isascii() and one != typed and words.resolve(one) is not None:
            return one
    return typed


def _is_content(word: str) -> bool:
    """Whether so many of it describe a pack (500张/包) rather than make it."""
    return is_size(word) or rank(word) == len(lexicon()["units"]["steps"]["larger"]) - 1


def _packed(ratios: dict[str, tuple[str, Decimal, str]]) -> Packed | None:
    """The ratios from the base unit upwards; None where they are not all built on one unit."""
    bases = {fold(of): of for _, _, of in ratios.values() if fold(of) not in ratios}
    if len(bases) != 1:
        return None
    known, ordered = set(bases), list[tuple[str, Decimal, str]]()
    while len(ordered) < len(ratios):
        ready = [one for key, one in ratios.items() if key not in known and fold(one[2]) in known]
        if not ready:
            return None
        ordered += ready
        known |= {fold(name) for name, _, _ in ready}
    return Packed(next(iter(bases.values())), tuple(ordered))
