"""Whatever a consent says, FHIR says it too, and it comes back the same."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import fhirkit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slussen_consent.domain.consent import (
    ChildHeard,
    Consent,
    ConsentStatus,
    Ending,
    EndReason,
    Information,
    JournalReference,
)
from slussen_consent.domain.custodians import AuthorityDocument, Capacity, DocumentKind, SubjectKind
from slussen_consent.domain.positions import (
    ConsentValue,
    Custody,
    CustodyBasis,
    CustodySource,
    Method,
    Position,
    PositionValue,
)
from slussen_consent.domain.recording import ConsentDraft
from slussen_consent.domain.scope import Request, ScopeItem
from slussen_consent.fhir import definitions
from slussen_consent.fhir.extensions import DEFINITIONS
from slussen_consent.fhir.incoming import VALUE_OF_STATUS, parsed, stated
from slussen_consent.fhir.outgoing import STATUS_OF_ENDED, STATUS_OF_VALUE, resource_of
from slussen_consent.fhir.resources import plain
from slussen_consent.fhir.systems import extension
from slussen_consent.intake import Intake, Recorder
from slussen_consent.records import ConsentRecord, Keeping
from slussen_consent.repository.register import Unit, Units
from slussen_contracts.identifiers import Activity, AuthorityType, Branch, Profession

AUTHORITY, CHILD = UUID(int=1), UUID(int=2)
CUSTODIANS = (UUID(int=3), UUID(int=4))
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
TODAY = date(2026, 11, 22)
PROFESSIONS = (Profession.MIDWIFE, Profession.SOCIAL_WORKER)
ACTIVITIES = (Activity.CHILD_HEALTH_CARE, Activity.OPEN_PRESCHOOL)
TOPICS = ("finances", "parental_support")


def unit(number: int) -> Unit:
    return Unit(
        id=UUID(int=number),
        version=1,
        hsa_id=f"SE2321000164-{number}",
        authority_id=AUTHORITY,
        authority_type=AuthorityType.REGION,
        board_id=None,
        branch=Branch.HEALTH,
        activity=None,
        centre_ids=frozenset(),
        county_code="18",
        valid_from=date(2026, 1, 1),
        valid_through=None,
    )


OWN, KNOWN, UNKNOWN = unit(100), unit(101), UUID(int=102)
UNITS = Units({one.id: one for one in (OWN, KNOWN)}, {one.hsa_id: one for one in (OWN, KNOWN)})

units = st.sampled_from((KNOWN.id, OWN.id))


def mostly_open(*values: Any) -> st.SearchStrategy[Any]:
    """None more often than not, so that lines overlap."""
    return st.sampled_from((None, None, None, *values))


asked = st.builds(
    ScopeItem, units, mostly_open(*PROFESSIONS), mostly_open(*ACTIVITIES), st.sampled_from(TOPICS)
)
any_line = st.builds(
    ScopeItem,
    mostly_open(KNOWN.id, OWN.id),
    mostly_open(*PROFESSIONS),
    mostly_open(*ACTIVITIES),
    mostly_open(*TOPICS),
    st.booleans(),
).filter(lambda line: not line.is_empty)
excluded = any_line.map(lambda line: replace(line, allowed=False))
documents = st.none() | st.builds(
    AuthorityDocument,
    st.sampled_from(DocumentKind),
    st.just("dok-1"),
    st.sampled_from((None, date(2026, 1, 1))),
    st.sampled_from((None, date(2026, 12, 31))),
    st.frozensets(st.sampled_from(TOPICS)),
)


@st.composite
def positions(draw: st.DrawFn, custodian_id: UUID) -> Position:
    value = draw(st.sampled_from((*PositionValue, PositionValue.PARTIAL, PositionValue.PARTIAL)))
    answered = value is not PositionValue.NOT_ASKED
    return Position(
        custodian_id=custodian_id,
        value=value,
        given_at=AT if answered else None,
        method=draw(st.none() | st.sampled_from(Method)),
        capacity=draw(st.sampled_from((Capacity.CUSTODIAN, Capacity.FOSTER_PARENT))),
        document=draw(documents),
        scope=tuple(draw(st.lists(any_line, min_size=1, max_size=3)))
        if value is PositionValue.PARTIAL
        else (),
    )


@st.composite
def consents(draw: st.DrawFn) -> Consent:
    return Consent(
        id=UUID(int=9),
        version=draw(st.integers(1, 9)),
        subject_id=CHILD,
        subject_kind=draw(st.sampled_from(SubjectKind)),
        situation="family-support-1",
        scope=tuple(draw(st.lists(asked, min_size=1, max_size=3)) + draw(st.lists(excluded, max_size=2))),
        positions=tuple(
            draw(positions(one)) for one in CUSTODIANS[: draw(st.integers(min_value=1, max_value=2))]
        ),
        custody=Custody(
            draw(st.sampled_from(CustodyBasis)),
            draw(st.sampled_from((None, True, False))),
            draw(st.booleans()),
            draw(st.none() | st.just(TODAY)),
            draw(st.none() | st.sampled_from(CustodySource)),
        ),
        valid_from=TODAY,
        valid_through=date(2027, 3, 31),
        recorded_at=AT,
        changed_at=AT,
        information=draw(
            st.builds(Information, st.none() | st.just("2026-1"), st.just("sv"), st.booleans(), st.booleans())
        ),
        child_heard=draw(st.builds(ChildHeard, st.booleans(), st.none() | st.just("entry-1"))),
        journal=draw(
            st.none()
            | st.builds(JournalReference, st.sampled_from(("j-1", "urn:j:1")), st.just("d"), st.just(AT))
        ),
    )


def record_of(consent: Consent) -> ConsentRecord:
    keeping = Keeping(
        AUTHORITY, (AUTHORITY,), "18", OWN.id, Profession.MIDWIFE, "client", "own|id-1", "child"
    )
    return ConsentRecord(consent, keeping)


def as_fhir(consent: Consent) -> dict[str, Any]:
    return plain(resource_of(record_of(consent), UNITS, reader=AUTHORITY, on=TODAY))


def back(resource: dict[str, Any]) -> ConsentDraft:
    """What comes of a resource that is sent back."""
    said = stated(parsed(resource))
    assert (said.subject, said.external_id) == (CHILD, "own|id-1")
    assert said.recorded_by.profession is Profession.MIDWIFE
    recorder = Recorder(OWN, None, ())  # type: ignore[arg-type] # the draft asks for no rule of the county
    return Intake(None, UNITS, "client").draft(said.content, CHILD, recorder)  # type: ignore[arg-type] # no numbers


@settings(max_examples=150, deadline=None)
@given(consents())
def test_what_goes_out_is_fhir_and_comes_back_the_same(consent: Consent) -> None:
    resource = as_fhir(consent)
    assert [str(issue) for issue in fhirkit.validate(resource)] == []
    draft = back(resource)
    assert draft.scope == consent.scope
    assert [vars_of(one) for one in draft.positions] == [vars_of(one) for one in consent.positions]
    assert draft.stated_value is consent.value
    for name in ("subject_kind", "situation", "custody", "valid_from", "valid_through"):
        assert getattr(draft, name) == getattr(consent, name)
    for name in ("information", "child_heard", "journal"):
        assert getattr(draft, name) == getattr(consent, name)


def vars_of(position: Any) -> tuple[Any, ...]:
    names = ("custodian_id", "value", "given_at", "method", "capacity", "document", "scope")
    return tuple(getattr(position, name) for name in names)


def requests() -> Iterator[Request]:
    for topic in TOPICS:
        for unit_id in (KNOWN.id, OWN.id, UNKNOWN):
            for profession in PROFESSIONS:
                for activity in ACTIVITIES:
                    yield Request(topic, unit_id, profession, activity)


def verdict(rule: dict[str, Any], request: Request) -> str | None:
    """How somebody who knows FHIR alone reads a rule: its exceptions hold before it, and a denial before a permit."""
    if not concerns(rule, request):
        return None
    below = {verdict(one, request) for one in rule.get("provision", ())} - {None}
    return "deny" if "deny" in below else "permit" if below else rule["type"]


def concerns(rule: dict[str, Any], request: Request) -> bool:
    topics = {code["coding"][0]["code"] for code in rule.get("code", ())}
    if topics and request.topic not in topics:
        return False
    return not rule.get("actor") or any(is_meant(actor, request) for actor in rule["actor"])


def is_meant(actor: dict[str, Any], request: Request) -> bool:
    named = actor["reference"].get("identifier")
    ids = {one.hsa_id: one.id for one in (OWN, KNOWN)}
    if named and ids[named["value"]] != request.unit_id:
        return False
    more = [part for e in actor.get("extension", ()) for part in e["extension"]]
    return all(getattr(request, part["url"]) == part["valueCode"] for part in more)


@settings(max_examples=200, deadline=None)
@given(consents())
def test_a_reader_who_knows_fhir_alone_concludes_what_we_do(consent: Consent) -> None:
    resource = as_fhir(consent)
    for request in requests():
        found = {verdict(rule, request) for rule in resource["provision"].get("provision", ())}
        permits = resource["status"] == "active" and "permit" in found and "deny" not in found
        assert permits == consent.covers(request, situation="family-support-1", on=TODAY), request


@pytest.mark.parametrize("status", ConsentStatus)
def test_every_status_goes_out_and_an_ended_one_says_why(status: ConsentStatus) -> None:
    position = Position(CUSTODIANS[0], PositionValue.YES, AT)
    consent = Consent(
        *(UUID(int=9), 2, CHILD, SubjectKind.ADULT, "s", (ScopeItem(KNOWN.id, topic="a"),), (position,)),
        *(Custody(CustodyBasis.SOLE), TODAY, TODAY, AT, AT),
        status=status,
        ending=None
        if status is ConsentStatus.ACTIVE
        else Ending(AT, EndReason.SITUATION_ENDED, CUSTODIANS[0]),
    )
    resource = as_fhir(consent)
    assert [str(issue) for issue in fhirkit.validate(resource)] == []
    endings = [one for one in resource["extension"] if one["url"] == extension("ending")]
    assert resource["status"] == STATUS_OF_ENDED.get(status, "active")
    assert len(endings) == (status is not ConsentStatus.ACTIVE)


def test_values_and_statuses_are_each_others_inverse() -> None:
    outward = {(status, value.value) for value, status in STATUS_OF_VALUE.items()}
    inward = {(status, value) for status, values in VALUE_OF_STATUS.items() for value in values}
    assert outward == inward
    assert set(STATUS_OF_VALUE) == set(ConsentValue)
    assert set(STATUS_OF_ENDED) == set(ConsentStatus) - {ConsentStatus.ACTIVE}


def test_the_table_for_people_says_what_the_code_does() -> None:
    page = (Path(__file__).parents[3] / "contracts" / "docs" / "fhir.md").read_text("utf-8")
    rows = re.findall(r"^\| (`?\w+`?) \| `(\w+)` \| `([\w-]+)` \|", page, re.MULTILINE)
    living = {(value.strip("`"), fhir) for value, status, fhir in rows if status == "active"}
    ended = {status: fhir for _, status, fhir in rows if status != "active"}
    assert living == {(value.value, status) for value, status in STATUS_OF_VALUE.items()}
    assert ended == {status.value: fhir for status, fhir in STATUS_OF_ENDED.items()}
    assert all(f"`{name}`" in page for name in DEFINITIONS)


@pytest.mark.parametrize("name", DEFINITIONS)
def test_every_extension_is_described_in_fhir_and_in_both_languages(name: str) -> None:
    made = definitions.structure_definitions()[name]
    assert made["url"] == extension(name)
    assert made["context"][0]["expression"] == DEFINITIONS[name].context
    assert len(set(made["description"].split(" / "))) == 2
    assert [str(issue) for issue in fhirkit.validate(made)] == []


def test_what_is_offered_and_every_definition_is_fhir() -> None:
    documents_of = [
        definitions.capabilities(),
        *definitions.structure_definitions().values(),
        *definitions.code_systems().values(),
    ]
    for document in documents_of:
        assert [str(issue) for issue in fhirkit.validate(document)] == [], document["resourceType"]


def test_the_second_opinion_would_find_a_fault() -> None:
    broken = definitions.capabilities() | {"status": "nonsense", "kind": None}
    assert fhirkit.validate(broken) != []
