"""`jxc-bot lookup`: one line in, one line out, whatever the lines hold."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from jxc_bot.lookup import Entry
from jxc_bot.lookup.command import NoTable, read_catalogue, run

TABLE = (
    "id\tname\tspec\tunit\tsku\tbarcode\tbrand\tcategory\n"
    "p1\t可口可乐\t330ml\t听\tYL-00001\t6900000000010\tCoca-Cola\t饮料\n"
    "p2\t可口可乐\t500ml\t瓶\tYL-00002\t6900000000027;6900000000999\tCoca-Cola\t饮料\n"
    "p3\t娃哈哈矿泉水\t596ml\n"
    "\t没有编号\n"
    "p4\t\n"
    "\n"
    "p5\t雪碧\t500ml\t瓶\tYL-5\t\t\t\t多余\t的\t列\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.tsv"
    path.write_bytes(b"\xef\xbb\xbf" + TABLE.encode() + b"p6\t\xff\xfe broken\n")
    return path


def ask(table: Path, text: bytes, *, limit: int = 5, confidence: bool = False) -> list[str]:
    stdin = io.TextIOWrapper(io.BytesIO(text))
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw)
    assert run(table, limit, confidence, stdin, out) == 0
    return raw.getvalue().decode().split("\n")[:-1]


def test_each_query_has_one_line_of_ids(table: Path) -> None:
    lines = ask(table, "可口可乐 500\n矿泉水\n完全不存在的东西挖掘机\n\n雪碧\n".encode())
    assert [line.split("\t")[0] for line in lines] == ["p2", "p3", "", "", "p5"]


def test_control_characters_and_broken_bytes_do_not_disturb_the_count(table: Path) -> None:
    lines = ask(
        table, "雪\x0b\x0c\x1c\u2028碧\r\n".encode() + b"\xff\xfe\n" + b"\x00\n" + "可".encode() * 10_000 + b"\n"
    )
    assert len(lines) == 4
    assert lines[0].split("\t")[0] == "p5"


def test_the_last_field_tells_the_confidence(table: Path) -> None:
    lines = ask(table, "雪碧\n可口可乐\n挖掘机液压泵\n".encode(), confidence=True)
    sure, tied, nothing = (float(line.rsplit("#", 1)[1]) for line in lines)
    assert sure > 0.8
    assert tied <= 0.5
    assert nothing < 0.2
    assert lines[2].startswith("#")


def test_the_limit_is_kept(table: Path) -> None:
    assert ask(table, "可口可乐\n".encode(), limit=1)[0] in {"p1", "p2"}


def test_every_barcode_of_a_product_finds_it(table: Path) -> None:
    assert [x.split("\t")[0] for x in ask(table, b"6900000000027\n6900000000999\n")] == ["p2", "p2"]


def test_rows_without_id_or_name_are_passed_over(table: Path) -> None:
    assert [e.key for e in read_catalogue(table)] == ["p1", "p2", "p3", "p5", "p6"]


@pytest.mark.parametrize("content", [b"", b"foo\tbar\n1\t2\n", b"id\tspec\n1\t330ml\n"])
def test_a_file_without_the_columns_is_no_catalogue(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "catalogue.tsv"
    path.write_bytes(content)
    with pytest.raises(NoTable):
        ask(path, b"cola\n")


def test_a_spreadsheet_saved_in_gbk_is_read(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.tsv"
    path.write_bytes("NAME\tID\n可口可乐\ta\n雪碧\tb\n".encode("gbk"))
    assert [line.split("\t")[0] for line in ask(path, "雪碧\n可口可乐\n".encode())] == ["b", "a"]


def test_entries_stand_in_for_a_catalogue() -> None:
    out = io.StringIO()
    assert run(None, 5, False, io.StringIO("雪碧\n"), out, [Entry("S-1", "雪碧")]) == 0
    assert out.getvalue() == "S-1\n"


def test_without_any_catalogue_it_says_so() -> None:
    assert run(None, 5, False, io.StringIO(""), io.StringIO()) == 2


def test_answers_come_at_once_and_start_is_light(table: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from jxc_bot.lookup.command import run\n"
        "heavy = {'sqlmodel', 'telegram', 'pydantic', 'pypinyin', 'zhconv'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        f"sys.exit(run(Path({str(table)!r}), 5, False, sys.stdin, sys.stdout))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for query, key in (("雪碧", b"p5"), ("wahaha", b"p3")):
            process.stdin.write(query.encode() + b"\n")
            process.stdin.flush()
            assert process.stdout.readline().split(b"\t")[0].strip() == key
        process.stdin.close()
        assert process.wait(10) == 0
