"""``make bench``: what things cost, one JSON line a figure. ``--only ledger,chat,start,lookup``, ``--quick``."""

from __future__ import annotations

import argparse
import importlib
import json
import sys

PARTS = ("ledger", "chat", "start", "lookup")


def emit(figure: dict[str, object]) -> None:
    """Prints one figure at once."""
    sys.stdout.write(json.dumps(figure, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Runs the parts asked for, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", default=",".join(PARTS), help="parts, separated by commas")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it runs")
    asked = parser.parse_args()
    for part in asked.only.split(","):
        if part not in PARTS:
            parser.error(f"no part {part!r}; there are {', '.join(PARTS)}")
        importlib.import_module(f"tests.benchmarks.{part}").run(emit, asked.quick)


if __name__ == "__main__":
    main()
