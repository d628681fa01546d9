"""Queries: referrals in and out as domain objects; every read of a referral names who reads."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, cast, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_contracts.identifiers import Activity, Profession
from slussen_contracts.referrals.api import (
    Act,
    Outcome,
    Party,
    PermissionGiver,
    ReferralKind,
)
from slussen_contracts.referrals.api import ReferralState as State
from slussen_referrals.domain.errors import ReferralNotFoundError
from slussen_referrals.domain.grounds import DecisionOutcome, Ground, ReliedConsent
from slussen_referrals.domain.referral import Need, Permission, Referral, Waiting
from slussen_referrals.tables import ReferralRow, ReferralStepRow, WithdrawnConsentRow

CONSENT_LOCKS = 0x52455645
"""First key of the advisory locks on consents (the second is made from the consent's id)."""

_WAITING = text(
    "SELECT DISTINCT subject_id FROM referral"
    " WHERE subject_id = ANY(CAST(:subject_ids AS uuid[])) AND wait_through IS NOT NULL"
)
_LOCK_CONSENT = text("SELECT pg_advisory_xact_lock(:space, hashtext(:consent))")


@dataclass(frozen=True, slots=True)
class AtUnit:
    """A reader who works at a unit: sees what that unit sends, and what was sent to it."""

    unit_id: UUID


@dataclass(frozen=True, slots=True)
class AsController:
    """The system, acting under a referral's controller."""

    authority_id: UUID


Reader = AtUnit | AsController


@dataclass(frozen=True, slots=True)
class Found:
    """A referral that an event or a job names: whose it is, so that one can act under its controller."""

    referral_id: UUID
    authority_id: UUID
    county_code: str


def _visible(reader: Reader) -> ColumnElement[bool]:
    if isinstance(reader, AtUnit):
        unit = cast([reader.unit_id], ARRAY(Uuid))
        return col(ReferralRow.grants).contains(unit)
    return col(ReferralRow.responsible_authority_id) == reader.authority_id


async def get(session: AsyncSession, referral_id: UUID, *, visible_to: Reader) -> Referral:
    """Return the referral.

    Raises:
        ReferralNotFoundError: There is none that the reader may see.
    """
    query = select(ReferralRow).where(col(ReferralRow.id) == referral_id, _visible(visible_to))
    row = (await session.exec(query)).first()
    if row is None:
        raise ReferralNotFoundError
    return _referral(row)


async def get_for_update(session: AsyncSession, referral_id: UUID, *, visible_to: Reader) -> Referral:
    """Return the referral as it is committed now, locked until the transaction ends.

    Raises:
        ReferralNotFoundError: There is none that the reader may see.
    """
    query = (
        select(ReferralRow)
        .where(col(ReferralRow.id) == referral_id, _visible(visible_to))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise ReferralNotFoundError
    return _referral(row)


async def list_for_unit(
    session: AsyncSession,
    unit_id: UUID,
    *,
    inbox: bool,
    states: Collection[State],
    limit: int,
    offset: int,
) -> list[Referral]:
    """Return what was sent to the unit (`inbox`) or what it has made itself, the newest first."""
    side = col(ReferralRow.to_unit_id) if inbox else col(ReferralRow.from_unit_id)
    query = select(ReferralRow).where(side == unit_id, _visible(AtUnit(unit_id)))
    if states:
        query = query.where(col(ReferralRow.state).in_([state.value for state in states]))
    query = query.order_by(col(ReferralRow.id).desc()).limit(limit).offset(offset)
    return [_referral(row) for row in await session.exec(query)]


async def add(session: AsyncSession, referral: Referral) -> None:
    """Keep a new referral."""
    session.add(ReferralRow(**_columns(referral)))
    await session.flush()


async def save(session: AsyncSession, referral: Referral) -> None:
    """Keep a referral's new version; it was read for update in this transaction."""
    row = await session.get_one(ReferralRow, referral.id)
    for name, value in _columns(referral).items():
        setattr(row, name, value)
    await session.flush()


async def add_step(
    session: AsyncSession, referral: Referral, act: Act, party: Party, *, by: tuple[str, UUID | None]
) -> None:
    """Add what was done to the referral's history."""
    actor, unit_id = by
    session.add(
        ReferralStepRow(
            referral_id=referral.id,
            version=referral.version,
            county_code=referral.county_code,
            responsible_authority_id=referral.responsible_authority_id,
            act=act.value,
            state=referral.state.value,
            party=party.value,
            unit_id=unit_id,
            actor=actor,
            reason=referral.reason,
            at=referral.changed_at,
        )
    )
    await session.flush()


async def list_steps(session: AsyncSession, referral_id: UUID) -> Sequence[ReferralStepRow]:
    """Return the history of a referral that the reader was found to see, the oldest first."""
    query = (
        select(ReferralStepRow)
        .where(col(ReferralStepRow.referral_id) == referral_id)
        .order_by(col(ReferralStepRow.version))
    )
    return (await session.exec(query)).all()


async def lock_consents(session: AsyncSession, consent_ids: Collection[UUID]) -> None:
    """Hold the consents against their withdrawal being handled, and the other way round, until the commit.

    Both sides take the same locks in the same order before they lock any referral.
    """
    connection = await session.connection()
    for consent_id in sorted(consent_ids):
        await connection.execute(_LOCK_CONSENT, {"space": CONSENT_LOCKS, "consent": str(consent_id)})


async def withdrawn_versions(session: AsyncSession, consent_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return the newest version of each consent that nothing may rely on any more."""
    query = select(WithdrawnConsentRow.consent_id, WithdrawnConsentRow.version).where(
        col(WithdrawnConsentRow.consent_id).in_(consent_ids)
    )
    return {consent_id: version for consent_id, version in await session.exec(query)}  # noqa: C416 - typed rows


async def remember_withdrawn(session: AsyncSession, consent_id: UUID, through_version: int) -> None:
    """Remember that nothing may rely on the consent at this version or an earlier one."""
    statement = insert(WithdrawnConsentRow).values(consent_id=consent_id, version=through_version)
    newest = func.greatest(WithdrawnConsentRow.version, statement.excluded.version)
    await session.exec(
        statement.on_conflict_do_update(index_elements=["consent_id"], set_={"version": newest})
    )


async def find_relying_on(
    session: AsyncSession, consent_id: UUID, *, states: Collection[State]
) -> list[Found]:
    """Return the referrals in `states` that rely on the consent; the context must carry it as its reference."""
    return await _find(
        session,
        col(ReferralRow.consent_ids).contains(cast([consent_id], ARRAY(Uuid))),
        col(ReferralRow.state).in_([state.value for state in states]),
    )


async def find_armed(session: AsyncSession, subject_id: UUID) -> list[Found]:
    """Return the person's referrals that go by themselves; the context must carry the person as its reference."""
    return await _find(
        session, col(ReferralRow.subject_id) == subject_id, col(ReferralRow.wait_through).is_not(None)
    )


async def list_waiting(session: AsyncSession, subject_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the persons who have a referral that goes by itself, for the job that sees them."""
    found = await (await session.connection()).execute(_WAITING, {"subject_ids": list(subject_ids)})
    return {UUID(int=row.subject_id.int) for row in found}


async def find_due(session: AsyncSession, now: datetime, today: date, *, limit: int) -> list[Found]:
    """Return armed referrals whose time is out or that are to be asked about again, for the job that sees them."""
    late = col(ReferralRow.wait_through) < today
    ask = col(ReferralRow.ask_again_at) <= now
    return (await _find(session, col(ReferralRow.wait_through).is_not(None), late | ask))[:limit]


async def _find(session: AsyncSession, *conditions: ColumnElement[bool]) -> list[Found]:
    query = (
        select(ReferralRow.id, ReferralRow.responsible_authority_id, ReferralRow.county_code)
        .where(*conditions)
        .order_by(col(ReferralRow.id))
    )
    return [Found(*row) for row in await session.exec(query)]


_SPLIT = {"permission", "consents", "ground", "waiting", "needs"}
_PLAIN = [f.name for f in fields(Referral) if f.name not in _SPLIT]
_KINDS: dict[str, Any] = {
    "kind": ReferralKind,
    "state": State,
    "suspended_from": State,
    "from_activity": Activity,
    "to_activity": Activity,
    "from_profession": Profession,
    "to_profession": Profession,
    "outcome": Outcome,
    "topics": tuple,
    "topics_sent": tuple,
}


def _referral(row: ReferralRow) -> Referral:
    plain = {name: getattr(row, name) for name in _PLAIN}
    typed = {name: _KINDS[name](v) if name in _KINDS and v is not None else v for name, v in plain.items()}
    permission = None
    if row.permission_given_on and row.permission_given_by:
        permission = Permission(row.permission_given_on, PermissionGiver(row.permission_given_by))
    return Referral(
        **typed,
        needs=tuple(Need(**need) for need in row.needs),
        permission=permission,
        consents=tuple(map(ReliedConsent, row.consent_ids, row.consent_versions)),
        ground=_ground(row.ground) if row.ground else None,
        waiting=Waiting(row.wait_through, row.ask_again_at),
    )


def _ground(kept: dict[str, Any]) -> Ground:
    return Ground(
        decision_id=UUID(kept["decision_id"]),
        outcome=DecisionOutcome(kept["outcome"]),
        ground=kept["ground"],
        consents=tuple(ReliedConsent(UUID(c["consent_id"]), c["version"]) for c in kept["consents"]),
        uncovered_topics=tuple(kept["uncovered_topics"]),
        next_steps=tuple(kept["next_steps"]),
    )


def _columns(referral: Referral) -> dict[str, Any]:
    permission = referral.permission
    return {
        **{name: _plain(getattr(referral, name)) for name in _PLAIN},
        "grants": list(referral.grants),
        "needs": [asdict(need) for need in referral.needs],
        "permission_given_on": permission.given_on if permission else None,
        "permission_given_by": permission.given_by.value if permission else None,
        "consent_ids": [c.consent_id for c in referral.consents],
        "consent_versions": [c.version for c in referral.consents],
        "ground": asdict(referral.ground) if referral.ground else None,
        "wait_through": referral.waiting.through,
        "ask_again_at": referral.waiting.ask_again_at,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return getattr(value, "value", value)
