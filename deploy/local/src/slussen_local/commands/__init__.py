"""The `./slussen` commands. Each module holds one; it is imported when the command is used, so that help is quick.

This module needs the standard library alone: `./slussen --help` works before anything is installed.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

ABOUT = """\
Slussen, the open platform for Swedish family centres, on this machine.

Start here:
  ./slussen up        start everything; prints addresses, demo logins and what to try
  ./slussen demo      the same, and then plays the main job step by step
  ./slussen test      run all tests, with servers of their own
"""
SETTINGS = """\
Environment variables:
  DATABASE_URL        use this PostgreSQL (a role that may make databases and roles) instead of the embedded one
  NATS_URL            use this NATS (with JetStream; credentials in the address)
  OIDC_ISSUER         use this OpenID provider
  SLUSSEN_DATA        keep data, secrets and logs here instead of in .data/
  SLUSSEN_PORT_BASE   first port (8400): gateway; +1 identity provider, +10 PostgreSQL, +11 NATS, +12 its monitor

Everything that Slussen keeps lies in .data/; `./slussen reset` removes it.
"""

HAND_OVER = ("test", "bench")
HELP = ("-h", "--help")


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    made = argparse.ArgumentParser(
        "./slussen", description=ABOUT, epilog=SETTINGS, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = made.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _running(commands)
    _looking(commands)
    _developing(commands)
    return made


def _running(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    up = commands.add_parser("up", help="start everything; Ctrl-C stops it")
    up.add_argument(
        "--background", action="store_true", help="come back when all is ready, and leave it running"
    )
    up.add_argument("--no-demo-data", action="store_true", help="start with an empty register")
    up.add_argument("--port-base", type=int, metavar="N", help="first port, instead of 8400")
    demo = commands.add_parser("demo", help="start everything and play the main job; leaves it running")
    demo.add_argument("--port-base", type=int, metavar="N", help="first port, instead of 8400")
    commands.add_parser("stop", help="stop everything; data stay")
    clock = commands.add_parser("clock", help="move the services' clock in this sandbox: +30d, -2h, or reset")
    clock.add_argument(
        "by",
        nargs="?",
        metavar="BY",
        help="a sign, a number and d, h or m; added to what it is moved already",
    )
    reset = commands.add_parser("reset", help="stop everything and remove all data, secrets and logs")
    reset.add_argument("--yes", action="store_true", help="do not ask")


def _looking(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    commands.add_parser("status", help="each part's health, address, memory, outbox age and dead letters")
    commands.add_parser("audit", help="verify the seals over each service's audit log")
    _dead_letters(commands)
    announce = commands.add_parser(
        "announce",
        help="let a service announce its whole present state again, for copies that have lost some",
    )
    announce.add_argument("service", choices=("agreements",), help="whose")
    logs = commands.add_parser("logs", help="the last lines of the logs, of one part or of all")
    logs.add_argument("part", nargs="?", help="for example gateway, consent, workers, postgres, nats")
    logs.add_argument("-f", "--follow", action="store_true", help="go on showing what comes")
    logs.add_argument("-n", "--lines", type=int, default=20, help="how many lines (20)")


def _dead_letters(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    letters = commands.add_parser(
        "dead-letters", help="events that a service could not take: list, show, replay"
    )
    acts = letters.add_subparsers(dest="act", metavar="ACT", required=True)
    listed = acts.add_parser("list", help="those that wait, with their reasons")
    listed.add_argument("--service", help="of one service alone")
    listed.add_argument("--all", action="store_true", help="those that were taken since as well")
    shown = acts.add_parser("show", help="one, without anything of what it holds")
    shown.add_argument("letter", help="its id, or enough of the id's end")
    again = acts.add_parser("replay", help="let the service try again")
    again.add_argument("letter", nargs="?", help="its id, or enough of the id's end")
    again.add_argument("--all", action="store_true", help="all that wait")
    again.add_argument("--service", help="with --all: of one service alone")


def _developing(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    conformance = commands.add_parser(
        "conformance", help="see whether your own end keeps its part; writes a dated report"
    )
    conformance.add_argument(
        "url", metavar="URL", help="where your end listens; for a journal system, where to listen for it"
    )
    conformance.add_argument(
        "--as",
        dest="role",
        choices=["journal-system", "webhook-receiver", "intranet"],
        required=True,
        help="what your end is",
    )
    conformance.add_argument(
        "--seconds", type=float, default=120.0, help="how long to listen for a journal system (120)"
    )
    conformance.add_argument("--report", metavar="FOLDER", help="where the report goes")
    test = commands.add_parser("test", help="run all tests, or those of a path; more options go to pytest")
    test.add_argument("rest", nargs=argparse.REMAINDER, metavar="PATH", help="paths, and options of pytest")
    check = commands.add_parser("check", help="the static checks: style, types, layers, generated files")
    check.add_argument(
        "--fix", action="store_true", help="let the formatter and the linter mend what they can"
    )
    bench = commands.add_parser(
        "bench", help="measure speed beside its floors; prints ratios and writes a table"
    )
    bench.add_argument("rest", nargs=argparse.REMAINDER, metavar="OPTION", help="options of the bench")


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """The command and its options; what follows `test` and `bench` is theirs, also where it begins with an option."""
    if arguments and arguments[0] in HAND_OVER and not set(HELP).intersection(arguments[1:2]):
        return argparse.Namespace(command=arguments[0], rest=list(arguments[1:]))
    return parser().parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    from slussen_local.failure import LocalError  # noqa: PLC0415  the package must be importable first

    options = read(arguments)
    module = importlib.import_module(f"slussen_local.commands.{options.command.replace('-', '_')}")
    try:
        status: int = module.run(options)
    except LocalError as error:
        print(f"\n{error.message}\n{error.advice}".rstrip(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    return status
