"""PxWebApi 2 under `/statistics/v1/px`: its paths, parameters, formats and errors are the specification's.

It breaks the Swedish REST API profile where the specification does, and is therefore described by its own document
and not by the service's (sweden.md 1.3).
"""

from slussen_statistics.routes.px import saved_queries, tables
from slussen_statistics.routes.px.routing import ROUTER

__all__ = ["ROUTER", "saved_queries", "tables"]
