"""Alembic's environment of the integration app."""

from slussen_chassis.migrations import run_environment
from slussen_gateway.integration.tables import Base

run_environment("integration", Base.metadata)
