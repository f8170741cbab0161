"""Reading a run of Latin letters as pinyin: whole syllables, bare initials, and syllables with a slip of the finger.

`kekoukele` is four syllables, `kkkl` four initials, `kkele` an initial and two more, `kekoukl` two and two initials,
`kekoukelr` four with a slip.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from jxc_bot.lookup.readings import tables

LONGEST_SYLLABLE = 6
LONGEST_RUN = 48
_FULL, _CONFUSED, _UNFINISHED, _INITIAL, _SLIP = 1.0, 1.1, 1.3, 1.7, 2.6
_INITIALS = frozenset("abcdefghjklmnopqrstwxyz")
_KEPT = 3
_MOST_SLIPS = 2
_LEAST_INITIALS, _MOST_BEGUN = 2, 2


@dataclass(frozen=True, slots=True)
class Sound:
    """One syllable as typed. Without a number and a fuzzy number only its initial is known, or what it is near to."""

    initial: int
    syllable: int = 0
    fuzzy: int = 0
    near: tuple[int, ...] = ()
    """The syllables it can be when a finger slipped."""


@dataclass(frozen=True, slots=True)
class Parse:
    """One way to cut a run into sounds; a lower cost is likelier."""

    sounds: tuple[Sound, ...]
    cost: float
    slips: int
    bare: int
    """How many sounds are initials only."""


@cache
def _one_letter_out() -> dict[str, tuple[str, ...]]:
    """Every syllable with one letter out → the syllables it can be; themselves included."""
    near: dict[str, set[str]] = {}
    for syllable in tables().syllables:
        if len(syllable) >= 2:
            for text in {syllable, *(syllable[:i] + syllable[i + 1 :] for i in range(len(syllable)))}:
                near.setdefault(text, set()).add(syllable)
    return {text: tuple(sorted(found)) for text, found in near.items()}


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(s[:i] for s in tables().syllables for i in range(1, len(s)))


@lru_cache(maxsize=4096)
def _slipped(text: str) -> tuple[int, ...]:
    """Syllables one slip from the text: a letter wrong, missing, doubled, or two swapped."""
    near = _one_letter_out()
    found = set(near.get(text, ()))
    if len(text) >= 3:
        for i in range(len(text)):
            found.update(near.get(text[:i] + text[i + 1 :], ()))
    elif len(text) == 2:
        found.update(s for s in near.get(text[0], ()) if len(s) == 2 and s[0] == text[0])
        found.update(s for s in (text[::-1],) if s in tables().number)
    found.discard(text)
    number = tables().number
    return tuple(sorted(number[s] for s in found))


def parses(run: str, *, slips: bool) -> list[Parse]:
    """The likeliest ways to read the run, best first; with `slips` only those that need one."""
    if len(run) > LONGEST_RUN or not run.isascii():
        return []
    most = _MOST_SLIPS if slips else 0
    states: list[dict[int, list[Parse]]] = [{} for _ in range(len(run) + 1)]
    states[0][0] = [Parse((), 0.0, 0, 0)]
    for at in range(len(run)):
        if not states[at]:
            continue
        steps = _steps(run, at, slips)
        for used, here in states[at].items():
            for end, sound, cost, slip, bare in steps:
                if used + slip > most:
                    continue
                there = states[end].setdefault(used + slip, [])
                for one in here:
                    there.append(Parse((*one.sounds, sound), one.cost + cost, used + slip, one.bare + bare))
        for end in range(at + 1, min(len(run), at + LONGEST_SYLLABLE + 1) + 1):
            for used, there in states[end].items():
                if len(there) > _KEPT:
                    states[end][used] = sorted(there, key=_cost)[:_KEPT]
    done = [p for used, found in states[-1].items() for p in found if bool(used) == slips]
    return sorted(done, key=_cost)[: 2 * _KEPT]


def begun(run: str) -> list[tuple[Sound, ...]]:
    """Begun in whole syllables and gone on with in initials: `kekoukl`, of which there may be two, as in `fangs`."""
    least = len(run)
    while least and run[least - 1] in _INITIALS:
        least -= 1
    found: list[tuple[Sound, ...]] = []
    for cut in range(len(run) - _LEAST_INITIALS, max(least, 2) - 1, -1):
        whole = [p for p in parses(run[:cut], slips=False)[:1] if not p.bare and 3 * len(p.sounds) <= 2 * cut]
        found += [(*p.sounds, *(Sound(ord(c)) for c in run[cut:])) for p in whole]
        if len(found) == _MOST_BEGUN:
            break
    return found


def _cost(parse: Parse) -> float:
    return parse.cost


def _steps(run: str, at: int, slips: bool) -> list[tuple[int, Sound, float, int, int]]:
    """All sounds that can begin at a place: (end, sound, cost, slips, initials only)."""
    steps: list[tuple[int, Sound, float, int, int]] = []
    spellings = tables().spellings
    for end in range(at + 1, min(len(run), at + LONGEST_SYLLABLE + 1) + 1):
        text = run[at:end]
        known = spellings.get(text)
        if known:
            cost = _FULL if known[0] else _CONFUSED
            if len(text) == 1:
                cost = _INITIAL - 0.1
            steps.append((end, Sound(ord(text[0]), *known), cost, 0, 0))
        if len(text) == 1 and text in _INITIALS:
            steps.append((end, Sound(ord(text)), _INITIAL, 0, 1))
        elif not known and end == len(run) and text in _prefixes():
            steps.append((end, Sound(ord(text[0])), _UNFINISHED, 0, 1))
        if slips and len(text) >= 2:
            near = _slipped(text)
            if near:
                steps.append((end, Sound(ord(text[0]), near=near), _SLIP + (0.3 if known else 0.0), 1, 0))
    return steps
