"""HTML and MarkdownV2: our reader against three that are not ours (teremok's rules, two libraries' writers)."""

import pytest
from aiogram.types import MessageEntity as AiogramEntity
from aiogram.utils.text_decorations import html_decoration, markdown_decoration
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Chat, Message, MessageEntity
from teremok.validation import ApiRuleViolation, validate_html, validate_markdown

from jxc_bot.sandbox.formatted import clean, utf16_length
from jxc_bot.sandbox.formatted_html import as_html
from jxc_bot.sandbox.markup_html import read_html
from jxc_bot.sandbox.markup_markdown import read_markdown, read_markdown_v2
from jxc_bot.sandbox.parsing import read_text
from jxc_bot.sandbox.refusal import Refusal

LONG = settings(max_examples=250, deadline=None)

TAGS = ["b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler", "strong", "B", "q", "br", "span"]
OPENINGS = [f"<{tag}>" for tag in TAGS] + [
    '<a href="http://x.y/">',
    '<span class="tg-spoiler">',
    "<blockquote expandable>",
]
CLOSINGS = [f"</{tag}>" for tag in TAGS] + ["</a>", "</span >"]
WORDS = ["a", "可乐", "😀", " ", "\n", "&lt;", "&#65;", "&amp;", "&quot;", "x>y", '"']
HTML = st.lists(st.sampled_from(OPENINGS + CLOSINGS + WORDS + ["<", "<b", "< b>", "</", "<b/>"]), max_size=9).map(
    "".join
)
BALANCED = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: st.tuples(st.sampled_from(TAGS[:9]), st.lists(inner, max_size=3)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=8,
)


def verdict(read, text, oracle):
    """Whether our reader and an oracle accept a text."""
    answers = []
    for one, refusal in ((read, Refusal), (oracle, ApiRuleViolation)):
        try:
            one(text)
        except refusal:
            answers.append(False)
        else:
            answers.append(True)
    return answers


@LONG
@given(HTML | BALANCED)
def test_html_is_accepted_and_refused_as_by_an_independent_checker(text):
    ours, theirs = verdict(read_html, text, validate_html)
    assert ours == theirs, text


MARKS = [
    "*",
    "_",
    "__",
    "~",
    "||",
    "[a](http://x.y)",
    "[",
    "]",
    "(",
    "\\*",
    "\\.",
    ".",
    "!",
    "-",
    "`c`",
    "```py\nx```",
    "#",
]
MARKDOWN = st.lists(st.sampled_from(MARKS), max_size=7).map(lambda marks: "t".join(["", *marks, ""]))
LINES = st.lists(
    st.sampled_from([">q", ">*b* q", "plain", "*bold*", ">end||", "\\>no", "a > b", ">`c`"]), max_size=5
).map("\n".join)


@LONG
@given(MARKDOWN | LINES)
def test_markdown_is_accepted_and_refused_as_by_an_independent_checker(text):
    ours, theirs = verdict(read_markdown_v2, text, lambda value: validate_markdown(value, 2))
    assert ours == theirs, text


@st.composite
def formatted(draw):
    """A text with nested, never touching entities: (text, [(type, offset, length), …]) in UTF-16 units."""
    parts, entities = [], []

    def grow(depth, used):
        for _ in range(draw(st.integers(1, 3))):
            kind = draw(
                st.sampled_from(["bold", "italic", "underline", "strikethrough", "spoiler", "code", "text_link"])
            )
            start = utf16_length("".join(parts))
            parts.append(draw(st.sampled_from(["a<b", "可乐*2", "😀_", "x&y", "1.5箱", "[k]"])))
            if depth and kind not in used and not used & {"code"}:
                if kind not in ("code", "text_link"):
                    grow(depth - 1, used | {kind})
                parts.append("z")
                entities.append((kind, start, utf16_length("".join(parts)) - start))
            parts.append("w")

    grow(3, frozenset())
    return "".join(parts), sorted(entities, key=lambda one: (one[1], -one[2]))


def essence(made):
    return [(e["type"], e["offset"], e["length"]) for e in made.entities]


@LONG
@given(formatted())
def test_what_python_telegram_bot_writes_is_read_back(given_text):
    text, entities = given_text
    made = [MessageEntity(k, o, n, url="http://x.y/" if k == "text_link" else None) for k, o, n in entities]
    message = Message(1, None, Chat(1, "private"), text=text, entities=made)
    for written, read in ((message.text_html, read_html), (message.text_markdown_v2, read_markdown_v2)):
        back = read(written)
        assert (back.text, sorted(essence(back))) == (text, sorted(entities)), written


@LONG
@given(formatted())
def test_what_aiogram_writes_is_read_back(given_text):
    text, entities = given_text
    made = [
        AiogramEntity(type=k, offset=o, length=n, url="http://x.y/" if k == "text_link" else None)
        for k, o, n in entities
    ]
    for written, read in (
        (html_decoration.unparse(text, made), read_html),
        (markdown_decoration.unparse(text, made), read_markdown_v2),
    ):
        back = clean(read(written))  # it parts marks with carriage returns, which the platform drops
        assert (back.text, sorted(essence(back))) == (text, sorted(entities)), written


@LONG
@given(formatted())
def test_the_web_chat_shows_the_same_formatting_and_escapes_the_rest(given_text):
    text, entities = given_text
    shown = as_html(text, [{"type": k, "offset": o, "length": n, "url": "http://x.y/"} for k, o, n in entities])
    as_telegram = shown.replace(' target="_blank" rel="noopener noreferrer"', "").replace('"spoiler"', '"tg-spoiler"')
    back = read_html(as_telegram.replace("&#x27;", "&#39;"))
    assert (back.text, sorted(essence(back))) == (text, sorted(entities))


@LONG
@given(st.text(max_size=40), st.sampled_from(["HTML", "MarkdownV2", "Markdown", None]))
def test_any_text_is_stored_or_refused_but_never_breaks_the_reader(text, mode):
    try:
        made = read_text({"text": text, "parse_mode": mode})
    except Refusal as refused:
        assert refused.code == 400
    else:
        assert made["text"].strip() == made["text"] and utf16_length(made["text"]) <= 4096
        for entity in made.get("entities", []):
            assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= utf16_length(made["text"])


CANT = "Bad Request: can't parse entities: "


@pytest.mark.parametrize(
    ("mode", "text", "reason"),
    [
        ("HTML", "<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("HTML", "可<q>x</q>", 'Unsupported start tag "q" at byte offset 3'),
        ("HTML", "x</b>", "Unexpected end tag at byte offset 1"),
        ("HTML", "<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("HTML", "<b", "Unclosed start tag at byte offset 0"),
        ("HTML", "<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("MarkdownV2", "1.5", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("MarkdownV2", "a *b", "Can't find end of Bold entity at byte offset 2"),
        ("MarkdownV2", "可 `b", "Can't find end of Code entity at byte offset 4"),
        ("MarkdownV2", "```b`", "Character '`' is reserved and must be escaped with the preceding '\\'"),
        ("MarkdownV2", "[a](b", "Can't find end of a URL at byte offset 3"),
        ("Markdown", "a_b", "Can't find end of the entity starting at byte offset 1"),
    ],
)
def test_errors_are_told_in_telegrams_words(mode, text, reason):
    with pytest.raises(Refusal) as caught:
        read_text({"text": text, "parse_mode": mode})
    assert caught.value.description == CANT + reason


def test_languages_quotes_and_links_are_kept():
    made = read_html('<pre><code class="language-python">x</code></pre><blockquote expandable>q</blockquote>')
    assert made.entities == [
        {"type": "pre", "offset": 0, "length": 1, "language": "python"},
        {"type": "expandable_blockquote", "offset": 1, "length": 1},
    ]
    folded = read_markdown_v2(">a\n>b||\nc ```py\nx``` ![😀](tg://emoji?id=5)")
    assert [e["type"] for e in folded.entities] == ["expandable_blockquote", "pre", "custom_emoji"]
    assert read_markdown("*a* _b_ `c` [d](http://e.f) \\_").text == "a b c d _"


def test_commands_mentions_and_addresses_are_found_in_utf16():
    made = read_text(
        {"text": "😀 /stock@test_bot @ann #tag https://x.y/z a@b.cd <code>/no</code>", "parse_mode": "HTML"}
    )
    found = {
        e["type"]: made["text"].encode("utf-16-le")[e["offset"] * 2 :][: e["length"] * 2].decode("utf-16-le")
        for e in made["entities"]
    }
    assert found == {
        "bot_command": "/stock@test_bot",
        "mention": "@ann",
        "hashtag": "#tag",
        "url": "https://x.y/z",
        "email": "a@b.cd",
        "code": "/no",
    }


def test_dangerous_links_and_tags_do_not_reach_the_web_chat():
    assert "javascript" not in as_html(
        "click", [{"type": "text_link", "offset": 0, "length": 5, "url": "javascript:x()"}]
    )
    assert as_html('<img src="x">', []) == "&lt;img src=&quot;x&quot;&gt;"
