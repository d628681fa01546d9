"""Alembic's environment of the agreements service."""

from slussen_agreements.tables import Base
from slussen_chassis.migrations import run_environment

run_environment("agreements", Base.metadata)
