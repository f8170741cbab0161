"""Laws of the look-up, for any text and any catalogue."""

import threading

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jxc_bot.lookup import Context, Entry, Index, Verdict
from jxc_bot.lookup.alphabet import codes_of, fold, squeeze, text_of
from jxc_bot.lookup.grams import CHAR2, DELETION, LATIN3, SIZE, SOUND2, WHOLE, WORD, word_feature
from jxc_bot.lookup.query import analyse
from jxc_bot.lookup.rows import encode_block
from jxc_bot.lookup.wanted import LITERAL, SOUND, variants_of, wholes_of

HAN = st.sampled_from(list("可口乐雪碧农夫山泉矿泉水康师傅红烧牛肉面重庆长虹绿茶银行音乐超参差的了箱瓶两三"))
LATIN = st.sampled_from(list("abckeloniqu0123456789.*-/ mlgLX×"))
NAME = st.text(st.one_of(HAN, LATIN), min_size=1, max_size=14).filter(lambda t: any(c.isalnum() for c in t))
NAMES = st.lists(NAME, min_size=1, max_size=8, unique_by=lambda n: solid(n))
ANYTHING = st.one_of(st.text(max_size=60), st.text(st.one_of(HAN, LATIN), max_size=40))
SHELF = Index.build(
    Entry(i, n, "500ml", sku=f"AB-{i:03d}")
    for i, n in enumerate(["可口可乐", "雪碧", "康师傅红烧牛肉面", "Canon EOS 5D", "重庆火锅"])
)


def solid(text: str) -> str:
    return text_of(squeeze(codes_of(fold(text)))).replace(" ", "")


@given(ANYTHING, st.integers(1, 5))
@settings(max_examples=200, deadline=None)
def test_any_text_has_a_sane_answer(query: str, limit: int) -> None:
    found = SHELF.search(query, limit=limit)
    assert len(found.candidates) <= limit
    assert 0 <= found.confidence <= 1
    keys = [c.key for c in found.candidates]
    assert len(keys) == len(set(keys))
    assert found.candidates or found.verdict is Verdict.NONE


@given(ANYTHING)
@settings(max_examples=200, deadline=None)
def test_squeezing_twice_is_squeezing_once(text: str) -> None:
    once = squeeze(codes_of(fold(text.replace("\n", " "))))
    assert (squeeze(once) == once).all()


@given(NAMES)
@settings(max_examples=60, deadline=None)
def test_every_name_given_in_full_comes_first(names: list[str]) -> None:
    index = Index.build(Entry(i, name) for i, name in enumerate(names))
    for i, name in enumerate(names):
        first = index.search(name).candidates[0]
        assert first.exact
        assert solid(names[int(first.key)]) == solid(name)
        assert int(first.key) == i


@given(NAMES, st.data())
@settings(max_examples=40, deadline=None)
def test_an_index_grown_by_putting_answers_like_one_built_at_once(names: list[str], data: st.DataObject) -> None:
    entries = [Entry(i, name, sku=f"SKU-{i:04d}") for i, name in enumerate(names)]
    cut = data.draw(st.integers(0, len(entries)))
    grown = Index.build(entries[:cut])
    for entry in entries[cut:]:
        grown.put(entry)
    gone = data.draw(st.sampled_from(entries))
    grown.remove(gone.key)
    left = [e for e in entries if e is not gone]
    built = Index.build(left)
    assert len(grown) == len(built)
    for entry in left:
        keys = {c.key for c in grown.search(entry.name).candidates}
        assert entry.key in keys
        assert gone.key not in keys
        assert grown.search(entry.sku).candidates[0].key == built.search(entry.sku).candidates[0].key


@given(NAMES, st.sets(st.integers(0, 7)))
@settings(max_examples=40, deadline=None)
def test_a_hard_filter_is_never_left(names: list[str], only: set[int]) -> None:
    index = Index.build(Entry(i, name) for i, name in enumerate(names))
    found = index.search(names[0], context=Context(only=only, recent={0: 1.0}))
    assert {c.key for c in found.candidates} <= only


@given(NAME)
@settings(max_examples=150, deadline=None)
def test_what_a_query_looks_for_is_what_its_own_text_was_indexed_by(name: str) -> None:
    """Queries make features one by one, catalogues all at once: both must come to the same numbers."""
    block = encode_block([Entry(1, name)], 0, 0)
    there = set((np.concatenate(block.features) >> np.uint64(24)).tolist())
    query = analyse(name, lambda a, b: True, lambda w: True)
    assert set(wholes_of(query)) & there
    exact_kinds = {CHAR2, WORD, LATIN3, SOUND2}
    for wanted in variants_of(query):
        if wanted.variant not in (LITERAL, SOUND):
            continue
        missing = [f for f in wanted.worth if f >> 36 in exact_kinds and f not in there and f not in wanted.free]
        if wanted.variant == LITERAL:
            assert not [f for f in missing if f >> 36 == CHAR2]


@given(st.text(st.sampled_from("abcdefghij0123456789"), min_size=4, max_size=18))
def test_words_spelled_singly_and_in_bulk_have_one_number(word: str) -> None:
    block = encode_block([Entry(1, word, sku=word)], 0, 0)
    there = set((np.concatenate(block.features) >> np.uint64(24)).tolist())
    assert word_feature(WORD, word) in there
    assert word_feature(WHOLE, word) in there
    assert word_feature(DELETION, word[:2] + word[3:]) in there


def test_the_same_size_is_one_feature_however_it_is_said() -> None:
    said = [encode_block([Entry(1, text)], 0, 0).features for text in ("水 0.5L", "水 500ml", "水 500毫升", "水0.5升")]
    sizes = [{f for f in (np.concatenate(g) >> np.uint64(24)).tolist() if f >> 36 == SIZE} for g in said]
    assert len(sizes[0]) == 1
    assert all(s == sizes[0] for s in sizes)


def test_readers_are_not_disturbed_by_a_writer() -> None:
    index = Index.build(Entry(i, f"商品{i}号饼干") for i in range(300))
    errors: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                assert index.search("商品7号饼干").candidates[0].key == 7
        except BaseException as error:
            errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for thread in readers:
        thread.start()
    for i in range(300):
        index.put(Entry(f"n{i}", f"新来的糖果{i}号"))
        index.remove(f"n{i - 5}")
    done.set()
    for thread in readers:
        thread.join()
    assert not errors
    assert index.search("新来的糖果299号").candidates[0].key == "n299"
