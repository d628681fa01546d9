"""Bring one service's database to the newest revision, then end: `migrate.py consent`."""  # noqa: INP001

import os
import sys

from slussen_chassis.migrations import migrate

if __name__ == "__main__":
    service = sys.argv[1]
    package = "slussen_gateway.integration" if service == "integration" else f"slussen_{service}"
    migrate(package, os.environ[f"SLUSSEN_{service.upper()}_MIGRATOR_DATABASE_URL"])
