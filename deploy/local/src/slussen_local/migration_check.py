"""Let squawk read the SQL of every service's migrations: what would lock a table for long, or lose data."""

import subprocess
import sys
import tempfile
from pathlib import Path

from slussen_chassis.migrations import rendered
from slussen_local.layout import ROOT, SERVICES, package_of

SQUAWK = Path(sys.executable).parent / "squawk"


def main() -> int:
    """Return squawk's exit status over all services' SQL."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for service in SERVICES:
            file = Path(folder) / f"{service}.sql"
            file.write_text(rendered(package_of(service)))
            files.append(str(file))
        return subprocess.run(
            [str(SQUAWK), "--config", str(ROOT / ".squawk.toml"), *files], check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
