"""Addresses of this service as they are reached from outside."""

from fastapi import Request

from slussen_statistics.settings import StatisticsSettings


def origin(request: Request) -> str:
    """Return the configured public origin, else the one that was asked."""
    settings: StatisticsSettings = request.app.state.settings
    return (settings.public_origin or str(request.base_url)).rstrip("/")
