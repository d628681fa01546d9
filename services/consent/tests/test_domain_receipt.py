"""The receipt as data, against records written by hand from ISO/IEC TS 27560:2023 and the DPV's terms."""

import json
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from slussen_consent.domain.consent import Consent, ConsentStatus, Ending, EndReason, Information
from slussen_consent.domain.custodians import SubjectKind
from slussen_consent.domain.positions import Custody, Method, Position, PositionValue
from slussen_consent.domain.receipt import (
    CONTEXT,
    Line,
    Party,
    Receipt,
    canonical,
    document,
    is_usable,
    lines_covered,
)
from slussen_consent.domain.scope import ScopeItem
from slussen_contracts.identifiers import Profession

SUMMER = timezone(timedelta(hours=2))
NOW, LATER = datetime(2026, 6, 10, 11, 0, 0, 999, SUMMER), datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
TODAY = date(2026, 6, 10)
CHILD, MOTHER, FATHER, ID = (UUID(int=number) for number in range(1, 5))
COUNSELLOR = ScopeItem(profession=Profession.SOCIAL_WORKER, topic="family_situation")
SPEECH = ScopeItem(profession=Profession.SPEECH_THERAPIST, topic="speech")
OWN = Position(MOTHER, PositionValue.PARTIAL, NOW, Method.ORAL, scope=(SPEECH,))
LINES = (
    Line("Kurator", "Familjesituation", None, covered=False),
    Line("Logoped", "Tal", "speech", covered=True),
)

WRITTEN: dict[str, Any] = json.loads("""
{
  "@id": "urn:uuid:00000000-0000-0000-0000-000000000004:v3",
  "@type": "dpv:ConsentReceipt",
  "dct:conformsTo": "https://w3id.org/dpv/schema/dpv-27560",
  "dct:hasVersion": "slussen-receipt-1",
  "dct:identifier": "urn:uuid:00000000-0000-0000-0000-000000000004:v3",
  "dct:isVersionOf": "urn:uuid:00000000-0000-0000-0000-000000000004",
  "dct:issued": "2026-06-10T09:00:00Z",
  "dct:language": "sv",
  "dct:title": "Kvitto",
  "dct:description": "Samtycket gäller",
  "dpv:hasDataSubject": {"@type": "dpv:Child", "dpv:hasIdentifier": "p-1"},
  "dpv:hasEntity": {
    "@type": ["dpv:Organisation", "dpv:DataController"],
    "dpv:hasName": "Region Örebro län",
    "dpv:hasOrganisationalUnit": "Barnhälsovården"
  },
  "dpv:hasJurisdiction": "loc:SE",
  "dpv:hasLegalBasis": {
    "@type": "dpv:ExplicitlyExpressedConsent",
    "dpv:hasApplicableLaw": "SFS 2009:400 10 kap. 1 §, 12 kap. 2 §",
    "dct:description": "Breaks secrecy. No legal basis under GDPR article 6 or 9."
  },
  "dpv:hasNotice": {"@type": "dpv:ConsentNotice", "dct:language": "ar", "dct:hasVersion": "2026-1"},
  "dpv:hasConsentStatus": [
    {
      "@type": "dpv:ConsentGiven",
      "dpv:isIndicatedBy": "dpv:Guardian",
      "dpv:hasDuration": {"@type": "dpv:UntilTimeDuration", "rdf:value": "2026-09-08"},
      "dct:identifier": "partial",
      "dpv:isIndicatedAtTime": "2026-06-10T09:00:00Z",
      "dpv:hasIndicationMethod": "oral"
    },
    {"@type": "dpv:ConsentStatusValidForProcessing"}
  ],
  "dpv:hasProcess": [
    {
      "@type": "dpv:Process",
      "dpv:hasPurpose": {"@type": "dpv:Purpose", "dct:identifier": "talk"},
      "dpv:hasProcessing": "dpv:Disclose",
      "dpv:hasPersonalData": {"@type": "dpv:PersonalData", "dct:identifier": "any", "dct:title": "Familjesituation"},
      "dpv:hasRecipient": {"@type": "dpv:Recipient", "dpv:hasName": "Kurator"},
      "dpv:hasRule": "dpv:Prohibition"
    },
    {
      "@type": "dpv:Process",
      "dpv:hasPurpose": {"@type": "dpv:Purpose", "dct:identifier": "talk"},
      "dpv:hasProcessing": "dpv:Disclose",
      "dpv:hasPersonalData": {"@type": "dpv:PersonalData", "dct:identifier": "speech", "dct:title": "Tal"},
      "dpv:hasRecipient": {"@type": "dpv:Recipient", "dpv:hasName": "Logoped"},
      "dpv:hasRule": "dpv:Permission"
    }
  ],
  "dpv:hasRight": {
    "@type": ["dpv:DataSubjectRight", "eu-gdpr:A7-3"],
    "dct:title": "Ta tillbaka",
    "dpv:isExercisedAt": "/consent/pages/own"
  }
}
""")


def consent(own: Position = OWN, **more: object) -> Consent:
    whole = Consent(
        id=ID,
        version=3,
        subject_id=CHILD,
        subject_kind=SubjectKind.CHILD,
        situation="talk",
        scope=(COUNSELLOR, SPEECH),
        positions=(own,),
        custody=Custody(lives_together=True, verified_on=TODAY),
        valid_from=TODAY,
        valid_through=TODAY + timedelta(days=90),
        recorded_at=NOW,
        changed_at=NOW,
        information=Information(version="2026-1", language="ar"),
    )
    return replace(whole, **more)


def receipt(own: Position = OWN, recorder: Party | None = None, **more: object) -> Receipt:
    return Receipt(
        consent=consent(own, **more),
        own=own,
        principal="p-1",
        language="sv",
        title="Kvitto",
        state="Samtycket gäller",
        recorder=recorder or Party("Barnhälsovården", "Region Örebro län"),
        lines=LINES,
        withdrawal="Ta tillbaka",
    )


def status(own: Position = OWN, **more: object) -> dict[str, Any]:
    found: dict[str, Any] = document(receipt(own, **more))["dpv:hasConsentStatus"][0]
    return found


def test_a_receipt_is_the_record_that_was_written_by_hand() -> None:
    made = document(receipt())
    assert made.pop("@context") == dict(CONTEXT)
    assert made == WRITTEN


def test_moments_are_in_utc_wherever_the_machine_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Stockholm")
    time.tzset()
    try:
        assert document(receipt())["dct:issued"] == "2026-06-10T09:00:00Z"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_every_prefix_that_a_receipt_uses_is_spelled_out_in_it() -> None:
    used = {text.split(":")[0] for text in json.dumps(WRITTEN).split('"') if ":" in text and " " not in text}
    assert used - {"urn", "https", ""} - {text for text in used if text[0].isdigit()} <= CONTEXT.keys()


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("yes", "ConsentGiven"),
        ("no", "ConsentRefused"),
        ("partial", "ConsentGiven"),
        ("not_asked", "ConsentRequested"),
    ],
)
def test_an_answer_has_its_term_while_the_consent_is_active(value: str, kind: str) -> None:
    made = status(replace(OWN, value=PositionValue(value), scope=()))
    assert (made["@type"], made["dct:identifier"]) == (f"dpv:{kind}", value)


@pytest.mark.parametrize(
    ("ended", "kind"),
    [
        ("withdrawn", "ConsentWithdrawn"),
        ("expired", "ConsentExpired"),
        ("annulled", "ConsentInvalidated"),
        ("closed", "ConsentTerminated"),
    ],
)
def test_an_ending_has_its_term_and_its_own_moment_and_no_method(ended: str, kind: str) -> None:
    ending = Ending(LATER, EndReason.CUSTODIAN_WITHDREW)
    made = status(status=ConsentStatus(ended), ending=ending)
    assert made["@type"] == f"dpv:{kind}"
    assert made["dpv:isIndicatedAtTime"] == "2026-07-01T08:30:00Z"
    assert "dpv:hasIndicationMethod" not in made


def test_who_was_never_asked_has_no_moment_and_no_method() -> None:
    made = status(Position(MOTHER, PositionValue.NOT_ASKED))
    assert not {"dpv:isIndicatedAtTime", "dpv:hasIndicationMethod"} & made.keys()


@pytest.mark.parametrize(
    ("kind", "term"), [("child", "dpv:Child"), ("unborn", "dpv:DataSubject"), ("adult", "dpv:Adult")]
)
def test_the_person_whom_it_is_about_has_a_term(kind: str, term: str) -> None:
    made = document(receipt(subject_kind=SubjectKind(kind)))
    assert made["dpv:hasDataSubject"]["@type"] == term


def test_who_answers_about_themselves_is_no_guardian() -> None:
    own = replace(OWN, custodian_id=CHILD)
    assert status(own)["dpv:isIndicatedBy"] == "dpv:DataSubject"


def test_what_nobody_told_is_left_out() -> None:
    made = document(receipt(information=Information()))
    assert made["dpv:hasNotice"] == {"@type": "dpv:ConsentNotice", "dct:language": "sv"}
    alone = document(receipt(recorder=Party("Familjens hus")))["dpv:hasEntity"]
    assert alone["dpv:hasName"] == alone["dpv:hasOrganisationalUnit"] == "Familjens hus"


@pytest.mark.parametrize(
    ("value", "state", "usable"),
    [
        ("yes", "active", True),
        ("partial", "active", True),
        ("no", "active", False),
        ("not_asked", "active", False),
        ("yes", "withdrawn", False),
    ],
)
def test_only_an_active_yes_or_partial_is_valid(value: str, state: str, usable: bool) -> None:
    own = replace(OWN, value=PositionValue(value), scope=(SPEECH,) if value == "partial" else ())
    of = consent(own, status=ConsentStatus(state))
    made = document(receipt(own, status=ConsentStatus(state)))["dpv:hasConsentStatus"]
    assert is_usable(of) is usable
    assert made[1:] == [{"@type": f"dpv:ConsentStatus{'Valid' if usable else 'Invalid'}ForProcessing"}]


def test_nothing_is_let_through_once_the_consent_has_ended() -> None:
    assert lines_covered(consent(), OWN) == {1}
    assert lines_covered(consent(status=ConsentStatus.EXPIRED), OWN) == frozenset()


def test_what_is_signed_has_sorted_keys_and_no_space() -> None:
    assert canonical({"b": "å", "a": {"d": 1, "c": [2]}}) == '{"a":{"c":[2],"d":1},"b":"å"}'.encode()
