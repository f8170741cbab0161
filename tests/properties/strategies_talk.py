"""What anybody might do to the bot: sensible, careless and hostile acts, as Hypothesis strategies."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from jxc_bot.words.lexicon import lexicon

PEOPLE = ("9001", "9002", "9003", "9004", "9005", "9008", "9009", "9010", "9103")
"""Owner, manager, buyer, seller, keeper, supplier, customer, an English manager, a stranger."""


@dataclass(frozen=True)
class Act:
    """One thing somebody does. ``which`` picks a button (from the newest on), or a way to spoil its data."""

    kind: str
    who: str = "9005"
    text: str = ""
    which: int = 0
    group: bool = False
    addressed: bool = True


def _verbs() -> list[str]:
    commands = lexicon()["commands"].values()
    return [*(word for facts in commands for word in facts["words"]), *(f"/{facts['slash']}" for facts in commands)]


_PRODUCTS = [
    "可口可乐",
    "可乐",
    "雪碧",
    "kkkl",
    "东北大米",
    "螺丝 M8",
    "6901234567892",
    "不存在的东西",
    "<b>粗</b>&糖",
    "COLA",
    "抽纸",
]
_AMOUNTS = [
    "3箱",
    "3箱+5瓶",
    "半箱",
    "两打",
    "5",
    "0",
    "-3箱",
    "3.33333箱",
    "1e400箱",
    "3吨",
    "9" * 30 + "箱",
    "12.5公斤",
    "½箱",
]
_PRICES = ["@48", "48元", "48/箱", "@-1", "@1e99", "总价 100", "¥0", "$5", "@" + "9" * 25]
_DAYS = ["昨天", "明天", "周五", "11-30", "2020-01-01", "2-30", "+3d", "99999-01-01", "月底"]
_PLACES = ["主仓", "二仓", "从主仓到二仓", "到二仓", "东仓", "张三商行", "李四超市", "采购"]
_FACTS = [
    "样品",
    "售出",
    "盘亏",
    "盘盈",
    "破损",
    "找到",
    "备注 易碎",
    "单位 瓶",
    "包装 1箱=24瓶",
    "条码 6900000000000",
    "规格 500ml",
    "售价 3.5",
]
_ANSWERS = [
    "确认",
    "取消",
    "修改",
    "返回",
    "跳过",
    "是",
    "否",
    "没有",
    "1",
    "2",
    "9",
    "0",
    "不对，是5箱",
    "改成 雪碧",
    "数量改为5箱",
    "帮助",
    "菜单",
]
_WORDS = _PRODUCTS + _AMOUNTS + _PRICES + _DAYS + _PLACES + _FACTS + _ANSWERS
_HOSTILE = [
    "可" * 5000,
    "\x00\x01\u202e",
    "' OR 1=1 --",
    "{{7*7}}",
    "%s%n",
    "\ud83d\ude00" * 600,
    "\n" * 50,
    "a\n" * 300,
]

words = st.sampled_from(_WORDS)
sentences = st.builds(
    lambda verb, rest, gap: verb + gap + " ".join(rest),
    st.sampled_from(_verbs()),
    st.lists(words, max_size=5),
    st.sampled_from(["", " "]),
)
pastes = st.builds(
    lambda verb, lines: verb + "\n" + "\n".join(" ".join(line) for line in lines),
    st.sampled_from(_verbs()),
    st.lists(st.lists(words, min_size=1, max_size=3), min_size=1, max_size=4),
)
encodable = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
texts = st.one_of(sentences, sentences, pastes, words, words, encodable, st.sampled_from(_HOSTILE[:5] + _HOSTILE[6:]))
forged = st.one_of(
    st.from_regex(r"[a-z]{1,6}(:[a-z0-9-]{0,6}){0,5}", fullmatch=True),
    st.builds(
        lambda head, tail: f"{head}:{tail}", st.sampled_from(["d", "u", "c", "me", "stock", "p", "r"]), encodable
    ),
    encodable,
)
_people = st.sampled_from(PEOPLE) | st.just("9005") | st.just("9001")
_place = {"group": st.sampled_from([False, False, False, True]), "addressed": st.sampled_from([True, True, False])}

acts = st.one_of(
    st.builds(Act, st.just("says"), _people, texts, **_place),
    st.builds(Act, st.just("says"), _people, texts, **_place),
    st.builds(Act, st.just("presses"), _people, which=st.integers(0, 12), **_place),
    st.builds(Act, st.just("presses"), _people, which=st.integers(0, 12), **_place),
    st.builds(Act, st.just("spoils"), _people, which=st.integers(0, 200), **_place),
    st.builds(Act, st.just("forges"), _people, forged, **_place),
    st.builds(Act, st.sampled_from(["photo", "lost file", "sticker"]), _people, texts, **_place),
    st.builds(Act, st.just("asks inline"), _people, texts),
    st.builds(
        Act, st.sampled_from(["leaves", "joins", "moves", "waits", "restarts"]), _people, which=st.integers(0, 9)
    ),
)

_VERBS = [
    "收货",
    "入库",
    "/in",
    "收货",
    "出库",
    "/out",
    "调拨",
    "调整",
    "撤销",
    "库存",
    "流水",
    "采购",
    "订货",
    "到货",
    "退货",
]
_LINES = st.builds(
    lambda product, amount, price: f"{product} {amount} {price}".strip(),
    st.sampled_from(["可口可乐", "雪碧", "百事可乐", "抽纸", "可乐"]),
    st.sampled_from(["3箱", "1箱+2瓶", "5瓶", "2箱", "半箱", "1"]),
    st.sampled_from(["", "", "@48", "@2/瓶", "总价 100"]),
)
_EXTRAS = [
    "",
    "",
    "主仓",
    "从主仓到二仓",
    "主仓 样品",
    "主仓 盘亏 破损",
    "主仓 盘盈 找到",
    "昨天 主仓",
    "张三商行",
    "主仓 李四超市",
]
_TWISTS = st.one_of(
    st.tuples(st.just("says"), words),
    st.tuples(st.just("says"), st.sampled_from(_ANSWERS)),
    st.tuples(st.sampled_from(["presses", "confirms", "confirms", "restarts", "photo"]), st.just("")),
)


def _episode(
    who: str, group: bool, verb: str, lines: list[str], extra: str, twists: list[tuple[str, str]], presses: list[int]
) -> list[Act]:
    """Somebody sets out to do something, perhaps wavers, and confirms, perhaps more than once."""
    begun = Act("says", who, f"{verb} {extra} " + "\n".join(lines), group=group)
    wavers = [Act(kind, who, text, index, group) for index, (kind, text) in enumerate(twists)]
    return [begun, *wavers, *(Act("confirms", who, which=which, group=group) for which in presses)]


episodes = st.builds(
    _episode,
    st.sampled_from(["9001", "9001", "9002", "9003", "9004", "9005", "9005", "9010"]),
    st.sampled_from([False, False, False, True]),
    st.sampled_from(_VERBS),
    st.lists(_LINES, min_size=1, max_size=3),
    st.sampled_from(_EXTRAS),
    st.lists(_TWISTS, max_size=4),
    st.sampled_from([[0], [0], [0, 0, 1], [1, 0]]),
)
conversations = st.lists(episodes | episodes | acts.map(lambda act: [act]), min_size=6, max_size=12).map(
    lambda parts: [act for part in parts for act in part]
)
