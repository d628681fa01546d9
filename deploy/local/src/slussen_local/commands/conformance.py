"""`./slussen conformance`: see whether an integrator's own end keeps its part, and write a dated report."""

import argparse
import base64
from pathlib import Path
from typing import TYPE_CHECKING

from slussen_local.layout import Layout

if TYPE_CHECKING:
    from slussen_gateway.integration.webhook_keys import KeyPair


def run(options: argparse.Namespace) -> int:
    """Send everything; 0 where every step went as it should."""
    import httpx  # noqa: PLC0415  slow to import, and not needed for help

    from slussen_local.conformance import webhook_receiver  # noqa: PLC0415  as above

    layout = Layout.from_environment()
    keys = _keys(layout)
    print(f"Signed by the secret {keys.shown_secret}\nor the public key    {keys.public_key}\n")
    with httpx.Client(timeout=webhook_receiver.LONGEST_SECONDS, trust_env=False) as http:
        report = webhook_receiver.run(options.url, keys, http, now=webhook_receiver.moment)
    for finding in report.findings:
        print(f"  {'ok' if finding.is_good else 'FAILED':8s}{finding.what}: {finding.came}")
        if not finding.is_good:
            print(f"          ({finding.fault}) awaited {finding.awaited}. {finding.advice}")
    print(f"\nReport: {report.write(Path(options.report or layout.data / 'conformance'))}")
    return 0 if report.is_good else 1


def _keys(layout: Layout) -> "KeyPair":
    """The machine's own keys for this: made once, so that the receiver is told of them once."""
    from slussen_gateway.integration.webhook_keys import KeyPair  # noqa: PLC0415  as above

    def new() -> dict[str, str]:
        made = KeyPair.new()
        return {name: base64.b64encode(getattr(made, name)).decode() for name in ("secret", "seed")}

    kept = layout.vault.keep("conformance", new)
    return KeyPair(base64.b64decode(kept["secret"]), base64.b64decode(kept["seed"]))
