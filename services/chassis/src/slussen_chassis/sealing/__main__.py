"""`python -m slussen_chassis.sealing verify --service consent`: verify a service's audit log.

Reads the worker's settings from the environment. Ends with 0 when everything fits, 1 when something does not, and 2
when it can't tell. `new-key --id <key id>` prints a fresh private key for `SEAL_KEY`.
"""

import argparse
import asyncio
import json
import os
import sys
from pathlib import Path

import asyncpg

from slussen_chassis.sealing.checkpoints import CheckpointFile
from slussen_chassis.sealing.keys import SealKey, SealKeys, new_seal_key
from slussen_chassis.sealing.verification import Report, verify

SHOWN = 100


def main(arguments: list[str]) -> int:
    """Do what the command line asks; return the exit status."""
    options = _parser().parse_args(arguments)
    if options.command == "new-key":
        sys.stdout.write(json.dumps(new_seal_key(options.id)) + "\n")
        return 0
    prefix = f"SLUSSEN_{options.service.upper()}_"
    try:
        report = asyncio.run(
            verify(
                os.environ[f"{prefix}SEALER_DATABASE_URL"], _keys(prefix), _files(prefix, options.checkpoints)
            )
        )
    except KeyError as error:
        sys.stderr.write(f"The setting {error.args[0]} is missing.\n")
        return 2
    except (OSError, asyncpg.PostgresError) as error:
        sys.stderr.write(f"The log could not be read: {type(error).__name__}.\n")
        return 2
    _show(report)
    return 1 if report.findings else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m slussen_chassis.sealing")
    commands = parser.add_subparsers(dest="command", required=True)
    verifying = commands.add_parser("verify", help="read a service's audit log and its seals again")
    verifying.add_argument("--service", required=True)
    verifying.add_argument("--checkpoints", action="append", type=Path, default=[], help="an earlier file")
    commands.add_parser("new-key", help="print a fresh private key").add_argument("--id", required=True)
    return parser


def _keys(prefix: str) -> SealKeys:
    """Return the keys in `SEAL_KEYS` (a public JWK set), or else the public half of `SEAL_KEY`."""
    public = os.environ.get(f"{prefix}SEAL_KEYS")
    if public:
        return SealKeys.from_json(public)
    return SealKeys([SealKey.from_json(os.environ[f"{prefix}SEAL_KEY"]).public()])


def _files(prefix: str, more: list[Path]) -> list[CheckpointFile]:
    own = os.environ.get(f"{prefix}SEAL_CHECKPOINTS")
    return [CheckpointFile(path) for path in [*more, *([Path(own)] if own else [])]]


def _show(report: Report) -> None:
    """Write one line for each finding, and how much was read."""
    for finding in report.findings[:SHOWN]:
        sys.stdout.write(f"{finding}\n")
    if len(report.findings) > SHOWN:
        sys.stdout.write(f"and {len(report.findings) - SHOWN} more\n")
    sys.stdout.write(f"{report.seals} seals over {report.entries} entries: {len(report.findings)} findings\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
