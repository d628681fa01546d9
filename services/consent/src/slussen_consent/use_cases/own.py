"""A private person's own consents: see, answer, withdraw, and see who has looked; each under its keeper's context."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day
from slussen_chassis.database import Context, set_context
from slussen_chassis.errors import ForbiddenError
from slussen_chassis.outbox import enqueue
from slussen_chassis.web import check_version
from slussen_consent.counties import rules_in
from slussen_consent.domain.consent import ConsentNotFoundError, withdraw
from slussen_consent.domain.own_view import OwnAnswer, Withheld, answer, own_position, required_position
from slussen_consent.domain.positions import Position
from slussen_consent.records import ConsentRecord, state_event
from slussen_consent.repository import consents, subjects
from slussen_consent.repository import own as repository
from slussen_consent.repository.own import Access, KeptAt
from slussen_consent.use_cases.follow_up import follow_up
from slussen_contracts.consent.events import ConsentChanged, ConsentWithdrawn

PURPOSE = "own-view"


class PrivatePersonsOnlyError(ForbiddenError):
    """The own view is for whoever has logged in as a private person."""

    code: ClassVar[str] = "private-persons-only"
    title_sv: ClassVar[str] = "Detta är till för den som loggat in som privatperson"
    title_en: ClassVar[str] = "This is for those who have logged in as a private person"


@dataclass(frozen=True, slots=True)
class OwnConsent:
    """A consent and the position in it of the person who looks."""

    record: ConsentRecord
    position: Position


@dataclass(frozen=True, slots=True)
class WithheldConsent:
    """That a consent is not shown, why, and which authority to ask."""

    reason: Withheld
    authority_id: UUID


@dataclass(frozen=True, slots=True)
class OwnConsents:
    """What a person finds."""

    shown: Sequence[OwnConsent]
    withheld: Sequence[WithheldConsent]


@dataclass(frozen=True, slots=True)
class Accesses:
    """Who has looked at what concerns a person, and whether where that was is to be hidden."""

    items: Sequence[Access]
    are_places_hidden: bool


async def list_own(session: AsyncSession, *, person: Caller, now: datetime) -> OwnConsents:
    """Return the consents in which the person has a say, the latest changed first; each reading is logged.

    Raises:
        PrivatePersonsOnlyError: The caller is no private person.
    """
    shown: list[OwnConsent] = []
    withheld: list[WithheldConsent] = []
    for kept in await repository.list_kept(session, visible_to=known_as(person)):
        record = await _open(session, kept, person)
        own = own_position(
            record.consent, person.known_as, on=local_day(now), fresh_for=_fresh_for(record, now)
        )
        if isinstance(own, Withheld):
            withheld.append(WithheldConsent(own, record.keeping.authority_id))
            _trace(session, "own-consent.withhold", record)
        else:
            shown.append(OwnConsent(record, own))
            _trace(session, "own-consent.read", record)
    shown.sort(key=lambda one: one.record.consent.changed_at, reverse=True)
    return OwnConsents(shown, withheld)


async def get_own(session: AsyncSession, consent_id: UUID, *, person: Caller, now: datetime) -> OwnConsent:
    """Return one of them.

    Raises:
        ConsentNotFoundError: There is none in which the person has a say.
        ConsentWithheldError: It is not shown: custody is not known.
    """
    kept = await repository.get_kept(session, consent_id, visible_to=known_as(person))
    found = _own(await _open(session, kept, person), person, now)
    _trace(session, "own-consent.read", found.record)
    return found


async def get_own_version(
    session: AsyncSession, consent_id: UUID, version: int | None, *, person: Caller, now: datetime
) -> OwnConsent:
    """Return one version of a consent, the newest where none is named; the newest decides whether it is shown.

    Raises:
        ConsentNotFoundError: There is none in which the person has a say.
        ConsentWithheldError: It is not shown: custody is not known.
    """
    newest = await get_own(session, consent_id, person=person, now=now)
    if version is None or version == newest.record.consent.version:
        return newest
    keeper = newest.record.keeping.authority_id
    for record in await consents.list_versions(session, consent_id, visible_to=keeper):
        for own in record.consent.positions:
            if record.consent.version == version and own.custodian_id in person.known_as:
                return OwnConsent(await _minded(session, record), own)
    raise ConsentNotFoundError


async def answer_own(
    session: AsyncSession,
    consent_id: UUID,
    given: OwnAnswer,
    *,
    person: Caller,
    expected: int | None,
    now: datetime,
) -> OwnConsent:
    """Answer anew, and announce it.

    Raises:
        ConsentNotFoundError: There is none in which the person has a say.
        ConsentWithheldError: It is not shown: custody is not known.
        ConsentNotActiveError: It has ended.
        AnswerInvalidError: The answer is none that the consent can take.
        PreconditionFailedError: It has another version than the person has read.
    """
    known = await _locked(session, consent_id, person, expected, now)
    changed = answer(known.record.consent, known.position, given, at=now)
    kept = known.record.with_consent(changed)
    await consents.save(session, kept)
    _trace(session, "own-consent.answer", kept)
    enqueue(session, state_event(kept, ConsentChanged, at=now))
    await follow_up(session, kept, now=now)
    return _own(kept, person, now)


async def withdraw_own(
    session: AsyncSession, consent_id: UUID, *, person: Caller, expected: int | None, now: datetime
) -> OwnConsent:
    """Withdraw the consent by one act, and announce it, so that open referrals stop.

    Raises:
        ConsentNotFoundError: There is none in which the person has a say.
        ConsentWithheldError: It is not shown: custody is not known.
        ConsentAlreadyWithdrawnError: It was withdrawn before.
        ConsentNotActiveError: It ended in another way.
        PreconditionFailedError: It has another version than the person has read.
    """
    known = await _locked(session, consent_id, person, expected, now)
    withdrawn = withdraw(known.record.consent, at=now, custodian_id=known.position.custodian_id)
    kept = known.record.with_consent(withdrawn)
    await consents.save(session, kept)
    _trace(session, "own-consent.withdraw", kept)
    enqueue(session, state_event(kept, ConsentWithdrawn, at=now))
    await follow_up(session, kept, now=now)
    return _own(kept, person, now)


async def list_accesses(
    session: AsyncSession, subject_id: UUID, *, person: Caller, now: datetime
) -> Accesses:
    """Return who has looked at what concerns a person, by unit and time, the latest first.

    Only from the logs of authorities that keep a consent which is shown here: each answers for its own log.

    Raises:
        ConsentNotFoundError: No consent about the person is shown here.
    """
    shown = (await list_own(session, person=person, now=now)).shown
    kept = [one.record for one in shown if one.record.consent.subject_id == subject_id]
    if not kept:
        raise ConsentNotFoundError
    found: list[Access] = []
    for authority_id, county in _keepers(kept):
        await set_context(session, _context(person, authority_id, county))
        audit.record(session, "own-access.list", resource_type="audit_entry", subject_id=subject_id)
        found += await repository.list_accesses(session, subject_id)
    found.sort(key=lambda one: one.at, reverse=True)
    return Accesses(found, are_places_hidden=any(record.protection is not None for record in kept))


def known_as(person: Caller) -> tuple[UUID, ...]:
    """Return the ids by which a private person is known.

    Raises:
        PrivatePersonsOnlyError: The caller is somebody else.
    """
    if person.kind != "person" or not person.known_as:
        raise PrivatePersonsOnlyError
    return person.known_as


async def _open(session: AsyncSession, kept: KeptAt, person: Caller) -> ConsentRecord:
    """Return a consent at its newest version, under its keeper's context."""
    await set_context(session, _context(person, kept.authority_id, kept.county_code))
    record = await consents.get(session, kept.consent_id, visible_to=kept.authority_id)
    return await _minded(session, record)


async def _minded(session: AsyncSession, record: ConsentRecord) -> ConsentRecord:
    """Return a consent with the protection of its person, for no place of whom may be shown (decision 0026)."""
    protection = await subjects.protection_of(session, record.consent.subject_id)
    return replace(record, protection=protection)


async def _locked(
    session: AsyncSession, consent_id: UUID, person: Caller, expected: int | None, now: datetime
) -> OwnConsent:
    kept = await repository.get_kept(session, consent_id, visible_to=known_as(person))
    await set_context(session, _context(person, kept.authority_id, kept.county_code))
    record = await _minded(
        session, await consents.get_for_update(session, consent_id, kept_by=kept.authority_id)
    )
    check_version(record.consent.version, expected)
    return _own(record, person, now)


def _own(record: ConsentRecord, person: Caller, now: datetime) -> OwnConsent:
    position = required_position(
        record.consent, person.known_as, on=local_day(now), fresh_for=_fresh_for(record, now)
    )
    return OwnConsent(record, position)


def _fresh_for(record: ConsentRecord, now: datetime) -> timedelta:
    return rules_in(record.keeping.county_code, local_day(now)).custody_fresh_for


def _context(person: Caller, authority_id: UUID, county_code: str) -> Context:
    return Context(
        authority_id=authority_id,
        county_code=county_code,
        actor=person.subject,
        purpose=PURPOSE,
        person=person.known_as,
    )


def _keepers(records: Iterable[ConsentRecord]) -> list[tuple[UUID, str]]:
    return sorted({(one.keeping.authority_id, one.keeping.county_code) for one in records})


def _trace(session: AsyncSession, action: str, record: ConsentRecord) -> None:
    audit.record(
        session,
        action,
        resource_type="consent",
        resource_id=record.consent.id,
        subject_id=record.consent.subject_id,
    )
