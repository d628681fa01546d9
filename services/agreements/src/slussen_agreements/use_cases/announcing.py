"""From the register's things and agreements to their events: each event carries the full state and its version."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.register import Board, FamilyCentre, ResponsibleAuthority, Unit
from slussen_chassis.clock import new_id
from slussen_chassis.outbox import enqueue
from slussen_contracts.agreements import events
from slussen_contracts.agreements.api import AgreementStatus
from slussen_contracts.events import Event
from slussen_contracts.identifiers import AuthorityType


def announce_authority(session: AsyncSession, authority: ResponsibleAuthority, *, now: datetime) -> None:
    """Announce a responsible authority as it is."""
    kind = (
        events.ResponsibleAuthorityRegistered
        if authority.version == 1
        else events.ResponsibleAuthorityChanged
    )
    enqueue(session, _event(kind, authority, now))


def announce_board(session: AsyncSession, board: Board, *, now: datetime) -> None:
    """Announce a board as it is."""
    kind = events.BoardRegistered if board.version == 1 else events.BoardChanged
    enqueue(session, _event(kind, board, now))


def announce_unit(session: AsyncSession, unit: Unit, authority_type: AuthorityType, *, now: datetime) -> None:
    """Announce a unit as it is."""
    kind = events.UnitRegistered if unit.version == 1 else events.UnitChanged
    enqueue(session, _event(kind, unit, now, authority_type=authority_type))


def announce_centre(session: AsyncSession, centre: FamilyCentre, *, now: datetime) -> None:
    """Announce a family centre as it is."""
    kind = events.FamilyCentreRegistered if centre.version == 1 else events.FamilyCentreChanged
    activities = tuple(
        events.CentreActivity(activity=entry.activity, unit_id=entry.unit_id) for entry in centre.activities
    )
    enqueue(session, _event(kind, centre, now, activities=activities))


def announce_agreement(session: AsyncSession, agreement: Agreement, *, now: datetime) -> None:
    """Announce an agreement that is, or was, in force."""
    ended = agreement.status in {AgreementStatus.ENDED, AgreementStatus.SUPERSEDED}
    kind = events.AgreementEnded if ended else events.AgreementActivated
    enqueue(session, _event(kind, agreement, now, valid_through=agreement.ends_on))


def announce_of_agreement(
    session: AsyncSession, kind: type[Event], agreement: Agreement, *, now: datetime, **more: object
) -> None:
    """Announce something about an agreement; `more` are the members that it has not by their name."""
    enqueue(session, _event(kind, agreement, now, **{"valid_through": agreement.ends_on, **more}))


def _event(
    kind: type[Event],
    of: ResponsibleAuthority | Board | Unit | FamilyCentre | Agreement,
    now: datetime,
    **more: object,
) -> Event:
    """Return the event of a thing: its members are the thing's fields of the same name, and `more`."""
    members = {
        name: getattr(of, name) for name in kind.model_fields if name not in more and hasattr(of, name)
    }
    if isinstance(of, Agreement):
        members["referral_time_limits"] = [limit.content() for limit in of.terms.referral_time_limits]
    envelope = {
        "id": new_id(),
        "occurred_at": now,
        "county_code": of.county_code,
        "aggregate_id": of.id,
        "aggregate_version": of.version,
    }
    return kind.model_validate({**members, **more, **envelope})
