"""The laws of the house that a reader of the sources can check: direction, one commit, words apart, sizes."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("models", "handlers", "jxc_bot")
AT_THE_DOOR = {"jxc_bot/desk.py", "jxc_bot/database.py"}
SPEAKS_TELEGRAM = ("jxc_bot/platforms/", "jxc_bot/sandbox/")
COMPOSES = {"jxc_bot/app.py"}
"""Puts the program together, platform and all."""
READ_ENVIRONMENT = {"jxc_bot/settings.py", "jxc_bot/commands/backup.py", "jxc_bot/platforms/telegram/__init__.py"}
"""The settings; and what hands the environment on to another program, or sets it for a library."""
NO_NAME = re.compile(r"(^|_)(utils?|common|helpers?|consts?|manager|base_.*)(_|$)")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]")


def sources() -> Iterator[tuple[str, str]]:
    """Every Python file of the packages: its path and its text."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def test_imports_go_one_way() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_the_door_commits() -> None:
    found = {
        file
        for file, text in sources()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    }
    assert {file for file in found if not file.startswith("jxc_bot/migrations/")} <= AT_THE_DOOR


def test_only_the_adapters_know_a_platform() -> None:
    for file, text in sources():
        if file.startswith(SPEAKS_TELEGRAM) or file in COMPOSES:
            continue
        for node in ast.walk(ast.parse(text)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.split(".")[0] in ("telegram", "aiogram")], file


def test_only_settings_read_the_environment() -> None:
    for file, text in sources():
        if file not in READ_ENVIRONMENT:
            assert not re.search(r"os\.(environ|getenv)", text), file


def _words(text: str) -> Iterator[str]:
    """The literals of a source, its docstrings left out."""
    tree = ast.parse(text)
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    told |= {id(node.body[0]) for node in ast.walk(tree) if isinstance(node, owners) and node.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield ast.get_source_segment(text, node) or node.value  # as written: an escape is no word


@pytest.mark.parametrize("package", PACKAGES)
def test_no_word_for_people_stands_in_python(package: str) -> None:
    found = [(file, word) for file, text in sources() if file.startswith(package) for word in _words(text)]
    assert [(file, word) for file, word in found if HAN.search(word)] == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [file for file, _ in sources() if NO_NAME.search(Path(file).stem)] == []


def test_models_need_their_annotations_at_run_time() -> None:
    assert [file for file, text in sources() if file.startswith("models/") and "import annotations" in text] == []
