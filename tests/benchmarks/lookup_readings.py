"""Writes jxc_bot/lookup/data/readings.tsv: how characters are read, from pypinyin, and simplified, from zhconv.

The look-up must start in a blink and in little memory, so it does not import two large dictionaries at run time;
it reads this table instead. Lines are `kind TAB a TAB b`:

    s  syllable  the characters whose usual reading it is
    a  syllable  the characters which are read so in second place
    p  phrase    its syllables, where they are not what the characters say one by one (2 to 4 characters)
    t  traditional characters  their simplified ones, one for one

Run `python -m tests.benchmarks.lookup_readings` after an update of either library.
"""

import unicodedata
from collections import defaultdict
from pathlib import Path

import zhconv
from pypinyin import Style, lazy_pinyin
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

TARGET = Path(__file__).parents[2] / "jxc_bot" / "lookup" / "data" / "readings.tsv"


def plain(reading: str) -> str:
    """`zhòng` → `zhong`, `lǜ` → `lv`."""
    letters = unicodedata.normalize("NFD", reading.replace("ü", "v").replace("ê", "e"))
    out = "".join(c for c in letters if c.isascii() and c.isalpha())
    return out.replace("v", "v") if "\u0308" not in letters else out.replace("u", "v", 1)


def readings_of(code: int) -> list[str]:
    """All toneless readings of a character, the usual one first."""
    seen: list[str] = []
    first = lazy_pinyin(chr(code), style=Style.NORMAL)[0]
    for one in [first, *(plain(r) for r in pinyin_dict[code].split(","))]:
        if one.isascii() and one.isalpha() and one not in seen:
            seen.append(one)
    return seen


def main() -> None:
    """Write the table."""
    usual: dict[str, list[str]] = defaultdict(list)
    second: dict[str, list[str]] = defaultdict(list)
    default: dict[str, str] = {}
    traditional: list[tuple[str, str]] = []
    for code in sorted(pinyin_dict):
        if not (0x3400 <= code <= 0x9FFF or code == 0x3007):
            continue
        char = chr(code)
        if not (readings := readings_of(code)):
            continue
        default[char] = readings[0]
        usual[readings[0]].append(char)
        for other in readings[1:2] if code >= 0x4E00 else ():
            second[other].append(char)
        simple = zhconv.convert(char, "zh-hans")
        if simple != char and len(simple) == 1 and ord(simple) < 0x10000:
            traditional.append((char, simple))
    lines = [f"s\t{k}\t{''.join(v)}" for k, v in sorted(usual.items())]
    lines += [f"a\t{k}\t{''.join(v)}" for k, v in sorted(second.items()) if k in usual]
    simpler = dict(traditional)
    phrases = set()
    for phrase in phrases_dict:
        simple = "".join(simpler.get(c, c) for c in phrase)
        if not 2 <= len(simple) <= 4 or any(c not in default for c in simple):
            continue
        read = lazy_pinyin(simple)
        if (
            len(read) == len(simple)
            and all(r in usual for r in read)
            and any(r != default[c] for r, c in zip(read, simple, strict=True))
        ):
            phrases.add(f"p\t{simple}\t{' '.join(read)}")
    lines += sorted(phrases)
    lines.append(f"t\t{''.join(a for a, _ in traditional)}\t{''.join(b for _, b in traditional)}")
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
