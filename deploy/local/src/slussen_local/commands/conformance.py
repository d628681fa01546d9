"""`./slussen conformance`: see whether an integrator's own end keeps its part, and write a dated report."""

import argparse
import asyncio
import base64
from pathlib import Path
from typing import TYPE_CHECKING

from slussen_local.layout import Layout

if TYPE_CHECKING:
    from slussen_gateway.integration.webhook_keys import KeyPair
    from slussen_local.conformance.report import Report


def run(options: argparse.Namespace) -> int:
    """Try everything; 0 where every step went as it should."""
    layout = Layout.from_environment()
    report = _ROLES[options.role](options, layout)
    for finding in report.findings:
        print(f"  {'ok' if finding.is_good else 'FAILED':8s}{finding.what}: {finding.came}")
        if not finding.is_good:
            print(f"          ({finding.fault}) awaited {finding.awaited}. {finding.advice}")
    print(f"\nReport: {report.write(Path(options.report or layout.data / 'conformance'))}")
    return 0 if report.is_good else 1


def _webhook_receiver(options: argparse.Namespace, layout: Layout) -> "Report":
    import httpx  # noqa: PLC0415  slow to import, and not needed for help

    from slussen_local.conformance import webhook_receiver  # noqa: PLC0415  as above

    keys = _keys(layout)
    print(f"Signed by the secret {keys.shown_secret}\nor the public key    {keys.public_key}\n")
    with httpx.Client(timeout=webhook_receiver.LONGEST_SECONDS, trust_env=False) as http:
        return webhook_receiver.run(options.url, keys, http, now=webhook_receiver.moment)


def _intranet(options: argparse.Namespace, _: Layout) -> "Report":
    import httpx  # noqa: PLC0415  as above

    from slussen_local.conformance import intranet, webhook_receiver  # noqa: PLC0415  as above

    with httpx.Client(timeout=webhook_receiver.LONGEST_SECONDS, trust_env=False) as http:
        return intranet.run(options.url, http, now=webhook_receiver.moment)


def _journal_system(options: argparse.Namespace, _: Layout) -> "Report":
    from slussen_local.conformance import journal_system, webhook_receiver  # noqa: PLC0415  as above

    print(
        f"Listening for {options.seconds:.0f} s. Let the journal system post its consent events to"
        f" {options.url.rstrip('/')}{journal_system.PATH}: three or more. Some are refused on purpose.\n"
    )
    listening = journal_system.listen(options.url, seconds=options.seconds, now=webhook_receiver.moment)
    return asyncio.run(listening)


_ROLES = {
    "webhook-receiver": _webhook_receiver,
    "intranet": _intranet,
    "journal-system": _journal_system,
}


def _keys(layout: Layout) -> "KeyPair":
    """The machine's own keys for this: made once, so that the receiver is told of them once."""
    from slussen_gateway.integration.webhook_keys import KeyPair  # noqa: PLC0415  as above

    def new() -> dict[str, str]:
        made = KeyPair.new()
        return {name: base64.b64encode(getattr(made, name)).decode() for name in ("secret", "seed")}

    kept = layout.vault.keep("conformance", new)
    return KeyPair(base64.b64decode(kept["secret"]), base64.b64decode(kept["seed"]))
