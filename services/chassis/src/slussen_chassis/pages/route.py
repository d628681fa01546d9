"""Routes of pages: one transaction as everywhere, and every error answered as a page."""

import logging
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.responses import Response
from typing_extensions import override

from slussen_chassis.errors import DomainError, NotFoundError
from slussen_chassis.pages.assets import Assets
from slussen_chassis.pages.rendering import Renderer
from slussen_chassis.pages.site import Site
from slussen_chassis.pages.web_page import page_for
from slussen_chassis.problems import BrokenError, from_database
from slussen_chassis.transaction import TransactionRoute

log = logging.getLogger(__name__)


class PageRoute(TransactionRoute):
    """A route that answers with a page, whatever happens."""

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def as_page(request: Request) -> Response:
            try:
                return await answer(request)
            except RequestValidationError:
                return page_for(request).refuse(NotFoundError())
            except DomainError as error:
                return page_for(request).refuse(error)
            except Exception as error:
                known = from_database(error)
                if known is None:
                    log.exception("a page could not be made", exc_info=error)
                return page_for(request).refuse(known or BrokenError())

        return as_page


def page_router(service: str, path: str = "") -> APIRouter:
    """Return a router for pages of a service, below `/<service>/pages<path>`; no API description names them."""
    return APIRouter(prefix=f"/{service}/pages{path}", route_class=PageRoute, include_in_schema=False)


def install(api: FastAPI, site: Site) -> None:
    """Let `api` show a site's pages and serve what they need.

    Raises:
        ValueError: Its texts do not stand in both languages.
    """
    assets = Assets(site.service, site.package, site.scripts)
    api.state.site = site
    api.state.renderer = Renderer(site, assets)
    for router in site.routers:
        api.include_router(router)
    api.include_router(assets.router())
    api.include_router(_elsewhere(site))


def _elsewhere(site: Site) -> APIRouter:
    """Return the route of every other address below the pages: there is no such page."""
    router = page_router(site.service)

    @router.api_route("/{elsewhere:path}", methods=["GET", "POST"])
    async def no_such_page() -> Response:
        raise NotFoundError

    return router
