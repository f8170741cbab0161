"""`jxc-bot lookup`: queries in, one line each; ids out, one line each, at once.

The catalogue is a tab-separated table with a header (`id name spec unit sku barcode brand category`, any subset after
id and name). A line that does not fit the header is read as far as it goes; one without id or name is passed over.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from jxc_bot.lookup.entry import Entry, Found, Verdict
from jxc_bot.lookup.index import Index

NEEDED = ("id", "name")
_SEPARATORS = re.compile(r"[^0-9A-Za-z-]+")


class NoTable(ValueError):
    """The file has no header with the columns that are needed."""


def run(
    catalogue: Path | None,
    limit: int,
    confidence: bool,
    stdin: TextIO,
    stdout: TextIO,
    entries: Iterable[Entry] | None = None,
) -> int:
    """Answer until the input ends. `entries` stand in for a catalogue file. Exit status 0, or 2 for no catalogue.

    Raises NoTable for a file without the columns.
    """
    if catalogue is not None:
        entries = read_catalogue(catalogue)
    if entries is None:
        return 2
    index = Index.build(entries)
    out = getattr(stdout, "buffer", None)
    try:
        for query in _queries(stdin):
            line = answer(index.search(query, limit=limit), confidence) + "\n"
            if out is None:
                stdout.write(line)
                stdout.flush()
            else:
                out.write(line.encode("utf-8", "replace"))
                out.flush()
    except BrokenPipeError:
        return 0
    return 0


def answer(found: Found, confidence: bool) -> str:
    """The ids, best first, tab-separated; with confidence a last field like `#0.93`."""
    fields = [] if found.verdict == Verdict.NONE else [str(c.key) for c in found.candidates]
    if confidence:
        fields.append(f"#{found.confidence:.4f}")
    return "\t".join(fields)


def _queries(stdin: TextIO) -> Iterator[str]:
    """Lines end at a line feed only, whatever other control characters they hold; broken UTF-8 is no reason to stop."""
    buffer = cast("BinaryIO | None", getattr(stdin, "buffer", None))
    if buffer is None:
        for text in stdin:
            yield text.rstrip("\r\n")
        return
    while line := buffer.readline():
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def read_catalogue(path: Path) -> Iterator[Entry]:
    """The entries of a table, in its order. Raises NoTable."""
    with path.open("rb") as file:
        header = [name.strip().lower() for name in _fields(file.readline().removeprefix(b"\xef\xbb\xbf"))]
        if not {*NEEDED} <= {*header}:
            raise NoTable(path)
        for line in file:
            row = dict(zip(header, _fields(line), strict=False))
            if row.get("id", "").strip() and row.get("name", "").strip():
                yield _entry(row)


def _fields(line: bytes) -> list[str]:
    """The cells of a line in UTF-8, or else as a Chinese spreadsheet saves it."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = line.decode("gb18030")
        except UnicodeDecodeError:
            text = line.decode("utf-8", "replace")
    return text.rstrip("\r\n").split("\t")


def _entry(row: dict[str, str]) -> Entry:
    def of(name: str) -> str:
        return row.get(name, "").strip()

    return Entry(
        of("id"),
        of("name"),
        of("spec"),
        of("unit"),
        of("sku"),
        tuple(b for b in _SEPARATORS.split(of("barcode")) if b),
        of("brand"),
        of("category"),
        tuple(a.strip() for a in of("alias").split(";") if a.strip()),
    )
