"""The commands with which the Publisher acts for a practice: each cites what the practice signed (P56).

Every command of `quenotte` stands in one of the two lists below; a test walks the parser.
"""

import argparse
from collections.abc import Mapping

from quenotte import serve

# Which act of a practice's instructions each command cites (quenotte.base.instruction.ACTS).
CITES: Mapping[str, str] = {
    "practice computer": "computer",
    "practice export": "export",
    "practice hand-over": "hand-over",
    "practice health": "support",
    "practice purge": "purge",
    "restore": "restore",  # of every practice in the backup, each on its own instruction
}
# Those that touch no practice's data, or none but what the practice's own hand brings: with the reason.
FREE: Mapping[str, str] = {
    "demo": "an invented practice on this machine",
    "serve": "answers, and does nothing by itself",
    "relay": "sends what the vault hands out",
    "worker": "does what is due by the clock",
    "init": "makes the secrets of a plane",
    "migrate": "brings tables up to date",
    "register": "prints what the register says",
    "promises": "prints how the promises stand",
    "backup": "a copy against loss, sealed as the rows are; restoring it is what cites",
    "open": "shows on this machine what a recovery sheet opens, and nothing without one",
    "doctor": "says what the installation lacks",
    "practice new": "there is no practice yet that could instruct anything",
    "practice invite": "the same, until its practitioner has made the keys",
    "practice take-over": "the bundle itself carries the instruction, and is refused without",
}


def cites(parser: argparse.ArgumentParser, act: str) -> None:
    """Marks a command as one that needs an instruction."""
    parser.add_argument(
        "--instruction",
        type=int,
        metavar="N",
        help="which of the practice's instructions it is done on, when there are several",
    )
    parser.set_defaults(act=act)


def add(practice: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """What may be done for one practice, below `quenotte practice`."""
    computer = practice.add_parser("computer", help="print a link that registers a computer")
    computer.add_argument("slug")
    cites(computer, "computer")
    computer.set_defaults(run=_computer)

    health = practice.add_parser(
        "health", help="numbers and dates of a practice, on the code that it read out"
    )
    health.add_argument("slug")
    health.add_argument("--code", required=True, help="the practitioner gets it from the desk")
    cites(health, "support")
    health.set_defaults(run=_health)

    export = practice.add_parser(
        "export", help="write what is sealed for a practice into one file, for the practice"
    )
    export.add_argument("slug")
    export.add_argument("file")
    cites(export, "export")
    export.set_defaults(run=_export)

    purge = practice.add_parser("purge", help="erase a practice from this installation, for good")
    purge.add_argument("slug")
    purge.add_argument("again", metavar="SLUG", help="the same name once more")
    cites(purge, "purge")
    purge.set_defaults(run=_purge)

    away = practice.add_parser("hand-over", help="write a practice whole, for another vault")
    away.add_argument("slug")
    away.add_argument("file")
    away.add_argument("--to", required=True, help="the fingerprint of the vault that receives it")
    cites(away, "hand-over")
    away.set_defaults(run=_hand_over)

    here = practice.add_parser("take-over", help="take a practice that another vault handed over")
    here.add_argument("file")
    here.add_argument(
        "--from", dest="sender", required=True, help="the fingerprint of the vault that sent it"
    )
    here.set_defaults(run=_take_over)


def _computer(args: argparse.Namespace) -> None:
    serve.start("vault")
    from quenotte.vault.practices import commands

    print(commands.computer(slug=args.slug, number=args.instruction))


def _health(args: argparse.Namespace) -> None:
    serve.start("vault")
    from quenotte.vault.journal import commands

    print(commands.health(slug=args.slug, code=args.code, number=args.instruction))


def _export(args: argparse.Namespace) -> None:
    serve.start("vault")
    from quenotte.vault.instructions import commands

    print(commands.export(slug=args.slug, file=args.file, number=args.instruction))


def _purge(args: argparse.Namespace) -> None:
    serve.start("vault")
    from quenotte.vault.instructions import commands

    print(commands.purge(slug=args.slug, again=args.again, number=args.instruction))


def _hand_over(args: argparse.Namespace) -> None:
    serve.start("vault")
    from quenotte.vault.handover import commands

    print(commands.hand_over(slug=args.slug, to=args.to, file=args.file, number=args.instruction))


def _take_over(args: argparse.Namespace) -> None:
    serve.start("vault")
    from quenotte.vault.handover import commands

    print(commands.take_over(file=args.file, sender=args.sender))
