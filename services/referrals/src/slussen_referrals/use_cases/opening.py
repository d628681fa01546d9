"""Open a referral: who, to whom, about what in codes, and under which permission and agreement."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.web import ScopeMissingError, check_version
from slussen_contracts.consent.scopes import RESOLVE
from slussen_contracts.identifiers import PersonalIdentity, Profession
from slussen_contracts.referrals.api import (
    Act,
    Party,
    ReferralForm,
    ReferralKind,
    Stage,
)
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals import register
from slussen_referrals.clients import ConsentClient, on_behalf_of
from slussen_referrals.domain import acts, checks, coverage
from slussen_referrals.domain.advancing import party_for
from slussen_referrals.domain.coverage import Centre, Unit
from slussen_referrals.domain.errors import (
    NotCoveredError,
    PermissionMissingError,
    RecipientClosedError,
    ReportOfConcernError,
    invalid,
)
from slussen_referrals.domain.referral import Need, Permission, Referral
from slussen_referrals.domain.states import STARTS
from slussen_referrals.repository import directory
from slussen_referrals.repository import referrals as repository
from slussen_referrals.settings import ReferralsSettings
from slussen_referrals.use_cases.keeping import employment_of, keep, place_of, reader


@dataclass(frozen=True, slots=True)
class Order:
    """What the sender asks for."""

    centre_id: UUID
    subject: UUID | PersonalIdentity
    to_unit_id: UUID | None
    to_profession: Profession
    situation: str
    topics: tuple[str, ...]
    needs: tuple[Need, ...]
    permission: Permission | None
    stage: Stage | None
    form: ReferralForm = ReferralForm.STANDARD
    group_id: UUID | None = None
    to_entry_id: UUID | None = None
    concern_for_child: bool = False
    declines_statistics: bool = False

    @property
    def start(self) -> State:
        """The state in which it begins: as asked for, else by whether the permission is there.

        Raises:
            PermissionMissingError: It is to be opened without the parent's permission (SL-01).
            InvalidError: It is not to be opened, and yet there is a permission.
        """
        given = self.permission is not None
        stage = self.stage or (Stage.OPENED if given else Stage.AWAITING_PERMISSION)
        if stage is Stage.OPENED and not given:
            raise PermissionMissingError
        if stage is not Stage.OPENED and given:
            raise invalid(
                "stage",
                "permission-given",
                "med medgivande öppnas slussningen",
                "with permission it is opened",
            )
        return State(stage.value)


@dataclass(frozen=True, slots=True)
class Opener:
    """Who opens, with whose help, under which settings, and when."""

    caller: Caller
    consents: ConsentClient
    settings: ReferralsSettings
    now: datetime
    expected: int | None = None


async def create_referral(session: AsyncSession, order: Order, opener: Opener) -> Referral:
    """Open a referral, or keep it as noticed, offered or waiting for permission; the caller is the sender.

    Raises:
        ReportOfConcernError: The sender fears that the child fares badly; nothing is looked up or kept.
        PermissionMissingError: It is to be opened without the parent's permission.
        NotCoveredError: It is internal, and no agreement is in force at the centre.
        InvalidError: Centre, recipient, topics or permission do not fit.
        RecipientClosedError: The recipient's unit has closed.
        ConsentUnansweredError: A number was given, and the consent service does not resolve it.
    """
    if order.concern_for_child:
        raise ReportOfConcernError
    caller, settings, now = opener.caller, opener.settings, opener.now
    today = local_day(now)
    start = order.start
    if order.permission:
        checks.check_permission(order.permission, today, settings.limits)
    checks.check_needs(order.topics, order.needs)
    centre, sender, recipient = await _places(session, order, caller, today)
    kind = coverage.kind_of(centre, recipient, order.to_profession)
    await check_covered(session, centre, kind, today, settings)
    subject_id = await subject_of(order.subject, caller, opener.consents)
    referral = _new(order, (centre, sender, recipient), caller, subject_id, now)
    made = replace(referral, kind=kind, state=start)
    return await keep(session, made, STARTS[start], Party.SENDER)


async def permit_referral(
    session: AsyncSession,
    referral_id: UUID,
    permission: Permission,
    opener: Opener,
    *,
    declines_statistics: bool | None = None,
) -> Referral:
    """Record the parent's permission: the referral is open, and counts from the permission's day.

    Where the family declines to be counted it does not; None: as it has said before.

    Raises:
        NotCoveredError: It is internal, and no agreement is in force at the centre.
    """
    caller, settings, now = opener.caller, opener.settings, opener.now
    referral = await repository.get_for_update(session, referral_id, visible_to=reader(caller))
    party = party_for(referral, Act.OPEN, referral.parties(place_of(caller)))
    check_version(referral.version, opener.expected)
    today = local_day(now)
    checks.check_permission(permission, today, settings.limits)
    centre = await open_centre(session, referral.centre_id, today)
    await check_covered(session, centre, referral.kind, today, settings)
    permitted = acts.permit(referral, permission, now, declines_statistics=declines_statistics)
    return await keep(session, permitted, Act.OPEN, party)


async def check_covered(
    session: AsyncSession, centre: Centre, kind: ReferralKind, on: date, settings: ReferralsSettings
) -> None:
    """Raise NotCoveredError where an internal referral has no agreement in force behind it (SL-15)."""
    if kind is ReferralKind.EXTERNAL:
        return
    agreements = await register.list_agreements(session, centre)
    if not coverage.is_covered(
        centre, agreements, on, counties_without_local=settings.counties_without_local_agreements
    ):
        raise NotCoveredError.ended(coverage.last_ended_on(centre, agreements, on))


async def _places(
    session: AsyncSession, order: Order, caller: Caller, on: date
) -> tuple[Centre, Unit, Unit | None]:
    """Return the centre, the caller's unit at it, and the recipient's unit where one is named."""
    authority_id, unit_id, profession = employment_of(caller)
    centre = await open_centre(session, order.centre_id, on)
    sender = await register.find_unit(session, unit_id)
    if sender is None or sender.authority_id != authority_id or not sender.works_at(centre):
        raise invalid(
            "centreId", "not-your-centre", "din enhet arbetar inte där", "your unit does not work there"
        )
    if order.to_entry_id is not None:
        await _check_entry(session, order, centre)
    if order.to_unit_id is None:
        return centre, sender, None
    recipient = await register.find_unit(session, order.to_unit_id)
    if recipient is None:
        raise invalid("recipient.unitId", "unknown", "enheten finns inte", "there is no such unit")
    if not recipient.is_open(on):
        raise RecipientClosedError
    if not recipient.has(order.to_profession):
        raise invalid(
            "recipient.profession",
            "not-at-unit",
            "yrket finns inte vid enheten",
            "the profession is not at the unit",
        )
    if (unit_id, profession) == (order.to_unit_id, order.to_profession):
        raise invalid("recipient", "yourself", "mottagaren är du själv", "the recipient is yourself")
    return centre, sender, recipient


async def _check_entry(session: AsyncSession, order: Order, centre: Centre) -> None:
    """Raise InvalidError where the recipient is no service outside the register with such a profession."""
    entry = await directory.find_entry(session, order.to_entry_id) if order.to_entry_id else None
    is_outside = entry is not None and entry.unit is None and entry.county_code == centre.county_code
    if order.to_unit_id or entry is None or not is_outside or order.to_profession not in entry.professions:
        raise invalid(
            "recipient.entryId",
            "unknown",
            "tjänsten finns inte i katalogen",
            "there is no such service in the directory",
        )


async def open_centre(session: AsyncSession, centre_id: UUID, on: date) -> Centre:
    """Return a centre that is open on the day.

    Raises:
        InvalidError: There is none.
    """
    centre = await register.find_centre(session, centre_id)
    if centre is None or not centre.is_open(on):
        raise invalid("centreId", "unknown", "familjecentralen finns inte", "there is no such centre")
    return centre


async def subject_of(subject: UUID | PersonalIdentity, caller: Caller, consents: ConsentClient) -> UUID:
    """Return a person's opaque id.

    Raises:
        ScopeMissingError: It is a number, and the caller may not resolve one.
        ConsentUnansweredError: The consent service does not answer.
    """
    if isinstance(subject, UUID):
        return subject
    if RESOLVE not in caller.scopes:
        raise ScopeMissingError(sv=f"Behörigheten {RESOLVE} saknas", en=f"The scope {RESOLVE} is missing")
    us = on_behalf_of(
        caller, county_code=caller.county_code, authority_id=caller.authority_id, unit_id=caller.unit_id
    )
    return await consents.resolve(subject, us)


def _new(
    order: Order,
    places: tuple[Centre, Unit, Unit | None],
    caller: Caller,
    subject_id: UUID,
    now: datetime,
) -> Referral:
    centre, sender, recipient = places
    authority_id, unit_id, profession = employment_of(caller)
    return Referral(
        id=new_id(),
        version=1,
        county_code=centre.county_code,
        municipality_code=centre.municipality_code,
        profile_id=centre.profile_id,
        centre_id=centre.id,
        responsible_authority_id=authority_id,
        subject_id=subject_id,
        kind=ReferralKind.EXTERNAL,
        state=State.IDENTIFIED,
        from_unit_id=unit_id,
        from_activity=sender.activity,
        from_profession=Profession(profession),
        to_unit_id=recipient.id if recipient else None,
        to_authority_id=recipient.authority_id if recipient else None,
        to_activity=recipient.activity if recipient else None,
        to_profession=order.to_profession,
        to_entry_id=order.to_entry_id,
        situation=order.situation,
        topics=order.topics,
        needs=order.needs,
        permission=order.permission,
        declines_statistics=order.declines_statistics,
        created_at=now,
        changed_at=now,
        state_since=now,
        form=order.form,
        group_id=order.group_id,
    )
