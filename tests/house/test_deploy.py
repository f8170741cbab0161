"""What stands in deploy/ is true of the program: its settings, its paths, its health check."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from jxc_bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
NOT_OURS = {"JXC_HOST"}
"""Of the proxy in compose.yaml."""
SHORT = {"JXC_COMPANY_PHONE", "JXC_COMPANY_TAX_NUMBER", "JXC_COMPANY_BANK"}
"""In README's table these stand behind the first of their kind."""


def settings() -> dict[str, str]:
    """Every setting's name and its default as one would write it."""
    assert issubclass(Settings, BaseSettings)
    defaults = {f"{PREFIX}{name}".upper(): field.default for name, field in Settings.model_fields.items()}
    shown = {name: getattr(value, "get_secret_value", lambda value=value: value)() for name, value in defaults.items()}
    return {name: str(value) for name, value in shown.items()}


def example() -> dict[str, str]:
    """Every setting that env.example names, and what it says it is."""
    lines = re.findall(r"^#?([A-Z][A-Z_]+)=(.*)$", (DEPLOY / "env.example").read_text("utf-8"), re.MULTILINE)
    return dict(lines)


def test_the_example_lists_every_setting_and_no_other() -> None:
    listed = {name for name in example() if name.startswith(PREFIX)} - NOT_OURS
    assert listed == set(settings())


def test_what_the_example_leaves_switched_on_is_the_default() -> None:
    text = (DEPLOY / "env.example").read_text("utf-8")
    on = dict(re.findall(r"^(JXC_[A-Z_]+)=(.*)$", text, re.MULTILINE))
    assert {name: on[name] for name in on if name not in NOT_OURS} == {
        name: settings()[name] for name in on if name not in NOT_OURS
    }


def test_the_readme_lists_every_setting() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in sorted(set(settings()) - SHORT) if f"`{name}`" not in readme] == []


@pytest.mark.parametrize(
    "file", ["compose.yaml", "Dockerfile", "jxc-bot.service", "Caddyfile", "backup.sh", "restore.sh"]
)
def test_every_setting_named_in_deploy_exists(file: str) -> None:
    named = set(re.findall(r"\bJXC_[A-Z_]+\b", (DEPLOY / file).read_text("utf-8")))
    assert named - NOT_OURS - {"JXC_BOT"} <= set(settings())


def test_the_image_is_made_of_what_is_there() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text("utf-8")
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").split()
    for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert f"!{source}" in ignored, source
    assert "USER jxc" in dockerfile


@pytest.mark.parametrize("script", ["backup.sh", "restore.sh"])
def test_the_scripts_are_whole_and_can_be_run(script: str) -> None:
    path = DEPLOY / script
    assert path.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", path], check=True)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_the_unit_is_understood_by_systemd(tmp_path: Path) -> None:
    unit = tmp_path / "jxc-bot.service"
    text = (DEPLOY / "jxc-bot.service").read_text("utf-8")
    unit.write_text(text.replace("/opt/jxc-bot/bin/jxc-bot run", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, timeout=60)
    assert [line for line in done.stderr.splitlines() if "jxc-bot.service" in line] == []
