"""``jxc-bot``: the command line, for operators and for other programs.

Only the parser is here; a command's code is loaded when it is called, so that help is there at once.
"""

from __future__ import annotations

import argparse
import errno
import importlib
import io
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

DESCRIPTION = "jxc-bot: purchase, sales and stock in chat, on an exact ledger."
SETTINGS = """\
Settings come from the environment or a .env file: JXC_TELEGRAM_TOKEN, JXC_DATABASE_URL (default: SQLite in
JXC_DATA_DIR), JXC_TIMEZONE, JXC_CURRENCY, JXC_LOCALE and others; see README.md. A missing or wrong one ends the
command with one sentence and exit code 2."""
ROLES = ("owner", "manager", "buyer", "seller", "warehouse", "finance", "supplier", "customer")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command and returns its exit code: 0 done, 1 not as asked, 2 a wrong setting or argument."""
    asked = parser().parse_args(arguments)
    from jxc_bot import logs
    from jxc_bot.settings import SettingError

    logs.apart()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that has no Chinese is no reason to fail
    try:
        code: int = importlib.import_module(f"jxc_bot.commands.{asked.module}").run(asked)
        sys.stdout.flush()
    except SettingError as error:
        sys.stderr.write(f"jxc-bot: {error}\n")
        return 2
    except BrokenPipeError:
        _silence()  # whoever read our output has had enough
        return 0
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        sys.stderr.write(f"jxc-bot: {error.strerror}.\n")
        _silence()
        return 1
    except KeyboardInterrupt:
        return 130
    return code


def _silence() -> None:
    """Nothing that is left in a buffer may be written at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(prog="jxc-bot", description=DESCRIPTION, epilog=SETTINGS, formatter_class=_Help)
    top.add_argument("--version", action="version", version=f"jxc-bot {version('jxc-bot')}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (_run, _demo, _migrate, _invite, _import, _export, _lookup, _check, _backup, _restore):
        add(commands)
    return top


class _Help(argparse.RawDescriptionHelpFormatter):
    """Descriptions as they are written here."""


Commands = argparse._SubParsersAction  # the type has no public name


def _command(commands: Commands[argparse.ArgumentParser], name: str, help_: str, more: str) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = commands.add_parser(
        name, help=help_, description=f"{help_[0].upper()}{help_[1:]}.\n\n{more}", formatter_class=_Help
    )
    added.set_defaults(module=name)
    return added


def _port(said: str) -> int:
    if not said.isdecimal() or int(said) > 65535:
        raise argparse.ArgumentTypeError(f"{said!r} is not a port (0 to 65535)")
    return int(said)


def _count(said: str) -> int:
    if not said.isdecimal() or not 0 < int(said) <= 1000:
        raise argparse.ArgumentTypeError(f"{said!r} is not a number from 1 to 1000")
    return int(said)


def _run(commands: Commands[argparse.ArgumentParser]) -> None:
    _command(
        commands,
        "run",
        "run the bot until it is stopped",
        "Asks Telegram for updates, or, with JXC_WEBHOOK_URL, receives them on JXC_HTTP_HOST:JXC_HTTP_PORT, where\n"
        "/healthz, /readyz and /metrics are too. On an empty database it prints a one-time link for the owner.\n"
        "Stops in order on SIGTERM and SIGINT. Needs JXC_TELEGRAM_TOKEN.",
    )


def _demo(commands: Commands[argparse.ArgumentParser]) -> None:
    demo = _command(
        commands,
        "demo",
        "a trading company to play with, on one local address",
        "Makes a company with products, warehouses, people and a year of movements in the data folder, starts a\n"
        "stand-in for Telegram and the bot, and prints the address of a web chat. Needs no account, no token and no\n"
        "internet. The company is kept for the next time.",
    )
    demo.add_argument(
        "--port", type=_port, metavar="N", default=8090, help="port of the web chat; 0: any free one (default 8090)"
    )
    demo.add_argument("--fresh", action="store_true", help="throw the company away and make it anew")
    demo.add_argument("--folder", type=Path, help="where it is kept (default: demo in JXC_DATA_DIR)")
    demo.add_argument("--build-only", action="store_true", help="make the company and stop")


def _migrate(commands: Commands[argparse.ArgumentParser]) -> None:
    _command(
        commands,
        "migrate",
        "bring the database to the version this program needs",
        "Prints the versions applied. Every other command does this too; several at once wait for each other.",
    )


def _invite(commands: Commands[argparse.ArgumentParser]) -> None:
    invite = _command(
        commands,
        "invite",
        "make a one-time invitation and print its start token",
        "The person opens t.me/<bot>?start=TOKEN, or sends the bot '/start TOKEN', within seven days. The token is\n"
        "printed here once and is kept nowhere.",
    )
    invite.add_argument("--role", required=True, metavar="ROLE", choices=ROLES, help=", ".join(ROLES))
    invite.add_argument("--warehouse", metavar="CODE", help="only in this warehouse (its code or name)")
    invite.add_argument("--party", metavar="CODE", help="for a supplier or customer: whom they speak for")
    invite.add_argument("--link", action="store_true", help="print the whole link (asks Telegram for the bot's name)")


def _import(commands: Commands[argparse.ArgumentParser]) -> None:
    import_ = _command(
        commands,
        "import",
        "import products, with units, barcodes, prices and opening stock, from a file",
        "Reads CSV (UTF-8 or GB18030; comma, semicolon or tab) or the first visible sheet of an xlsx; a title may\n"
        "stand above the headers. Without --apply it only checks and tells what would happen. All or nothing; the\n"
        "same file is taken once. An empty cell is not a change. A row with a known sku changes that product.\n\n"
        "Columns (any order; --columns lists the Chinese headers too):\n"
        "  sku name spec brand category unit    unit is the base unit; name and unit are needed for a new product\n"
        "  units                                packs in base units, such as  box=24;pack=6\n"
        "  barcode                              of the base unit, or  box:16901234567899\n"
        "  purchase_price sale_price            of one base unit, or  48/box\n"
        "  supplier aliases places shelf_life_days\n"
        "  opening warehouse cost (or value)    opening stock, its warehouse, and what it cost a unit (or in all); a\n"
        "                                       product with stock in several warehouses has a row for each",
    )
    import_.add_argument("what", choices=["products"], help="what the file holds")
    import_.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the file")
    import_.add_argument("--apply", action="store_true", help="post it (otherwise: a dry run)")
    import_.add_argument("--force", action="store_true", help="take a file that was imported before")
    import_.add_argument("--columns", action="store_true", help="list every header that is understood, and stop")
    import_.set_defaults(module="import_")


def _export(commands: Commands[argparse.ArgumentParser]) -> None:
    export = _command(
        commands,
        "export",
        "write stock, documents or products to standard output",
        "stock: one row per product and warehouse with sku, product, warehouse, unit, on_hand, reserved, available,\n"
        "on_order, average_cost and value. moves: every movement with its document. products: every product; the CSV\n"
        "can be imported again. orders: every purchase order line (ordered = received + outstanding + closed).\n"
        "receipts: every line received or returned, in the order recorded, with what it put into stock or took out.\n"
        "payables: everything that changed what is owed to suppliers; the amounts add up to it. Quantities are in the\n"
        "base unit. JSON is an array with numbers as strings (exact decimals).",
    )
    export.add_argument("what", choices=["stock", "moves", "products", "orders", "receipts", "payables"])
    export.add_argument("--format", choices=["json", "csv"], default="json", help="default: json")


def _lookup(commands: Commands[argparse.ArgumentParser]) -> None:
    lookup = _command(
        commands,
        "lookup",
        "look products up as the chat does",
        "Reads queries from standard input, one a line, and answers each at once with one line of SKUs, best first,\n"
        "separated by tabs; an empty line when nothing fits.",
    )
    lookup.add_argument("--limit", type=_count, metavar="N", default=5, help="at most so many a line (default 5)")
    lookup.add_argument("--confidence", action="store_true", help="a last field such as #0.93: that the first is right")
    lookup.add_argument(
        "--catalogue", type=Path, metavar="FILE", help="a tab-separated table (id name …) instead of the database"
    )


def _check(commands: Commands[argparse.ArgumentParser]) -> None:
    check = _command(
        commands,
        "check",
        "prove that levels and costs are what the moves say, and that the audit is whole",
        "Prints one line, or one line for each difference and exits with 1.",
    )
    check.add_argument("--repair", action="store_true", help="make levels and costs from the moves again, then check")


def _backup(commands: Commands[argparse.ArgumentParser]) -> None:
    backup = _command(
        commands,
        "backup",
        "copy the database into a file while the bot runs",
        "SQLite: a consistent copy. PostgreSQL: what pg_dump makes (custom format); pg_dump must be installed.",
    )
    backup.add_argument("file", type=Path, metavar="FILE")


def _restore(commands: Commands[argparse.ArgumentParser]) -> None:
    restore = _command(
        commands,
        "restore",
        "make the database from a backup",
        "Stop the bot first. What is there is replaced only with --force.",
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--force", action="store_true", help="replace a database that has something in it")


if __name__ == "__main__":
    sys.exit(main())
