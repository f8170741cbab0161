"""Words of a quick entry that are the exact name of something: a warehouse, a party, one value of a choice."""

from __future__ import annotations

from enum import Enum

from jxc_bot.conversation.facts import choice_label
from jxc_bot.conversation.slots import Answers, FieldShape
from jxc_bot.conversation.turn import Turn
from jxc_bot.lookup import Verdict
from jxc_bot.words.fold import fold
from jxc_bot.words.lexicon import words_of
from models.operation import Operation
from models.party import Party


def take_known_words(
    turn: Turn, operation: Operation, header: tuple[FieldShape, ...], answers: Answers, rest: str, *, keep_one: bool
) -> str:
    """Takes words off ``rest`` that are a warehouse, a party or a choice by their exact name."""
    words, kept = rest.split(), list[str]()
    for number, word in enumerate(words):
        last_for_product = keep_one and not kept and number == len(words) - 1
        if last_for_product or not _is_known(turn, header, answers, word):
            kept.append(word)
    if len(kept) < len(words) and len(kept) > 1 and fold(kept[-1]) in words_of("places.destination", "weak"):
        kept.pop()  # the preposition of what was taken
    return " ".join(kept)


def take_likely_party(turn: Turn, header: tuple[FieldShape, ...], answers: Answers, rest: str) -> str:
    """Takes a word off ``rest`` that is part of a party's name, where only the other words are goods."""
    field = next((f for f in header if f.ref is not None and f.ref.target is Party), None)
    words = rest.split()
    if field is None or field.name in answers or "?" + field.name in answers or not words:
        return rest
    person = turn.actor.person_id
    if turn.finder.product(turn.db, rest, person_id=person).verdict is Verdict.ACT:
        return rest
    glued = _glued_party(turn, rest)
    if glued is not None:
        answers["?" + field.name] = glued[1]
        return glued[0]
    for at in (len(words) - 1, 0):
        others, name = " ".join(words[:at] + words[at + 1 :]), _without_preposition(words[at])
        likely = len(name) > 1 and turn.finder.party(name).verdict is Verdict.ACT
        if likely and turn.finder.product(turn.db, others, person_id=person).verdict is not Verdict.NONE:
            answers["?" + field.name] = name
            return others
    return rest


def _glued_party(turn: Turn, rest: str) -> tuple[str, str] | None:
    """Goods and a partner with only a preposition between them (可乐给好邻居), where both are known."""
    for word in words_of("partners", "before"):
        goods, found, name = rest.rpartition(word)
        goods, name = goods.strip(), name.strip()
        if found and len(goods) > 1 and len(name) > 1 and turn.finder.party(name).verdict is Verdict.ACT:
            known = turn.finder.product(turn.db, goods, person_id=turn.actor.person_id).verdict is not Verdict.NONE
            return (goods, name) if known else None
    return None


def _without_preposition(word: str) -> str:
    """给广源 is 广源, and so is 广源要."""
    wish = next((w for w in words_of("order", "weak") if fold(word).endswith(w) and len(word) > len(w) + 1), "")
    word = word[: len(word) - len(wish)] if wish and not wish.isascii() else word
    prepositions = (
        *words_of("partners", "before"),
        *words_of("places.destination", "weak"),
        *words_of("places.source", "strong"),
    )
    return next((word[len(p) :] for p in prepositions if not p.isascii() and fold(word).startswith(p)), word)


def _is_known(turn: Turn, header: tuple[FieldShape, ...], answers: Answers, word: str) -> bool:
    for field in header:
        if field.name in answers or "?" + field.name in answers:
            continue
        if field.ref is not None and turn.finder.knows(field.ref.target, word):
            answers["?" + field.name] = word
            return True
        choice = choice_of(turn, field, word)
        if choice is not None:
            answers[field.name] = choice.value
            return True
    return False


def choice_of(turn: Turn, field: FieldShape, word: str) -> Enum | None:
    """The value of a choice that a word names exactly."""
    if field.choices is None:
        return None
    said = fold(word)
    return next((c for c in field.choices if fold(choice_label(turn, c)) == said or str(c.value) == said), None)
