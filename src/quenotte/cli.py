"""The command `quenotte`: one word, one thing. `quenotte --help` lists them."""

import argparse
import json
import sys
from collections.abc import Sequence

from quenotte import __version__, paperwork, privileged, serve
from quenotte.backups import commands as backups
from quenotte.base import settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; 0 when it did what it says, 1 when it could not, with a sentence why."""
    args = _parser().parse_args(argv)
    try:
        return int(args.run(args) or 0)
    except settings.Misconfigured as fault:
        print(f"quenotte: {fault}", file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except Exception as fault:
        from quenotte.base.instruction import NotInstructed
        from quenotte.register.gate import Undeclared
        from quenotte.register.keep import Undeclarable

        if not isinstance(fault, (Undeclared, Undeclarable, NotInstructed)):
            raise
        lead = "the register is incomplete: " if isinstance(fault, Undeclared) else ""
        print(f"quenotte: {lead}{fault}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="quenotte", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    demo = commands.add_parser(
        "demo", help="a practice of your own on this machine, nothing to install"
    )
    demo.add_argument(
        "--json", action="store_true", help="print one line of JSON when everything answers"
    )
    demo.add_argument("--dir", help="keep the data in this folder")
    demo.add_argument(
        "--port", type=int, default=8000, help="the first of four ports; 0 takes free ones"
    )
    demo.set_defaults(run=_demo)

    server = commands.add_parser("serve", help="answer HTTP for one plane")
    server.add_argument("plane", choices=serve.PLANES)
    server.add_argument("--host", default="127.0.0.1")
    server.add_argument("--port", type=int, default=8000)
    server.add_argument("--workers", type=int, default=2)
    server.add_argument("--threads", type=int, default=8, help="threads a worker")
    server.set_defaults(
        run=lambda args: serve.serve(
            args.plane, host=args.host, port=args.port, workers=args.workers, threads=args.threads
        )
    )

    relay = commands.add_parser("relay", help="send what is due")
    relay.set_defaults(run=lambda _: serve.relay())

    worker = commands.add_parser("worker", help="do what is due by the clock")
    worker.add_argument("plane", choices=serve.PLANES)
    worker.set_defaults(run=lambda args: serve.work(args.plane))

    init = commands.add_parser(
        "init", help="make a plane's secrets if missing; print its fingerprint"
    )
    init.add_argument("plane", choices=serve.EVERY)
    init.set_defaults(run=lambda args: print(settings.load_secrets(args.plane).fingerprint))

    migrate = commands.add_parser("migrate", help="bring a plane's tables up to date")
    migrate.add_argument("plane", choices=serve.EVERY)
    migrate.set_defaults(run=lambda args: serve.migrate(args.plane))

    practice = commands.add_parser("practice", help="a practice of this vault").add_subparsers(
        required=True, metavar="WHAT"
    )
    _for_a_new_practice(practice.add_parser("new", help="create a practice, print its set-up link"))
    invite = practice.add_parser("invite", help="print another set-up link; the former ones end")
    invite.add_argument("slug")
    invite.set_defaults(run=_practice_invite)
    privileged.add(practice)

    backups.add(commands)

    register = commands.add_parser("register", help="print what the register says")
    register.add_argument(
        "what", choices=("check", "forms", "who", "headers", "changes", "lock", *paperwork.FORMATS)
    )
    register.add_argument("--practice", help="its slug; needed where there are several")
    register.add_argument("--lang", choices=paperwork.LANGUAGES, default="fr")
    register.add_argument("--format", choices=("csv", "json", "markdown", "html", "text"))
    register.add_argument("--why", default="", help="lock: the reason of the change")
    register.add_argument("--told", help="lock: the day on which practices were told, YYYY-MM-DD")
    register.set_defaults(run=_register)

    promises = commands.add_parser("promises", help="how each of the 78 promises stands here")
    promises.add_argument("--json", action="store_true", help="the same as a list for machines")
    promises.set_defaults(run=_promises)

    doctor = commands.add_parser("doctor", help="say what this installation still lacks")
    doctor.set_defaults(run=_doctor)
    return parser


def _demo(args: argparse.Namespace) -> int:
    from quenotte.demo import run

    return run.main(json_line=args.json, folder=args.dir, port=args.port)


def _for_a_new_practice(new: argparse.ArgumentParser) -> None:
    new.add_argument("slug")
    new.add_argument(
        "--host", required=True, help="the vault's host name for it, such as rdv.example.ch"
    )
    new.add_argument("--name", required=True)
    new.add_argument("--practitioner", required=True, help="who sets it up")
    new.add_argument("--zone", default="Europe/Zurich")
    new.add_argument(
        "--country", required=True, type=_country, help="whose law counts for it, such as FR"
    )
    new.set_defaults(run=_practice_new)


def _country(given: str) -> str:
    """ISO 3166; a misspelt one would stand under no law that we know."""
    from quenotte.register.recipients import ALLOWED

    if given not in ALLOWED:
        known = ", ".join(sorted(ALLOWED))
        raise argparse.ArgumentTypeError(f"{given!r} is none of {known}")
    return given


def _practice_new(args: argparse.Namespace) -> None:
    serve.start("vault")
    from quenotte.vault.practices import commands

    print(
        commands.new(
            slug=args.slug,
            host=args.host,
            name=args.name,
            practitioner=args.practitioner,
            zone=args.zone,
            country=args.country,
        )
    )


def _practice_invite(args: argparse.Namespace) -> int:
    serve.start("vault")
    from quenotte.vault.practices import commands
    from quenotte.vault.practices.models import Practice

    try:
        print(commands.invite(slug=args.slug))
    except (commands.SetUpAlready, Practice.DoesNotExist) as why:
        print(str(why), file=sys.stderr)
        return 1
    return 0


def _register(args: argparse.Namespace) -> int:
    if args.what in paperwork.FORMATS:
        return paperwork.write(paperwork.Asked(args.what, args.practice, args.lang, args.format))
    if args.what in ("changes", "lock"):
        from quenotte import lock

        return lock.main(args.what, why=args.why, told=args.told)

    from quenotte.register import REGISTER, offered
    from quenotte.register.derived import forms, headers, seers

    if args.what == "check":
        for plane in serve.EVERY:
            serve_check(plane)
        print(f"the register covers every column of {', '.join(serve.EVERY)}")
    elif args.what == "forms":
        declared = {key: activity for key, activity in REGISTER.items() if activity.form}
        print(json.dumps({key: forms.definition(each) for key, each in declared.items()}, indent=1))
    elif args.what == "headers":
        print(headers.printed(offered(REGISTER)))
    else:
        for row in seers.table(offered(REGISTER).values()):
            print(row.title)
            for word, viewers in (
                ("sees", row.sees),
                ("sealed", row.sealed),
                ("nothing", row.nothing),
            ):
                names = ", ".join(
                    f"{each.who} ({each.note})" if each.note else each.who for each in viewers
                )
                print(f"  {word:8}{names or '-'}")
    return 0


def serve_check(plane: str) -> None:
    """The gate of one plane, in a process of its own: two planes never share one."""
    import subprocess

    code = f"from quenotte import serve; serve.start({plane!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=60
    )
    if done.returncode:
        from quenotte.register.gate import Undeclared

        kind, _, said = done.stderr.strip().splitlines()[-1].partition(": ")
        fault = Undeclared if kind.endswith("Undeclared") else settings.Misconfigured
        raise fault(said or kind)


def _promises(args: argparse.Namespace) -> None:
    from quenotte.base import evidence
    from quenotte.register.claims import standing

    run = evidence.run()
    found = standing.promises(run.claims)
    if args.json:
        said = [standing.as_json(one, commit=run.commit, at=run.at) for one in found]
        print(json.dumps(said, indent=1, ensure_ascii=False))
        return
    for promise in found:
        print(standing.line(promise))


def _doctor(_: argparse.Namespace) -> int:
    from quenotte import doctor

    return doctor.main()


if __name__ == "__main__":
    sys.exit(main())
