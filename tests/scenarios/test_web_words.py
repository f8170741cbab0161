"""The web chat's own words: both languages say everything, and everything said is there."""

import re
from pathlib import Path

WEB = Path(__file__).parents[2] / "jxc_bot" / "sandbox" / "web"


def _keys() -> tuple[dict[str, str], dict[str, str]]:
    """Key and word of each language, in the order of the file: Chinese, English."""
    text = (WEB / "words.js").read_text("utf-8")
    chinese, english = re.findall(r"^  (?:zh|en): \{\n(.*?)^  \},", text, re.M | re.S)
    return tuple(dict(re.findall(r"^    (\w+): (.+),$", part, re.M)) for part in (chinese, english))  # type: ignore[return-value]


def test_both_languages_have_the_same_words_with_the_same_placeholders() -> None:
    chinese, english = _keys()
    assert len(chinese) > 80
    assert chinese.keys() == english.keys()
    for key, word in chinese.items():
        assert set(re.findall(r"\{\w+\}", word)) == set(re.findall(r"\{\w+\}", english[key])), key


def test_every_word_used_is_there_and_every_word_there_is_used() -> None:
    chinese, _ = _keys()
    code = "".join(path.read_text("utf-8") for path in WEB.glob("*.js") if path.name != "words.js")
    used = {word for call in re.findall(r"\bt\(([^)]*)", code) for word in re.findall(r"'(\w+)'", call)}
    assert used - chinese.keys() <= {"private"}
    assert {key for key in chinese if not key.startswith("role_")} - used == set()


def test_nothing_is_fetched_from_elsewhere() -> None:
    for path in WEB.iterdir():
        if path.suffix in {".js", ".css", ".html"}:
            addresses = re.findall(r"(?:src|href|url|import|from)\W{1,3}(?:https?:)?//\S+", path.read_text("utf-8"))
            assert addresses == [], path.name
