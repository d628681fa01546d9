"""What agreements ask for today, of those whom they concern."""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.attention import Matter, matters
from slussen_agreements.domain.kinds import revision_rule, rules_of
from slussen_agreements.repository import agreements
from slussen_agreements.use_cases.profiles import profile_version
from slussen_chassis.auth import Caller
from slussen_chassis.web import PageRequest
from slussen_contracts.agreements import scopes

MOST: Final = 200


def signing_for(caller: Caller) -> UUID | None:
    """Return the authority that a caller may sign for; None: for none."""
    return caller.authority_id if scopes.SIGN in caller.scopes else None


async def matters_of_centre(
    session: AsyncSession, centre_id: UUID | None, *, reader: UUID, signs_for: UUID | None, today: date
) -> tuple[Matter, ...]:
    """Return what a centre's agreements ask for; of no centre in particular: all that the reader sees.

    What awaits the signature of `signs_for` is asked of the reader, who may sign for that authority.
    """
    found = await agreements.list_agreements(
        session, PageRequest(MOST, 0), visible_to=reader, centre_id=centre_id
    )
    return matters_of(found, signs_for=signs_for, today=today)


def matters_of(found: Sequence[Agreement], *, signs_for: UUID | None, today: date) -> tuple[Matter, ...]:
    """Return what agreements ask for, the most pressing first."""
    asked: list[Matter] = []
    for agreement in found:
        profile = profile_version(agreement.profile_id, agreement.profile_first_day)
        required = rules_of(agreement.kind, profile).points
        asked += matters(agreement, required, revision_rule(profile), signs_for=signs_for, today=today)
    return tuple(sorted(asked, key=lambda one: (one.day or date.max, one.ask)))
