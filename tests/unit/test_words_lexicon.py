import pytest

from jxc_bot.words.lexicon import answer, command, similar_command


@pytest.mark.parametrize(
    ("line", "key", "rest"),
    [
        ("收货可乐3箱", "receive_goods", "可乐3箱"),
        ("收货 可乐 3箱", "receive_goods", "可乐 3箱"),
        ("收貨可樂", "receive_goods", "可樂"),
        ("收 可乐", "receive_goods", "可乐"),
        ("收3箱可乐", "receive_goods", "3箱可乐"),
        ("in 可乐", "receive_goods", "可乐"),
        ("IN 可乐", "receive_goods", "可乐"),
        ("goods in cola", "receive_goods", "cola"),
        ("/in@jxcbot 可乐 3箱", "receive_goods", "可乐 3箱"),
        ("/in", "receive_goods", ""),
        ("/收货 可乐", "receive_goods", "可乐"),
        ("收货\n可乐 3箱\n雪碧 2箱", "receive_goods", "可乐 3箱\n雪碧 2箱"),
        ("收货:可乐", "receive_goods", "可乐"),
        ("查库存", "stock", ""),
        ("查库存可乐", "stock", "可乐"),
        ("可乐还有多少?", "stock", "可乐"),
        ("查可乐库存", "stock", "可乐"),
        ("盘点调整 可乐 5瓶", "adjust_stock", "可乐 5瓶"),
        ("新增供应商康师傅", "add_party", "康师傅"),
        ("菜单", "menu", ""),
        ("?", "help", ""),
        ("撤销", "undo", ""),
        ("我的", "profile", ""),
    ],
)
def test_the_longest_command_at_the_start_is_found(line: str, key: str, rest: str) -> None:
    found = command(line)
    assert found is not None
    assert (found.key, found.rest) == (key, rest)


@pytest.mark.parametrize(
    "line",
    [
        "收音机 3台",
        "ink 3 box",
        "inbound",
        "出口商品 3箱",
        "菜单夹 3个",
        "我爱你饼干",
        "可乐 3箱",
        "/nothing",
        "",
        "查理饼干",
        "输入法",
    ],
)
def test_a_name_that_begins_with_a_command_word_is_not_eaten(line: str) -> None:
    assert command(line) is None


def test_whom_a_slash_command_is_for_is_told() -> None:
    found = command("/in@other_bot 可乐")
    assert found is not None
    assert found.mention == "other_bot"


def test_a_command_glued_to_its_words_is_known_as_such() -> None:
    glued, apart = command("入库单 3本"), command("入库 单 3本")
    assert glued is not None
    assert apart is not None
    assert (glued.glued, apart.glued) == (True, False)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("收或 可乐", "receive_goods"),
        ("shouhuo", "receive_goods"),
        ("调播", "transfer_stock"),
        ("recieve cola", "receive_goods"),
        ("menuu", "menu"),
        ("库纯", "stock"),
    ],
)
def test_a_slip_finds_the_command_that_was_meant(typed: str, key: str) -> None:
    assert similar_command(typed, 1)[0][0] == key


@pytest.mark.parametrize("typed", ["", "x", "可口可乐三百毫升", "\n"])
def test_what_resembles_no_command_suggests_none(typed: str) -> None:
    assert similar_command(typed) == []


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("好", "yes"),
        ("OK!", "yes"),
        ("是的。", "yes"),
        ("對", "yes"),
        ("不", "no"),
        ("算了", "cancel"),
        ("上一步", "back"),
        ("跳过", "skip"),
        ("没有", "none"),
        ("Back", "back"),
    ],
)
def test_an_answer_is_understood_in_both_languages(typed: str, meaning: str) -> None:
    assert answer(typed) == meaning


@pytest.mark.parametrize("typed", ["好丽友", "no 5", "", "可乐"])
def test_other_words_are_no_answer(typed: str) -> None:
    assert answer(typed) is None
