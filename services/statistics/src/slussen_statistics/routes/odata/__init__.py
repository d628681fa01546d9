"""OData 4.0 under `/statistics/odata/v4`: its paths, options, headers and errors are the standard's.

It breaks the Swedish REST API profile where the standard does, and is described by its own `$metadata`.
"""

from slussen_statistics.routes.odata import resources
from slussen_statistics.routes.odata.routing import ROUTER

__all__ = ["ROUTER", "resources"]
