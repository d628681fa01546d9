"""Whose numbers an eID has proved: opaque ids alone; nobody becomes known by logging in."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_consent.repository import subjects
from slussen_consent.resources import Resources
from slussen_consent.use_cases.own import PrivatePersonsOnlyError
from slussen_contracts.identifiers import PersonalIdentity


async def resolve_person(
    session: AsyncSession, identifiers: Sequence[PersonalIdentity], *, caller: Caller, resources: Resources
) -> list[UUID]:
    """Return the ids by which a person is known: as somebody's custodian by each number, then as an own subject.

    A custodian's id is computed from the number, so that there is one for everybody. The register of persons is
    only asked, never added to.

    Raises:
        PrivatePersonsOnlyError: Somebody else than one of our own services asks.
    """
    if caller.kind != "system":
        raise PrivatePersonsOnlyError
    custodians = [resources.vault.custodian(one.system.value, one.value) for one in identifiers]
    found = await subjects.find(session, [resources.vault.blind(one) for one in identifiers])
    audit.record(session, "person.resolve", resource_type="person", resource_id=custodians[0])
    return list(dict.fromkeys([*custodians, *found]))
