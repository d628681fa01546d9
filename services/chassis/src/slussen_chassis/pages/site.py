"""What a service brings for its pages to be shown."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.auth import Caller


def always(_caller: Caller) -> bool:
    """Show to everybody."""
    return True


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the main navigation.

    Attributes:
        text: Key of its text.
        path: Where it leads.
        scope: Shown to those who have it; None: to all.
        shown_to: Says more of whom it is shown to.
    """

    text: str
    path: str
    scope: str | None = None
    shown_to: Callable[[Caller], bool] = always


async def nowhere(_session: AsyncSession, _caller: Caller) -> str | None:
    """Return no place: for a site that does not tell where the visitor works."""
    return None


@dataclass(frozen=True, slots=True)
class Site:
    """A service's pages, below `/<service>/pages`.

    Attributes:
        service: The service's name.
        package: Its import name; templates lie in its `pages/`, texts in its `locale/sv.yaml` and `en.yaml`.
        routers: Made by `page_router`.
        navigation: The main navigation.
        place_of: Tells where the visitor works, as the header shows it.
        scripts: Names of its own modules in its `web/`, served beside the shell's.
        filters: Functions of its own that templates call as filters.
        person_home: The first page of private persons, where the site has pages for them.
        start: The first page of everybody else, where it is not `/<service>/pages`.
    """

    service: str
    package: str
    routers: Sequence[APIRouter]
    navigation: Sequence[Link] = ()
    place_of: Callable[[AsyncSession, Caller], Awaitable[str | None]] = nowhere
    scripts: Sequence[str] = ()
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    person_home: str | None = None
    start: str | None = None

    @property
    def home(self) -> str:
        """The address of the first page."""
        return self.start or f"/{self.service}/pages"
