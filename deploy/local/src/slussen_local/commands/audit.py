"""`./slussen audit`: read every service's audit log and its seals again, and say what does not fit."""

import argparse
import asyncio

from slussen_local.environment import database_url, seal_key
from slussen_local.failure import LocalError
from slussen_local.layout import SERVICES, Layout
from slussen_local.record import Record


def run(_: argparse.Namespace) -> int:
    """Verify; 0 when everything fits, 1 otherwise."""
    layout = Layout.from_environment()
    record = Record.load(layout.run)
    if record is None or not record.supervisor.is_running():
        print("Slussen does not run. Start it with ./slussen up.")
        return 1
    layout = Layout(layout.data, record.port_base)
    return max([asyncio.run(verify_service(layout, service)) for service in SERVICES])


async def verify_service(layout: Layout, service: str) -> int:
    """Verify one service's log and print what was found."""
    import asyncpg  # noqa: PLC0415  slow to import, and not needed for help

    from slussen_chassis.sealing.checkpoints import CheckpointFile  # noqa: PLC0415  as above
    from slussen_chassis.sealing.keys import SealKey, SealKeys  # noqa: PLC0415  as above
    from slussen_chassis.sealing.verification import verify  # noqa: PLC0415  as above

    keys = SealKeys([SealKey(seal_key(layout, service)).public()])
    file = CheckpointFile(layout.checkpoints(service))
    try:
        report = await verify(database_url(layout, service, "sealer"), keys, [file])
    except (OSError, asyncpg.PostgresError) as error:
        raise LocalError(
            f"The audit log of {service} could not be read ({type(error).__name__}).",
            "Look at ./slussen status; deploy/runbooks/audit.md says more.",
        ) from error
    for finding in report.findings:
        print(f"{service}: {finding}")
    print(f"{service}: {report.seals} seals over {report.entries} entries, {len(report.findings)} findings")
    return 1 if report.findings else 0
