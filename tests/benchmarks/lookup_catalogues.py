"""Catalogues to look things up in: made up from word lists in the manner of several trades, the demo's, real ones.

`JXC_BENCH_DATA` names a folder with `products-office-zh.tsv`; without it `../shared/data` beside the checkout is tried.
"""

import os
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from pathlib import Path
from random import Random

from pypinyin.phrases_dict import phrases_dict

from jxc_bot.lookup import Entry
from jxc_bot.lookup.command import read_catalogue

WORDS = Path(__file__).parent / "lookup_words"
Lists = dict[str, list[str]]
_TWICE = 1 / 60
"""How many of the names that were there already are there again: real lists have such entries."""


def lists(trade: str) -> Lists:
    """The word lists of a trade by name."""
    out: Lists = {}
    for line in (WORDS / f"{trade}.txt").read_text(encoding="utf-8").splitlines():
        name, _, words = line.partition(": ")
        out[name] = words.split("|") if "|" in words else words.split()
    return out


def _grocery(w: Lists, r: Random) -> tuple[str, str, str]:
    brand, item = r.choice(w["brand"]), r.choice(w["item"])
    flavour = r.choice(w["flavour"]) if r.random() < 0.6 else ""
    spec = r.choice(w["spec"]) + (r.choice(w["pack"]) if r.random() < 0.45 else "")
    latin = dict(x.split("=") for x in w["latin"]).get(brand, "")
    shown = "" if r.random() < 0.1 else f"{brand}({latin})" if latin and r.random() < 0.5 else brand
    name = shown + (flavour + item if r.random() < 0.8 else item + flavour)
    return (name, spec, brand) if r.random() < 0.5 else (f"{name}{r.choice(['', ' '])}{spec}", "", brand)


def _medicine(w: Lists, r: Random) -> tuple[str, str, str]:
    if r.random() < 0.4:
        name = r.choice(w["tcm"]) + r.choice(w["form"])
    else:
        name = (r.choice(w["salt"]) if r.random() < 0.4 else "") + r.choice(w["stem"]) + r.choice(w["form"])
    spec = r.choice(w["spec"]) + r.choice(w["count"]) if r.random() < 0.85 else r.choice(w["spec"])
    maker = r.choice(w["maker"])
    roll = r.random()
    if roll < 0.3:
        return f"{name}({maker})", spec, ""
    return (name, spec, maker) if roll < 0.65 else (f"{name} {spec} {maker}", "", "")


def _title(w: Lists, r: Random) -> tuple[str, str, str]:
    parts = [r.choice(w["words"]) for _ in range(r.randint(3, 8))] + [r.choice(w["item"])]
    if r.random() < 0.5:
        parts.insert(r.randrange(len(parts)), r.choice(w["item"]))
    if r.random() < 0.6:
        parts.append(r.choice(w["colour"]))
    if r.random() < 0.4:
        parts.append(r.choice(w["spec"]))
    if r.random() < 0.3:
        parts.append("".join(r.choice("ABCDHKXZ") for _ in range(2)) + str(r.randint(10, 9999)))
    joint = "" if r.random() < 0.6 else " "
    return f"{r.choice(w['brand'])}{joint}{joint.join(parts)}", "", ""


def _english(w: Lists, r: Random) -> tuple[str, str, str]:
    parts = [r.choice(w["brand"])] + r.sample(w["adjective"], r.randint(0, 2))
    if r.random() < 0.4:
        parts.append(r.choice(w["flavour"]))
    parts.append(r.choice(w["noun"]))
    if r.random() < 0.15:
        parts.append(f"{r.choice('ABCDEKMPX')}{r.choice('-  ').strip()}{r.randint(10, 9900)}")
    spec = r.choice(w["spec"]) if r.random() < 0.7 else ""
    name = " ".join(parts)
    return (name, spec, "") if r.random() < 0.3 else (f"{name} {spec}".strip(), "", "")


def _office(w: Lists, r: Random) -> tuple[str, str, str]:
    model = r.choice(["", r.choice(w["series"])]) + str(r.randint(10, 99999)) + r.choice(["", "", "A", "N", "-2"])
    parts = [r.choice(w["brand"]), model, *r.sample(w["words"], r.randint(0, 3)), r.choice(w["item"])]
    if r.random() < 0.5:
        parts.append(r.choice(w["spec"]))
    joint = " " if r.random() < 0.5 else ""
    return joint.join(parts), "", ""


PROMOTED = ("", "", "", "", "", "【促销】", "(新)", "新品 ", "特价", "（赠品）", "【第二件半价】", "[临期]")


def _shelf(w: Lists, r: Random) -> tuple[str, str, str]:
    """As a shop's own list has it: few goods of a brand, each in many flavours and sizes, and not written alike."""
    brand = r.choice(w["brand"])
    habit = Random(brand)
    item = r.choice(habit.sample(w["item"], 4))
    flavours, sizes = habit.sample(w["flavour"], 6), habit.sample(w["spec"], 5)
    flavour = r.choice(flavours) if r.random() < 0.75 else ""
    core = brand + (flavour + item if habit.random() < 0.5 else item + flavour)
    spec = r.choice(sizes) + (r.choice(w["pack"]) if r.random() < 0.25 else "")
    name, roll = r.choice(PROMOTED) + core, r.random()
    if roll < 0.1:
        return name, "", brand if r.random() < 0.5 else ""
    if roll < 0.5:
        return f"{name}{r.choice(['', '', ' '])}{spec}", "", brand if r.random() < 0.5 else ""
    return name, spec, brand if r.random() < 0.5 else ""


@cache
def phrases() -> tuple[str, ...]:
    """Words of all walks of life: names are richer than any list made for one trade."""
    return tuple(sorted(p for p in phrases_dict if 2 <= len(p) <= 4 and _everyday(p)))


def _everyday(text: str) -> bool:
    try:
        return all(0xB0 <= char.encode("gb2312")[0] <= 0xF7 for char in text)
    except UnicodeEncodeError:
        return False


def _anything(w: Lists, r: Random) -> tuple[str, str, str]:
    """Long titles of words that no trade has in common, some of them said again and again."""
    parts = [r.choice(phrases())[: r.choice((2, 2, 3, 4))] for _ in range(r.randint(2, 7))]
    for _ in range(r.randint(0, 4)):
        parts.insert(r.randrange(len(parts) + 1), r.choice(w["words"]))
    if r.random() < 0.4:
        parts.insert(r.randrange(len(parts) + 1), r.choice(w["spec"]))
    if r.random() < 0.25:
        parts.append("".join(r.choice("abcdhkxz") for _ in range(r.randint(1, 3))) + str(r.randint(10, 9999)))
    for at, part in enumerate(parts):
        if r.random() < 0.2:
            parts[at] = f" {part}" if r.random() < 0.7 else f"({part})"
    return "".join(parts).strip(), "", ""


Maker = Callable[[Lists, Random], tuple[str, str, str]]
TRADES: dict[str, tuple[str, Maker]] = {
    "groceries": ("groceries", _grocery),
    "medicines": ("medicines", _medicine),
    "titles": ("titles", _title),
    "english": ("english", _english),
    "office": ("office", _office),
    "shelves": ("groceries", _shelf),
    "anything": ("titles", _anything),
}
"""By name: the file of word lists, and how a name, a specification and a brand are made of them."""


def catalogue(trade: str, size: int, seed: int = 1) -> list[Entry]:
    """A made-up catalogue; `mixed` is a bit of all trades. The same seed gives the same one."""
    random = Random(f"{trade}{seed}")
    words = {t: lists(file) for t, (file, _) in TRADES.items()}
    seen: set[tuple[str, str]] = set()
    out: list[Entry] = []
    while len(out) < size:
        kind = random.choice(list(TRADES)) if trade == "mixed" else trade
        name, spec, brand = TRADES[kind][1](words[kind], random)
        if (name, spec) in seen and random.random() > _TWICE:
            continue
        seen.add((name, spec))
        letters = "".join(random.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(2))
        sku = f"{letters}-{random.randrange(10**5):05d}"
        barcode = f"69{random.randrange(10**11):011d}"
        out.append(Entry(f"{kind[0]}{len(out)}", name, spec, "", sku, (barcode,), brand))
    return out


def real() -> list[Entry]:
    """The real office goods, or none where the data is not at hand."""
    return real_ones().get("products-office-zh", [])


def real_ones() -> dict[str, list[Entry]]:
    """All tables in the folder of data, by their names."""
    folder = Path(os.environ.get("JXC_BENCH_DATA", Path(__file__).parents[3] / "shared" / "data"))
    return {file.stem: list(read_catalogue(file)) for file in sorted(folder.glob("*.tsv"))} if folder.is_dir() else {}


def demo() -> list[Entry]:
    """What the demo company sells."""
    text = files("jxc_bot.demo").joinpath("data/products.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines()]
    named = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
    return [
        Entry(
            row["sku"],
            row["name"],
            row.get("spec", ""),
            row.get("unit", ""),
            row["sku"],
            tuple(code.rpartition(":")[2] for code in row.get("barcode", "").split(";") if code),
            row.get("brand", ""),
            row.get("category", ""),
            tuple(a for a in row.get("aliases", "").split(";") if a),
        )
        for row in named
        if row.get("sku") and row.get("name")
    ]
