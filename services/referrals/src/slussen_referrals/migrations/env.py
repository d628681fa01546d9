"""Alembic's environment for the referrals service."""

from slussen_chassis.migrations import run_environment
from slussen_referrals.tables import metadata

run_environment("referrals", metadata)
