"""The context re-ranks what fits as well, and hides nothing that was named exactly."""

from jxc_bot.lookup import Context, Entry, Index, Verdict, alias_key

SHELF = [
    Entry("cola330", "可口可乐", "330ml"),
    Entry("cola500", "可口可乐", "500ml"),
    Entry("cola2l", "可口可乐", "2L"),
    Entry("pepsi", "百事可乐", "500ml"),
    Entry("water", "娃哈哈矿泉水", "596ml"),
]
INDEX = Index.build(SHELF)


def test_what_this_person_uses_comes_first_and_surer() -> None:
    plain = INDEX.search("可口可乐")
    usual = INDEX.search("可口可乐", context=Context(recent={"cola2l": 1.0}, expected={"cola2l"}))
    assert plain.verdict is Verdict.ASK
    assert usual.candidates[0].key == "cola2l"
    assert usual.confidence > plain.confidence


def test_stock_breaks_a_tie_without_deciding_it() -> None:
    found = INDEX.search("可口可乐", context=Context(in_stock={"cola500"}))
    assert found.candidates[0].key == "cola500"
    assert found.verdict is Verdict.ASK


def test_an_exact_hit_stays_first_whatever_the_context() -> None:
    context = Context(recent={"pepsi": 1.0}, expected={"pepsi"}, in_stock={"pepsi"})
    assert INDEX.search("可口可乐 330ml", context=context).candidates[0].key == "cola330"


def test_a_better_fit_beats_the_context() -> None:
    context = Context(recent={"cola330": 1.0})
    assert INDEX.search("可口可乐 2升", context=context).candidates[0].key == "cola2l"


def test_a_word_of_ones_own_is_acted_on() -> None:
    found = INDEX.search("快乐水", context=Context(aliases={alias_key("快乐水"): "cola500"}))
    assert found.candidates[0].key == "cola500"
    assert found.verdict is Verdict.ACT
    assert INDEX.search("快乐水").verdict is not Verdict.ACT


def test_a_word_of_ones_own_works_with_order_words_and_signs() -> None:
    context = Context(aliases={alias_key("GYS-01 老款"): "water"})
    assert INDEX.search("ｇｙｓ０１老款", context=context).candidates[0].key == "water"
    assert INDEX.search("两箱快乐水", context=Context(aliases={"快乐水": "pepsi"})).candidates[0].key == "pepsi"


def test_a_word_of_ones_own_that_is_anothers_name_is_asked() -> None:
    index = Index.build([Entry(1, "小王子饼干"), Entry(2, "大王卡")])
    found = index.search("大王卡", context=Context(aliases={"大王卡": 1}))
    assert found.candidates[0].key == 1
    assert found.verdict is Verdict.ASK


def test_an_alias_of_a_product_that_is_gone_does_no_harm() -> None:
    assert INDEX.search("矿泉水", context=Context(aliases={"矿泉水": "gone"})).candidates[0].key == "water"


def test_a_hard_filter_leaves_nothing_else() -> None:
    found = INDEX.search("可乐", context=Context(only={"pepsi", "water"}))
    assert [c.key for c in found.candidates][:1] == ["pepsi"]
    assert {c.key for c in found.candidates} <= {"pepsi", "water"}


def test_a_hard_filter_finds_what_many_others_would_hide() -> None:
    many = [Entry(i, f"可口可乐 {i}号纪念罐") for i in range(3000)]
    index = Index.build([*many, Entry("one", "可口可乐经典怀旧特别珍藏纪念罐系列组合套装")])
    assert index.search("可口可乐", context=Context(only={"one"})).candidates[0].key == "one"


def test_an_alias_of_the_catalogue_is_a_name() -> None:
    index = Index.build([Entry(1, "可口可乐", "330ml", aliases=("肥宅快乐水",)), Entry(2, "百事可乐", "330ml")])
    found = index.search("肥宅快乐水")
    assert (found.candidates[0].key, found.candidates[0].exact) == (1, True)
