"""Create, read, update: each from a resource to a resource, within the request's transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import Request
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.auth import Caller
from slussen_chassis.clock import Clock, local_day
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_chassis.transaction import PURPOSE_HEADER, caller_of
from slussen_chassis.web import ScopeMissingError
from slussen_consent.domain.consent import ConsentNotFoundError
from slussen_consent.domain.recording import ConsentInvalidError
from slussen_consent.fhir.extensions import read
from slussen_consent.fhir.faults import fault, in_fhir_words
from slussen_consent.fhir.incoming import check_labels, external_id_of, journal_reference, parsed, stated
from slussen_consent.fhir.outgoing import resource_of, units_in
from slussen_consent.fhir.people import custodian_of
from slussen_consent.fhir.resources import ConsentResource
from slussen_consent.intake import Intake
from slussen_consent.records import ConsentRecord
from slussen_consent.repository.register import Units
from slussen_consent.resources import Resources
from slussen_consent.routes.fhir.speaking import version_in
from slussen_consent.use_cases import consents, endings, stated_consents
from slussen_consent.use_cases.acting import Acting
from slussen_consent.use_cases.journal_event import Journal
from slussen_consent.use_cases.protection import as_shown
from slussen_contracts.consent import api, scopes


@dataclass(frozen=True, slots=True)
class Desk:
    """What one request's interactions rest on."""

    session: AsyncSession
    caller: Caller
    purpose: str
    resources: Resources
    now: datetime

    @classmethod
    def of(cls, request: Request) -> "Desk":
        """Return the desk of a request in a transaction."""
        clock: Clock = request.app.state.clock
        purpose = request.headers.get(PURPOSE_HEADER, "")[:100]
        return cls(
            request.state.session, caller_of(request), purpose, request.app.state.resources, clock.now()
        )

    @property
    def acting(self) -> Acting:
        """On whose behalf the caller acts."""
        return Acting.of(self.caller, self.purpose)

    def require(self, scope: str) -> None:
        """Refuse a caller without the scope.

        Raises:
            ScopeMissingError: The caller lacks it.
        """
        if scope not in self.caller.scopes:
            raise ScopeMissingError(sv=f"Behörigheten {scope} saknas", en=f"The scope {scope} is missing")

    async def shown(self, record: ConsentRecord) -> ConsentResource:
        """Return a consent as FHIR."""
        units = await self.resources.register.units(units_in(record))
        reader = self.acting.authority_id
        return resource_of(record, units, reader=reader, on=local_day(self.now))

    async def written(self, record: ConsentRecord, resource: ConsentResource) -> ConsentResource:
        """Return what was written, as its keeper is shown it.

        Raises:
            InvalidError: The client stated a protection of the person that is not known; nothing is written.
        """
        reader, subject_id = self.acting.authority_id, record.consent.subject_id
        (shown,) = await as_shown(self.session, subject_id, [record], reader=reader)
        check_labels(resource.meta, shown.protection)
        return await self.shown(shown)

    async def read(self, consent_id: UUID) -> ConsentResource:
        """Return a consent at its newest version.

        Raises:
            ConsentNotFoundError: There is none that the caller's authority may see.
        """
        self.require(scopes.READ)
        reader = self.acting.authority_id
        return await self.shown(
            await consents.get_consent(self.session, consent_id, reader=reader, now=self.now)
        )

    async def versions(self, consent_id: UUID) -> list[ConsentResource]:
        """Return every version of a consent, the newest first."""
        self.require(scopes.READ)
        found = await consents.list_versions(
            self.session, consent_id, reader=self.acting.authority_id, now=self.now
        )
        return [await self.shown(record) for record in reversed(found)]

    async def version(self, consent_id: UUID, version: int) -> ConsentResource:
        """Return a consent as it was at one version.

        Raises:
            ConsentNotFoundError: There is no such version that the caller's authority may see.
        """
        for resource in await self.versions(consent_id):
            if resource.meta is not None and resource.meta.version_id == str(version):
                return resource
        raise ConsentNotFoundError

    async def create(self, body: Any, *, if_none_exist: str | None) -> tuple[ConsentResource, bool]:
        """Record a consent, unless the condition finds one; tell whether it is new."""
        self.require(scopes.RECORD)
        journal = Journal.of(self.caller, self.purpose)
        if if_none_exist is not None:
            wanted = condition_of(if_none_exist)
            known = await stated_consents.find_by_external_id(self.session, wanted, journal=journal)
            if known is not None:
                return await self.shown(known), False
        resource = parsed(body)
        said = stated(resource)
        try:
            kept = await stated_consents.record_stated(
                self.session, said, journal=journal, resources=self.resources, now=self.now
            )
        except ConsentInvalidError as error:
            raise _in_fhir_words(error, resource) from None
        return await self.written(kept, resource), True

    async def update(self, consent_id: UUID, body: Any, *, if_match: str | None) -> ConsentResource:
        """Change, withdraw (`inactive`) or annul (`entered-in-error`) a consent: a new version of it."""
        self.require(scopes.RECORD)
        journal = Journal.of(self.caller, self.purpose)
        resource = parsed(body)
        if resource.id != consent_id:
            raise fault("Consent.id", "id-differs")
        expected = version_in(if_match, resource)
        if resource.status == "inactive":
            return await self.written(await self._withdraw(resource, consent_id, expected, journal), resource)
        if resource.status == "entered-in-error":
            kept = await endings.annul_consent(
                self.session, consent_id, acting=self.acting, expected=expected, now=self.now
            )
            return await self.written(kept, resource)
        said = stated(resource)
        try:
            kept = await stated_consents.change_stated(
                *(self.session, consent_id, said),
                expected=expected,
                journal=journal,
                resources=self.resources,
                now=self.now,
            )
        except ConsentInvalidError as error:
            raise _in_fhir_words(error, resource) from None
        return await self.written(kept, resource)

    async def _withdraw(
        self, resource: ConsentResource, consent_id: UUID, expected: int, journal: Journal
    ) -> ConsentRecord:
        ending = read(resource.extension, "Consent").get("ending", [{}])[0]
        where = "Consent.extension"
        by = api.CustodianPosition.model_validate(
            {"value": "no", **custodian_of(ending.get("custodian"), where)}
        )
        custodian = Intake(self.resources.vault, Units({}, {}), journal.client_id).custodian(by)
        reference = journal_reference(resource.source_reference)
        withdrawal = api.ConsentWithdraw.model_validate(
            {"custodian_id": custodian, "journal_reference": reference}
        )
        return await consents.withdraw_consent(
            self.session,
            consent_id,
            withdrawal,
            keeper=journal.authority_id,
            expected=expected,
            now=self.now,
        )


def condition_of(written: str) -> str:
    """Return the journal's id in a condition: `identifier=<system>|<value>` and nothing else.

    Raises:
        InvalidError: It is another condition.
    """
    pairs = parse_qsl(written.rpartition("?")[2], keep_blank_values=True)
    if len(pairs) == 1 and pairs[0][0] == "identifier":
        system, separator, value = pairs[0][1].partition("|")
        if separator and system and value:
            return external_id_of(system, value)
    raise InvalidError(
        FieldProblem(
            "If-None-Exist",
            "condition",
            "kan bara vara identifier=<system>|<värde>",
            "can only be identifier=<system>|<value>",
        )
    )


def _in_fhir_words(error: ConsentInvalidError, resource: ConsentResource) -> InvalidError:
    places = "verification" if resource.verification else "performer"
    kebab = (FieldProblem(p.field, p.rule.replace("_", "-"), p.sv, p.en) for p in error.problems)
    return in_fhir_words(kebab, positions=places)
