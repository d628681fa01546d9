"""What people see of the integration app in a browser."""

from typing import Final

from slussen_chassis.pages import Link, Site
from slussen_contracts.integration.scopes import READ_CLIENTS
from slussen_contracts.operations.scopes import MEND_DEAD_LETTERS
from slussen_gateway.integration.routes.pages import clients, dead_letters, usage

SITE: Final = Site(
    service="integration",
    package="slussen_gateway.integration",
    routers=(clients.router, usage.router, dead_letters.router),
    navigation=(
        Link("nav.clients", "/integration/pages/clients", READ_CLIENTS),
        Link("nav.dead-letters", "/integration/pages/dead-letters", MEND_DEAD_LETTERS),
    ),
)
