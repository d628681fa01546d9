"""Alembic's environment of the statistics service."""

from slussen_chassis.migrations import run_environment
from slussen_statistics.tables import Base

run_environment("statistics", Base.metadata)
