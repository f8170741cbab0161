"""The transport: what is written as a form is read as it was."""

from __future__ import annotations

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from jxc_bot.platforms.telegram.request import _form

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), TEXT, max_size=4))
def test_a_form_is_read_as_it_was_written(facts: dict[str, str]) -> None:
    body = _form(RequestData([RequestParameter.from_input(name, value) for name, value in facts.items()]))
    assert body.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert dict(parse_qsl(body._value.decode(), keep_blank_values=True, strict_parsing=bool(facts))) == facts


def test_half_a_character_does_not_stop_a_message() -> None:
    body = _form(RequestData([RequestParameter.from_input("text", "半\ud83d个")]))
    assert dict(parse_qsl(body._value.decode())) == {"text": "半?个"}
