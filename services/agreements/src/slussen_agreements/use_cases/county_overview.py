"""The county overview: what its municipalities lack, and what falls due in 90 days."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import Agreement
from slussen_agreements.domain.county_cooperation import CountyGoals, goals_on, goals_rule
from slussen_agreements.domain.cover import in_force
from slussen_agreements.domain.kinds import revision_rule, rules_of
from slussen_agreements.domain.letters_of_intent import (
    LetterRule,
    LetterStatus,
    MunicipalityStanding,
    missing_letters,
    status_after_agreement,
)
from slussen_agreements.domain.lifecycle import IN_FORCE, OPEN_STATUSES
from slussen_agreements.domain.revision import next_revision, revision_standing
from slussen_agreements.repository import overview
from slussen_agreements.repository.county_cooperation import county_goals
from slussen_agreements.repository.overview import CentrePlace
from slussen_agreements.use_cases.access import reader_of
from slussen_agreements.use_cases.county_duties import CentreDuty, duties_due
from slussen_agreements.use_cases.places import profile_of_county
from slussen_agreements.use_cases.profiles import profile_version
from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day
from slussen_chassis.errors import ForbiddenError
from slussen_contracts.agreements.api import AgreementKind
from slussen_contracts.codelists.regions import municipalities
from slussen_contracts.profiles import CountyProfile

DUE_DAYS: Final = 90
DUTY: Final = "duty"
WITHOUT_CENTRE: Final = "municipality_without_centre"


class CountyAdministrationOnlyError(ForbiddenError):
    """A party sees its own agreements alone, so that its overview of a county would be wrong."""

    code: ClassVar[str] = "county-administration-only"
    title_sv: ClassVar[str] = "Länsöversikten visas för länets administration"
    title_en: ClassVar[str] = "The county overview is for the county's administration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """How a municipality stands, and what it lacks."""

    municipality_code: str
    name: str
    has_centre: bool
    has_coordinator: bool
    has_agreement: bool
    letter: LetterStatus | None
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something of an agreement, a centre or the county that falls due; a duty says in words what it is."""

    what: str
    day: date
    agreement_id: UUID | None = None
    kind: AgreementKind | None = None
    centre_id: UUID | None = None
    municipality_code: str | None = None
    duty_key: str | None = None
    sv: str | None = None
    en: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyOverview:
    """How a county stands on a day."""

    county_code: str
    profile_id: str
    on: date
    municipalities: tuple[Municipality, ...]
    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class _County:
    """What was read about a county."""

    profile: CountyProfile
    on: date
    centres: Sequence[CentrePlace]
    coordinated: Collection[UUID]
    agreements: Sequence[Agreement]
    terms: Sequence[tuple[UUID, date]]
    answers: Sequence[tuple[UUID, date]]
    goals: Sequence[CountyGoals]
    duties: Sequence[CentreDuty]

    def in_force(self, kind: AgreementKind) -> list[Agreement]:
        """Return the agreements of a kind that are in force on the day."""
        valid = in_force(self.agreements, self.on)
        return [found for found in valid if found.kind is kind and found.status not in OPEN_STATUSES]


async def county_overview(session: AsyncSession, *, caller: Caller, now: datetime) -> CountyOverview:
    """Return how the caller's county stands.

    Raises:
        CountyAdministrationOnlyError: The caller acts for an authority.
        AgreementNotFoundError: The caller administers no county.
    """
    if caller.authority_id is not None:
        raise CountyAdministrationOnlyError
    reader = await reader_of(session, caller)
    code, on = caller.county_code, local_day(now)
    centres = await overview.present_centres(session, code, on)
    coordinated = await overview.centres_with_coordinator(session, [centre.id for centre in centres], on)
    agreements = await overview.present_agreements(session, code, visible_to=reader)
    county = _County(
        profile_of_county(code, on),
        on,
        centres,
        coordinated,
        agreements,
        terms=await overview.terms_that_end(session, [centre.id for centre in centres], on),
        answers=await overview.answers_awaited(session, code, visible_to=reader),
        goals=await county_goals(session, code),
        duties=await duties_due(session, centres, on=on, ahead=timedelta(days=DUE_DAYS), reader=reader),
    )
    audit.record(session, "county.overview", resource_type="county")
    return CountyOverview(
        county_code=code,
        profile_id=county.profile.id,
        on=on,
        municipalities=tuple(_municipalities(county, code)),
        due=tuple(sorted(_due(county), key=_order)),
    )


def _order(due: Due) -> tuple[date, str, str, str]:
    return due.day, due.what, due.duty_key or str(due.agreement_id), due.municipality_code or ""


def _municipalities(county: _County, code: str) -> Iterator[Municipality]:
    names = {key: name for key, name in municipalities().items() if key.startswith(code)}
    standings = [_standing(county, key, name) for key, name in sorted(names.items())]
    without_letter = {found.subject for found in missing_letters(standings, _letter_rule(county.profile))}
    for standing in standings:
        yield _municipality(county, standing, lacks_letter=standing.code in without_letter)


def _municipality(county: _County, standing: MunicipalityStanding, *, lacks_letter: bool) -> Municipality:
    own = _centres_in(county, standing.code)
    has_coordinator = bool(own) and own <= set(county.coordinated)
    has_agreement = bool(own) and own <= _agreed_centres(county)
    lacks = {
        "centre": not own,
        "letter_of_intent": lacks_letter,
        "coordinator": bool(own) and not has_coordinator,
        "agreement": bool(own) and not has_agreement,
    }
    return Municipality(
        municipality_code=standing.code,
        name=standing.name,
        has_centre=bool(own),
        has_coordinator=has_coordinator,
        has_agreement=has_agreement,
        letter=standing.letter,
        lacks=tuple(what for what, is_lacking in lacks.items() if is_lacking),
    )


def _standing(county: _County, code: str, name: str) -> MunicipalityStanding:
    own = _centres_in(county, code)
    has_agreement = bool(own & _agreed_centres(county))
    letter = _letter(county, code)
    status = status_after_agreement(letter, has_active_agreement=has_agreement) if letter else None
    return MunicipalityStanding(code=code, name=name, has_centre=bool(own), letter=status)


def _centres_in(county: _County, code: str) -> set[UUID]:
    return {centre.id for centre in county.centres if centre.municipality_code == code}


def _agreed_centres(county: _County) -> set[UUID]:
    """Return the centres that an agreement in force covers; the county's covers all where none is required."""
    local = {found.centre_id for found in county.in_force(AgreementKind.LOCAL) if found.centre_id}
    needs_local = rules_of(AgreementKind.LOCAL, county.profile).is_required
    if needs_local or not county.in_force(AgreementKind.COUNTY):
        return local
    return {centre.id for centre in county.centres}


def _letter(county: _County, code: str) -> LetterStatus | None:
    """Return where a municipality's letter is in its life: signed when it is in force, else a draft."""
    kind = AgreementKind.LETTER_OF_INTENT
    if any(found.municipality_code == code for found in county.in_force(kind)):
        return LetterStatus.SIGNED
    letters = [found for found in county.agreements if found.kind is kind and found.municipality_code == code]
    return LetterStatus.DRAFT if letters else None


def _letter_rule(profile: CountyProfile) -> LetterRule:
    rule = profile.agreements.letter_of_intent
    return LetterRule(is_required=bool(rule.required.value) and rule.when.value == WITHOUT_CENTRE)


def _due(county: _County) -> Iterator[Due]:
    latest = county.on + timedelta(days=DUE_DAYS)
    yield from (
        due
        for due in (*_of_agreements(county), *_of_others(county), *_of_wheels(county))
        if due.day <= latest
    )


def _of_others(county: _County) -> Iterator[Due]:
    """Give the coordinators' terms that end, the answers that are awaited, and the county's goals."""
    places = {centre.id: centre.municipality_code for centre in county.centres}
    for centre_id, day in county.terms:
        yield Due(what="coordinator_term", day=day, centre_id=centre_id, municipality_code=places[centre_id])
    kinds = {agreement.id: agreement.kind for agreement in county.agreements}
    for agreement_id, day in county.answers:
        yield Due(what="answer", day=day, agreement_id=agreement_id, kind=kinds.get(agreement_id))
    decided = goals_on(county.goals, county.on)
    due_on = next_revision(decided.decided_on, goals_rule(county.profile)) if decided else None
    if isinstance(due_on, date):
        yield Due(what="county_goals", day=due_on)


def _of_wheels(county: _County) -> Iterator[Due]:
    for centre, duty in county.duties:
        yield Due(
            what=DUTY,
            day=duty.period.last,
            centre_id=centre.id,
            municipality_code=centre.municipality_code,
            duty_key=duty.key,
            sv=duty.what.sv,
            en=duty.what.en,
        )


def _of_agreements(county: _County) -> Iterator[Due]:
    places = {centre.id: centre.municipality_code for centre in county.centres}
    for agreement in county.agreements:
        place = agreement.municipality_code
        if agreement.centre_id is not None:
            place = places.get(agreement.centre_id)
        for what, day in _days(agreement, county.on):
            yield Due(
                what=what,
                day=day,
                agreement_id=agreement.id,
                kind=agreement.kind,
                centre_id=agreement.centre_id,
                municipality_code=place,
            )


def _days(agreement: Agreement, on: date) -> Iterator[tuple[str, date]]:
    if agreement.status in OPEN_STATUSES and agreement.sign_by is not None:
        yield "sign_by", agreement.sign_by
    if agreement.status in IN_FORCE:
        if agreement.ends_on is not None:
            yield "ends", agreement.ends_on
        profile = profile_version(agreement.profile_id, agreement.profile_first_day)
        last_on = agreement.reviewed_on or agreement.valid_from
        revision = revision_standing(last_on, revision_rule(profile), today=on)
        if revision.due_on is not None:
            yield "revision", revision.due_on
