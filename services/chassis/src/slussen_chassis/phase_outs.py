"""What is phased out says so in every answer: the headers of a request's operation, found by method and path.

A route is marked by `openapi_extra=PhaseOut(...).described()`; its document says the same.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute, compile_path
from starlette.types import Scope

from slussen_contracts import phase_out

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class _Marked:
    """An operation that is phased out."""

    methods: frozenset[str]
    path: re.Pattern[str]
    headers: Headers


class PhaseOuts:
    """The operations of a service that are phased out; mostly none, which costs nothing."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._marked = tuple(_marked(routes))

    def headers(self, scope: Scope) -> Headers:
        """Return what an answer to this request adds; empty where its operation stays."""
        for one in self._marked:
            if scope["method"] in one.methods and one.path.match(scope["path"]):
                return one.headers
        return []


def _marked(routes: Iterable[BaseRoute]) -> Iterable[_Marked]:
    for found in iter_route_contexts(list(routes)):
        route = found.original_route
        if isinstance(route, APIRoute) and found.path:
            ends = phase_out.read(route.openapi_extra or {})
            if ends is not None:
                yield _Marked(frozenset(route.methods or ()), compile_path(found.path)[0], ends.headers())
