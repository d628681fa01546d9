"""Persons: a number in, an opaque id out; the answer never tells whether somebody was known."""

from collections.abc import Collection, Sequence
from typing import ClassVar
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.clock import new_person_id
from slussen_chassis.errors import ConflictError, FieldProblem, InvalidError, NotFoundError
from slussen_consent.repository import subjects as repository
from slussen_consent.repository.journal import Identifier
from slussen_consent.resources import Resources
from slussen_contracts.consent.api import IdentifierToResolve
from slussen_contracts.identifiers import IdentitySystem, PersonalIdentity


class SyntheticRefusedError(InvalidError):
    """Made-up people have no place in production (design decision 27)."""

    code: ClassVar[str] = "synthetic-identifier-refused"
    title_sv: ClassVar[str] = "Påhittade personer tas inte emot här"
    title_en: ClassVar[str] = "Made-up people are not accepted here"


class SubjectNotFoundError(NotFoundError):
    """There is no such person."""

    code: ClassVar[str] = "subject-not-found"
    title_sv: ClassVar[str] = "Personen finns inte här"
    title_en: ClassVar[str] = "The person is not here"


class IdentifierInUseError(ConflictError):
    """The number is another person's here; the two must be merged by somebody who knows."""

    code: ClassVar[str] = "identifier-in-use"
    title_sv: ClassVar[str] = "Numret hör till en annan person här; posterna behöver slås ihop"
    title_en: ClassVar[str] = "The number is another person's here; the two need to be merged"


def identifier_of(resources: Resources, identity: PersonalIdentity, blind: bytes) -> Identifier:
    """Return a number as it is kept: sealed, with its blind index and an id for a new person."""
    return Identifier(blind, identity.system.value, resources.vault.seal(identity, blind), new_person_id())


def refuse_synthetic(resources: Resources, identity: PersonalIdentity, field: str) -> None:
    """Refuse made-up people in production.

    Raises:
        SyntheticRefusedError: The number is of the synthetic system, and this is production.
    """
    if resources.refuses_synthetic and identity.system is IdentitySystem.SYNTHETIC:
        raise SyntheticRefusedError(
            FieldProblem(f"{field}.system", "synthetic", "tas inte emot här", "is not accepted here")
        )


async def subject_ids(
    resources: Resources, identities: Collection[PersonalIdentity]
) -> dict[PersonalIdentity, UUID]:
    """Return whose numbers these are, remembered or found or made."""
    blinds = {identity: resources.vault.blind(identity) for identity in identities}
    found = {blind: known for blind in blinds.values() if (known := resources.vault.recall(blind))}
    unread = {blind: identity for identity, blind in blinds.items() if blind not in found}
    if unread:
        pool = await resources.database.raw_pool()
        asked = [identifier_of(resources, identity, blind) for blind, identity in unread.items()]
        found |= await repository.resolve(pool, asked)
        for blind in unread:
            resources.vault.remember(blind, found[blind])
    return {identity: found[blind] for identity, blind in blinds.items()}


async def resolve_subjects(
    session: AsyncSession, asked: Sequence[IdentifierToResolve], *, resources: Resources
) -> list[UUID]:
    """Return the persons' ids in the order asked for; a null system is a newborn, new each time.

    Raises:
        InvalidError: A number breaks its system's rules; each is named by its place.
    """
    identities = _identities(resources, asked)
    newborns = [new_person_id() for identity in identities if identity is None]
    if newborns:
        await repository.resolve(await resources.database.raw_pool(), [], newborns)
    known = await subject_ids(resources, {identity for identity in identities if identity is not None})
    fresh = iter(newborns)
    found = [next(fresh) if identity is None else known[identity] for identity in identities]
    for subject_id in dict.fromkeys(found):
        audit.record(session, "subject.resolve", resource_type="subject", subject_id=subject_id)
    return found


async def add_identifier(
    session: AsyncSession,
    subject_id: UUID,
    identity: PersonalIdentity,
    *,
    supersedes: PersonalIdentity | None,
    resources: Resources,
) -> None:
    """Give a known person a number, in place of an earlier one or beside it; everything kept stays theirs.

    Raises:
        SubjectNotFoundError: There is no such person.
        IdentifierInUseError: The number is another person's.
    """
    refuse_synthetic(resources, identity, "identifier")
    if not await repository.exists(session, subject_id):
        raise SubjectNotFoundError
    identifier = identifier_of(resources, identity, resources.vault.blind(identity))
    if await repository.add_identifier(session, subject_id, identifier) != subject_id:
        raise IdentifierInUseError
    if supersedes is not None:
        await _supersede(session, subject_id, resources.vault.blind(supersedes), identifier.blind)
    audit.record(session, "subject.identify", resource_type="subject", subject_id=subject_id)


async def _supersede(session: AsyncSession, subject_id: UUID, superseded: bytes, blind: bytes) -> None:
    if superseded == blind or not await repository.supersede(
        session, subject_id, superseded=superseded, blind=blind
    ):
        raise InvalidError(
            FieldProblem(
                "supersedes",
                "not-theirs",
                "är inte ett annat av personens nummer",
                "is no other number of theirs",
            )
        )


def _identities(resources: Resources, asked: Sequence[IdentifierToResolve]) -> list[PersonalIdentity | None]:
    identities: list[PersonalIdentity | None] = []
    for place, one in enumerate(asked):
        identity = one.identity
        if identity is not None:
            refuse_synthetic(resources, identity, f"identifiers.{place}")
        identities.append(identity)
    return identities
