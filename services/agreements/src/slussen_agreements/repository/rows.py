"""From rows to things and back: a thing's fields have the names of its row's columns."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, ClassVar, Protocol, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.tables import Base
from slussen_chassis.errors import DomainError


class Dataclass(Protocol):
    """Anything made by `dataclass`."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


ThingT = TypeVar("ThingT", bound=Dataclass)


def thing(kind: type[ThingT], row: Base, **more: Any) -> ThingT:
    """Return the thing that a row holds; `more` gives the fields that are no columns of it."""
    return kind(**{f.name: more[f.name] if f.name in more else getattr(row, f.name) for f in fields(kind)})


def columns(row_kind: type[Base], of: Dataclass) -> dict[str, Any]:
    """Return the values of a thing's fields that are columns of its row."""
    return {f.name: getattr(of, f.name) for f in fields(of) if f.name in row_kind.model_fields}


async def write(
    session: AsyncSession, row: Base, refusals: Mapping[str, type[DomainError]] | None = None
) -> None:
    """Insert or update one row, now.

    Args:
        session: The transaction.
        row: The row as it is to be; one of the same key is replaced.
        refusals: What a broken constraint means in business words, by the constraint's name.
    """
    await session.merge(row)
    await flush(session, refusals)


async def add(
    session: AsyncSession, row: Base, refusals: Mapping[str, type[DomainError]] | None = None
) -> None:
    """Insert one new row, now; `refusals` as in `write`."""
    session.add(row)
    await flush(session, refusals)


async def flush(session: AsyncSession, refusals: Mapping[str, type[DomainError]] | None = None) -> None:
    """Send what waits to the database, and say a broken constraint in business words."""
    try:
        await session.flush()
    except IntegrityError as error:
        constraint = getattr(getattr(error.orig, "__cause__", None), "constraint_name", None)
        known = (refusals or {}).get(str(constraint))
        if known is None:
            raise
        raise known from error
