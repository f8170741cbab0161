"""Menu, help and greeting: what this person may do, with an example of each that really works."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from jxc_bot.conversation import drafts, field_words
from jxc_bot.conversation.registry import COMMANDS, NAMES, may_run, name_of, on_button, on_command
from jxc_bot.conversation.reply import Button, Reply
from jxc_bot.conversation.slots import slot_at
from jxc_bot.conversation.turn import Turn, rows_of
from jxc_bot.outbox import enqueue
from jxc_bot.words import LOCALES, Words
from jxc_bot.words.fold import bare, fold
from jxc_bot.words.lexicon import command, commands, lexicon, slash, words_of
from models.draft import DraftState
from models.people import LEADERS, Role

HOME = (
    "receive_goods",
    "issue_goods",
    "transfer_stock",
    "stock",
    "history",
    "adjust_stock",
    "purchase_orders",
    "supplier_orders",
    "supplier_due",
    "announce_shipment",
    "undo",
    "menu",
    "help",
)
"""The reply keyboard of a private chat, as far as the role allows."""
FIRST = (
    "receive_goods",
    "issue_goods",
    "stock",
    "order_purchase",
    "request_purchase",
    "purchase_orders",
    "supplier_orders",
    "announce_shipment",
    "transfer_stock",
    "adjust_stock",
    "history",
    "undo",
)
MONEY = ("supplier_payables", "pay_supplier", "supplier_statement")
"""What comes first for those who keep the books and lead nobody."""
MOST_COMMANDS = 12
WIDTH = 3
"""Keys in a row."""
MOST_TOLD = 12
"""Commands of a subject that are told with what they do; a card longer than a screen is not read."""


def daily(turn: Turn) -> list[str]:
    """What this person does all day, as far as the role allows."""
    books = turn.actor.has(Role.FINANCE) and not turn.actor.has(LEADERS)
    return [key for key in ((*MONEY, *FIRST) if books else FIRST) if may_run(turn, key)]


def typed_word(key: str, locale: str) -> str:
    """The word of the lexicon that a key on the home keyboard types."""
    words: list[str] = lexicon()["commands"][key]["words"]
    latin = locale != "zh_CN"
    return next((word for word in words if word.isascii() == latin and word[0].isalnum()), words[0])


def home_keyboard(turn: Turn) -> tuple[tuple[str, ...], ...] | None:
    """The stable menu below the text field; only in private chats."""
    if turn.chat.is_group:
        return None
    known = commands()
    wanted = dict.fromkeys((*(key for key in daily(turn) if key in MONEY), *HOME))
    may = [key for key in wanted if key in known and may_run(turn, key)]
    if len(may) > WIDTH and len(may) % WIDTH == 1:
        may.remove("help")  # it is in the menu as well, and a row for it alone takes room from the messages
    keys = [typed_word(key, turn.words.locale) for key in may]
    return tuple(tuple(row) for row in (keys[i : i + WIDTH] for i in range(0, len(keys), WIDTH)))


def example_of(turn: Turn, key: str) -> str:
    """A line that can be typed for a command as it stands; empty when none is told."""
    for word in ("op-" + NAMES.get(key, key).replace("_", "-"), "screen-" + key.replace("_", "-")):
        if turn.words.has(word + ".example"):
            return _for_reader(turn, turn.label(word + ".example"))
    return ""


def _for_reader(turn: Turn, example: str) -> str:
    """An example without the price, for those who are shown none, and in groups."""
    if turn.actor.sees("cost") and not turn.chat.is_group:
        return example
    return " ".join(word for word in example.split() if not word.startswith("@"))


@on_command("start")
def start(turn: Turn, text: str) -> None:
    """Greets, puts aside what was half done, and shows what to say."""
    drafts.park(turn)
    allowed = [*daily(turn), *(key for key in commands() if may_run(turn, key))]
    examples = [e for e in dict.fromkeys(example_of(turn, key) for key in allowed) if e][:3]
    shown = [turn.word("greeting", name=turn.speaker.name)]
    shown += [turn.word("greeting-example", example=example) for example in examples]
    if turn.chat.is_group:
        shown.append(turn.word("greeting-in-group", bot=turn.services.bot_username))
    turn.say("\n".join(shown), keyboard=home_keyboard(turn), placeholder=turn.label("menu-placeholder"))
    tell_commands(turn)


def tell_commands(turn: Turn) -> None:
    """Sets the command list of this chat to what the role may do, in every language."""
    allowed = [key for key in commands() if may_run(turn, key)]
    first = [key for key in daily(turn) if key in allowed]
    listed = (first + [key for key in allowed if key not in first])[:MOST_COMMANDS]
    told = {locale: [[slash(key), _plain_name(locale, key)] for key in listed] for locale in LOCALES}
    if not turn.chat.is_group:
        enqueue(turn.db, turn.chat.id, Reply(commands=told))


def _plain_name(locale: str, key: str) -> str:
    words = Words.of(locale)
    word = "op-" + NAMES.get(key, key).replace("_", "-")
    return words(word) if words.has(word) else words("screen-" + key.replace("_", "-"))


@on_command("menu")
def menu(turn: Turn, text: str) -> None:
    """The everyday commands, and a button for every further subject."""
    groups = _groups(turn)
    first = daily(turn)
    rows = rows_of([Button(name_of(turn, key)[:20], f"c:{key}") for key in first], 3)
    further = [group for group, keys in groups.items() if set(keys) - set(first)]
    more = [Button(turn.label("menu-more", group=_title(turn, group)), f"menu:{group}") for group in further]
    rows += rows_of([*more, Button(turn.label("button-help"), "c:help")], 3)
    told = next((key for key in ("receive_goods", "stock") if may_run(turn, key)), "help")
    hint = example_of(turn, told)
    shown = turn.word("menu-title") + ("\n" + turn.word("menu-title.hint", example=hint) if hint else "")
    turn.say(shown, rows, card="menu", edit=turn.pressed)


@on_button("menu")
def submenu(turn: Turn, parts: Sequence[str]) -> None:
    """``menu:<group>``: everything of one subject, told with what it does; ``menu:``: back."""
    keys = _groups(turn).get(parts[0])
    if keys is None:
        menu(turn, "")
        return
    shown = [turn.word("menu-group-title", group=_title(turn, parts[0]))]
    if len(keys) <= MOST_TOLD:
        shown += [turn.word("help-item", name=name_of(turn, key), help=_help_of(turn, key)) for key in keys]
    rows = rows_of([Button(name_of(turn, key)[:20], f"c:{key}") for key in keys], 3)
    turn.say("\n".join(shown), [*rows, [Button(turn.label("button-back"), "menu:")]], card="menu")


def _groups(turn: Turn) -> dict[str, list[str]]:
    """The commands this person may use, by subject."""
    groups: dict[str, list[str]] = defaultdict(list)
    for key in commands():
        if key in ("menu", "start", "cancel") or not may_run(turn, key):
            continue
        operation = turn.desk.catalog.get(NAMES.get(key, key))
        groups[operation.group if operation is not None else _group_of(key)].append(key)
    return groups


def _title(turn: Turn, group: str) -> str:
    key = f"menu-group-{group}"
    return turn.label(key if turn.words.has(key) else "menu-group-other")


def _help_of(turn: Turn, key: str) -> str:
    for word in ("op-" + NAMES.get(key, key).replace("_", "-"), "screen-" + key.replace("_", "-")):
        if turn.words.has(word + ".help"):
            return turn.label(word + ".help")
    return ""


def _group_of(key: str) -> str:
    return "stock" if key in ("stock", "history") else "other"


@on_command("help")
def help_(turn: Turn, text: str) -> None:
    """Help where one is: about a command named, the question being asked, else everything the role may do."""
    asked = command(text) if text.strip() else None
    if asked is not None and may_run(turn, asked.key):
        _about(turn, asked.key)
        return
    draft = drafts.live(turn)
    if draft is not None and draft.operation in turn.desk.catalog:
        operation = turn.desk.catalog[draft.operation]
        name = turn.label("op-" + operation.name.replace("_", "-"))
        slot = slot_at(operation, draft.answers, draft.asking)
        if draft.state == DraftState.READY or slot is None:
            turn.say(turn.word("help-in-preview", name=name))
            return
        shown = [turn.word("help-in-dialogue", name=name), field_words.question(turn, operation, slot.field.name)]
        example = example_of(turn, operation.name)
        turn.say("\n".join([*shown, *([turn.word("help-example", example=example)] if example else [])]))
        return
    shown = [turn.word("help-title")]
    mine = daily(turn)
    rest = (key for keys in _groups(turn).values() for key in keys if key != "help")
    for key in mine or rest:
        example = example_of(turn, key)
        if example:
            shown.append(turn.word("help-item-example", name=name_of(turn, key), example=example))
        else:
            shown.append(turn.word("help-item", name=name_of(turn, key), help=_help_of(turn, key)))
    further = rows_of([Button(_title(turn, group), f"menu:{group}") for group in _groups(turn)], 3)
    turn.say("\n".join([*shown, "", turn.word("help-title.tips")]), further, card="menu", edit=False)


def _about(turn: Turn, key: str) -> None:
    """What one command is for, an example, and a button that begins it."""
    example = example_of(turn, key)
    shown = [turn.word("help-about", name=name_of(turn, key), help=_help_of(turn, key))]
    shown += [turn.word("help-example", example=example)] if example else []
    turn.say("\n".join(shown), [[Button(name_of(turn, key)[:20], f"c:{key}")]])


def command_asked_about(text: str) -> str:
    """The command that a question is about (怎么收货, 帮助 收货, how to receive goods): its word, else empty."""
    said = bare(text)
    for word in words_of("questions", "help"):
        folded = fold(said)
        for rest in (
            said[len(word) :] if folded.startswith(word) else "",
            said[: -len(word)] if folded.endswith(word) else "",
        ):
            found = command(bare(rest)) if bare(rest) else None
            if found is not None and not found.rest and found.key != "help":
                return found.typed
    return ""


@on_command("cancel")
def cancel(turn: Turn, text: str) -> None:
    """Puts away what is under way, and says so."""
    from jxc_bot.conversation import dialogue

    draft = drafts.live(turn)
    if draft is None or draft.operation not in turn.desk.catalog:
        turn.say(turn.word("nothing-to-cancel"))
        return
    dialogue.cancel(turn, turn.desk.catalog[draft.operation], draft)


__all__ = ["COMMANDS", "home_keyboard", "start"]
