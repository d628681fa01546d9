"""How this service's FHIR surface speaks, over what is the same for all: its base, and the centre's own word."""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Request, Response
from typing_extensions import override

from slussen_chassis.fhir.speaking import as_outcomes
from slussen_referrals.routes.worded import WordedRoute

PREFIX: Final = "/referrals/v1/fhir"


class FhirRoute(WordedRoute):
    """A FHIR route in one transaction, whose refusals are `OperationOutcome`s in the centre's own word."""

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        return as_outcomes(super().get_route_handler())
