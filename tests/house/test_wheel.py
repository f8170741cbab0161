"""The wheel carries everything that runs: code, migrations, words, data, the web chat."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("models", "handlers", "jxc_bot")


def test_every_file_of_the_packages_is_in_the_wheel(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        carried = set(wheel.namelist())
    here = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert here - carried == set()
    for kind in (".mako", ".ftl", ".toml", ".json", ".tsv", ".html", ".js", ".css"):
        assert any(name.endswith(kind) for name in carried), kind
