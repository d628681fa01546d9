"""What the routes ask for besides the transaction: the resources, and who acts."""

from typing import Annotated

from fastapi import Depends, Request

from slussen_chassis.transaction import PURPOSE_HEADER
from slussen_chassis.web import CurrentCaller
from slussen_consent.resources import Resources
from slussen_consent.use_cases.acting import Acting


def _resources(request: Request) -> Resources:
    resources: Resources = request.app.state.resources
    return resources


def _acting(request: Request, caller: CurrentCaller) -> Acting:
    return Acting.of(caller, request.headers.get(PURPOSE_HEADER, "")[:100])


Parts = Annotated[Resources, Depends(_resources)]
"""What the use cases work with besides the transaction."""

OnBehalfOf = Annotated[Acting, Depends(_acting)]
"""Who acts, for which authority, at which unit."""
