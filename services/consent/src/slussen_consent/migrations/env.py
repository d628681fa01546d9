"""Alembic's entry for the consent service."""

from slussen_chassis.migrations import run_environment
from slussen_consent.tables import Base

run_environment("consent", Base.metadata)
