"""What `quenotte backup`, `restore` and `open` say, and how they are asked."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from quenotte.backups.container import Refused


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The three commands, into the parser of `quenotte`."""
    backup = commands.add_parser("backup", help="the vault's database into one signed file")
    backup.add_argument("file", type=Path)
    backup.set_defaults(run=_said(_backup))
    restore = commands.add_parser("restore", help="a backup back into the database's place")
    restore.add_argument("file", type=Path)
    restore.add_argument(
        "--older", action="store_true", help="although something newer is known here"
    )
    restore.set_defaults(run=_said(_restore), act="restore")  # quenotte.privileged
    opening = commands.add_parser(
        "open", help="read a copy or a backup with the recovery sheet, on this machine"
    )
    opening.add_argument("file", type=Path)
    opening.add_argument("--port", type=int, default=0, help="0 takes a free one")
    opening.add_argument("--lang", choices=("fr", "en", "de", "it"), default="fr")
    opening.set_defaults(run=_said(_open))


def _said(run: Callable[[argparse.Namespace], None]) -> Callable[[argparse.Namespace], int]:
    def command(args: argparse.Namespace) -> int:
        try:
            run(args)
        except (Refused, OSError) as why:
            print(f"quenotte: {why}", file=sys.stderr)
            return 1
        return 0

    return command


def _backup(args: argparse.Namespace) -> None:
    from quenotte.backups import take

    made = take.take(args.file.absolute(), at=datetime.now(UTC))
    print(
        f"{args.file}: {len(made.practices)} practice(s), {made.bytes} bytes, made {made.made:%F %T} UTC"
    )
    print("The vault's secret file is not in it: keep that one apart, once (docs/deploy.md).")


def _restore(args: argparse.Namespace) -> None:
    from quenotte.backups import restore

    done = restore.restore(args.file.absolute(), older=args.older, at=datetime.now(UTC))
    print(f"restored: the vault as it was at {done.manifest.made:%F %T} UTC")
    if done.former:
        print(f"The former database lies beside it: {done.former}")
    for each in done.behind:
        print(f"Not in it: {each}")
    print(
        "What was erased since then is here again: erasures are not replayed yet. Erase it again"
        " before the vault serves."
    )


def _open(args: argparse.Namespace) -> None:
    from quenotte.backups import opened

    with opened.opened(args.file.absolute(), port=args.port, language=args.lang) as server:
        print(f"Open http://{opened.LOOPBACK}:{server.server_port}/ in a browser of this machine.")
        print("It answers this machine alone, until Ctrl-C.", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass
        finally:
            server.server_close()
