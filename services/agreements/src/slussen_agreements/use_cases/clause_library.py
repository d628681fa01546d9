"""The clause library: what it offers on a day, what a county adds to it, and drafts that are filled from it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain import library as rules
from slussen_agreements.domain.agreement import Agreement, RequiredClause
from slussen_agreements.domain.kinds import rules_of
from slussen_agreements.domain.library import Addition, AdditionEndedError, Offered
from slussen_agreements.domain.lifecycle import fill
from slussen_agreements.domain.register import require_county
from slussen_agreements.domain.register_rules import refuse
from slussen_agreements.repository import agreements, register
from slussen_agreements.repository import library as repository
from slussen_agreements.use_cases.access import RuledAgreement, names_of, open_agreement, ruled
from slussen_agreements.use_cases.announcing import announce_of_agreement
from slussen_agreements.use_cases.places import profile_id_of_county
from slussen_agreements.use_cases.profiles import present_profile
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day, new_id
from slussen_chassis.errors import FieldProblem
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import check_version
from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.agreements.clause_library import AdditionCreate, AdditionEnding, TemplateWrite
from slussen_contracts.agreements.library_events import ClauseAdded, ClauseEnded, ClauseEvent
from slussen_contracts.agreements.party_events import AgreementChanged
from slussen_contracts.clause_library import ClauseLibrary, library
from slussen_contracts.codelists.regions import municipalities


@dataclass(frozen=True, slots=True)
class OfferedClauses:
    """The edition in use on a day, and what it offers with the county's additions."""

    profile_id: str
    kind: AgreementKind
    edition: ClauseLibrary | None
    clauses: tuple[Offered, ...]


async def offered_clauses(
    session: AsyncSession,
    profile_id: str,
    kind: AgreementKind,
    *,
    on: date | None,
    county_code: str | None,
    now: datetime,
) -> OfferedClauses:
    """Return the clauses that a library offers for a kind of agreement on a day; today by default.

    A county's additions are shown where the county is asked for and is the profile's.

    Raises:
        InvalidError: There is no such profile.
    """
    day = on or local_day(now)
    required = rules_of(kind, present_profile(profile_id, day)).points
    own = county_code if county_code and profile_id_of_county(county_code) == profile_id else None
    return await _offered(session, profile_id, kind, required, county_code=own, on=day)


async def add_clause(
    session: AsyncSession, wanted: AdditionCreate, *, caller: Caller, now: datetime
) -> Addition:
    """Add a clause to the library of the caller's county; an earlier text of the key ends the day before.

    Raises:
        OtherCountyError: The caller belongs to no county.
        InvalidError: The county's document has a clause of that key.
        AdditionExistsError: There is a text of that key from that day or a later one.
    """
    county_code = require_county(caller.county_code)
    addition = Addition(id=new_id(), county_code=county_code, **dict(wanted))
    profile_id = profile_id_of_county(county_code)
    required = rules_of(wanted.kind, present_profile(profile_id, wanted.valid_from)).points
    refuse(rules.addition_faults(addition, library(profile_id, on=wanted.valid_from), required))
    earlier = [
        one
        for one in await repository.additions(session, county_code)
        if (one.kind, one.key) == (addition.kind, addition.key)
    ]
    for one in earlier:
        ended = rules.gives_way(one, addition)
        if ended is not one:
            await repository.end_addition(session, ended)
            _announce(session, ClauseEnded, ended, now)
    await repository.add_addition(session, addition)
    _announce(session, ClauseAdded, addition, now)
    audit.record(session, "clause-library.add", resource_type="library-addition", resource_id=addition.id)
    return addition


async def end_clause(
    session: AsyncSession,
    addition_id: UUID,
    wanted: AdditionEnding,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> Addition:
    """Say from when an addition of the caller's county is no longer offered.

    Raises:
        OtherCountyError: The caller belongs to no county.
        AdditionNotFoundError: The county has no such addition.
        PreconditionFailedError: It has another version than `expected`.
        AdditionEndedError: It has a last day.
        InvalidError: The last day is before the first.
    """
    county_code = require_county(caller.county_code)
    before = await repository.get_addition(session, county_code, addition_id)
    check_version(before.version, expected)
    if before.valid_through is not None:
        raise AdditionEndedError
    if wanted.last_day < before.valid_from:
        refuse([FieldProblem("lastDay", "order", "ligger före första dagen", "is before the first day")])
    ended = before.ended(wanted.last_day)
    await repository.end_addition(session, ended)
    _announce(session, ClauseEnded, ended, now)
    audit.record(session, "clause-library.end", resource_type="library-addition", resource_id=ended.id)
    return ended


async def list_additions(session: AsyncSession, county_code: str) -> list[Addition]:
    """Return all that a county has added to its library."""
    return await repository.additions(session, county_code)


async def fill_from_library(
    session: AsyncSession,
    agreement_id: UUID,
    wanted: TemplateWrite,
    *,
    expected: int | None,
    caller: Caller,
    now: datetime,
) -> RuledAgreement:
    """Fill a draft with the texts of its county's library, as in use on the agreement's first day.

    Clauses that it has are left as they are; the agreement keeps which edition the texts came from.

    Raises:
        AgreementNotFoundError: There is none that the caller may see.
        PreconditionFailedError: It has another version than `expected`.
        AgreementSignedError: A signed version is not changed.
        InvalidError: The library has no clause of a key.
    """
    found = await open_agreement(session, agreement_id, expected=expected, caller=caller)
    agreement = found.agreement
    offer = await _offered(
        session,
        agreement.profile_id,
        agreement.kind,
        found.required,
        county_code=agreement.county_code,
        on=agreement.valid_from,
    )
    refuse(rules.key_faults(wanted.keys, offer.clauses))
    values = await _values(session, agreement)
    clauses = rules.taken_from(offer.clauses, agreement.clauses, wanted.keys, values)
    first_day = offer.edition.first_day if offer.edition else None
    changed = fill(replace(agreement, library_first_day=first_day), clauses, found.required)
    await agreements.save_agreement(session, changed)
    announce_of_agreement(session, AgreementChanged, changed, now=now)
    audit.record(session, "agreement.fill", resource_type="agreement", resource_id=changed.id)
    return ruled(changed)


async def _offered(
    session: AsyncSession,
    profile_id: str,
    kind: AgreementKind,
    required: tuple[RequiredClause, ...],
    *,
    county_code: str | None,
    on: date,
) -> OfferedClauses:
    edition = library(profile_id, on=on)
    additions = await repository.additions(session, county_code) if county_code else []
    return OfferedClauses(profile_id, kind, edition, rules.offered(edition, kind, additions, required, on))


async def _values(session: AsyncSession, agreement: Agreement) -> dict[str, str]:
    """Return what the register knows of a draft: its parties by name, its place and its first day."""
    names = await names_of(session, agreement)
    parties = [names[party] for party in agreement.party_authority_ids]
    values = {"parties": _listed(parties), "valid_from": agreement.valid_from.isoformat()}
    code = agreement.municipality_code
    if agreement.centre_id is not None:
        centre = await register.get_centre(session, agreement.centre_id)
        values["centre"], code = centre.name, centre.municipality_code
    if code is not None:
        values["municipality"] = f"{municipalities()[code]} kommun"
    return values


def _listed(names: list[str]) -> str:
    return " och ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _announce(session: AsyncSession, kind: type[ClauseEvent], of: Addition, now: datetime) -> None:
    event = kind(
        id=new_id(),
        occurred_at=now,
        county_code=of.county_code,
        aggregate_id=of.id,
        aggregate_version=of.version,
        kind=of.kind,
        key=of.key,
        valid_from=of.valid_from,
        valid_through=of.valid_through,
    )
    enqueue(session, event)
