"""One need, several recipients: each gets a referral of its own, with its own ground and state."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.clock import local_day, new_id
from slussen_contracts.identifiers import Profession
from slussen_contracts.referrals.api import CoreStatus
from slussen_referrals.domain.errors import GroupNotFoundError, invalid
from slussen_referrals.domain.states import CORE_STATUS
from slussen_referrals.repository import referrals as repository
from slussen_referrals.use_cases.keeping import reader, trace
from slussen_referrals.use_cases.opening import Opener, Order, create_referral
from slussen_referrals.use_cases.reading import Looking, Shown, show

To = tuple[UUID | None, UUID | None, Profession]
"""A recipient: a unit or an entry of the directory where it has one, and a profession."""


@dataclass(frozen=True, slots=True)
class Group:
    """The referrals of one need, as their sender sees them."""

    id: UUID
    referrals: Sequence[Shown]

    @property
    def core_status(self) -> CoreStatus:
        """Open while one of them is; else done where one was."""
        found = {CORE_STATUS[shown.referral.state] for shown in self.referrals}
        return next(status for status in CoreStatus if status in found)


async def create_group(
    session: AsyncSession, order: Order, recipients: Sequence[To], opener: Opener
) -> Group:
    """Open a referral to each recipient, all or none; each is then sent, answered and ended by itself.

    Raises:
        InvalidError: A recipient is named twice; or what opening one referral raises.
    """
    if len(set(recipients)) < len(recipients):
        raise invalid(
            "recipients", "twice", "en mottagare finns två gånger", "a recipient stands there twice"
        )
    group_id = new_id()
    made = []
    for unit_id, entry_id, profession in recipients:
        one = replace(
            order, to_unit_id=unit_id, to_entry_id=entry_id, to_profession=profession, group_id=group_id
        )
        opened = await create_referral(session, one, opener)
        order = replace(order, subject=opened.subject_id)
        made.append(opened)
    return Group(group_id, await show(session, made, Looking(opener.caller, local_day(opener.now))))


async def read_group(session: AsyncSession, group_id: UUID, looking: Looking) -> Group:
    """Return the referrals of a group; its sender alone knows that there are several.

    Raises:
        GroupNotFoundError: The caller's unit has sent no such group.
    """
    found = await repository.list_group(session, group_id, visible_to=reader(looking.caller))
    if not found:
        raise GroupNotFoundError
    for referral in found:
        trace(session, "referral.read", referral)
    return Group(group_id, await show(session, found, looking))
