"""A consent receipt as data: an ISO/IEC TS 27560:2023 record in JSON-LD, with the terms of the W3C's DPV.

It says what one custodian has answered, and of the others nothing. Consent here breaks secrecy (offentlighets- och
sekretesslagen 2009:400, 10 kap. 1 § and 12 kap. 2 §); it is no legal basis under GDPR, and the receipt says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from slussen_consent.domain.consent import Consent, ConsentStatus
from slussen_consent.domain.custodians import SubjectKind
from slussen_consent.domain.own_view import covered_lines
from slussen_consent.domain.positions import ConsentValue, Position, PositionValue

SCHEMA: Final = "slussen-receipt-1"
CONTEXT: Final[Mapping[str, str]] = {
    "dct": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "loc": "https://w3id.org/dpv/loc#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
"""Every prefix is spelled out, so that nothing has to be fetched to read or to verify a receipt."""
PROFILE: Final = "https://w3id.org/dpv/schema/dpv-27560"
LAW: Final = "SFS 2009:400 10 kap. 1 §, 12 kap. 2 §"

_ENDED: Final = {
    ConsentStatus.WITHDRAWN: "dpv:ConsentWithdrawn",
    ConsentStatus.EXPIRED: "dpv:ConsentExpired",
    ConsentStatus.ANNULLED: "dpv:ConsentInvalidated",
    ConsentStatus.CLOSED: "dpv:ConsentTerminated",
}
_ANSWERED: Final = {
    PositionValue.YES: "dpv:ConsentGiven",
    PositionValue.PARTIAL: "dpv:ConsentGiven",
    PositionValue.NO: "dpv:ConsentRefused",
    PositionValue.NOT_ASKED: "dpv:ConsentRequested",
}
_SUBJECTS: Final = {
    SubjectKind.CHILD: "dpv:Child",
    SubjectKind.UNBORN: "dpv:DataSubject",
    SubjectKind.ADULT: "dpv:Adult",
}


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation in words."""

    name: str
    authority: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what was asked about, in words, and whether the custodian's answer lets it through."""

    recipient: str
    topic: str
    topic_code: str | None
    covered: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says: the consent as it was at one version, one custodian's position, and the words for it.

    `principal` stands for the person whom the consent is about: the same in all receipts about one person, and
    useless for anything else.
    """

    consent: Consent
    own: Position
    principal: str
    language: str
    title: str
    state: str
    recorder: Party
    lines: Sequence[Line]
    withdrawal: str

    @property
    def name(self) -> str:
        """The receipt's own identifier: the consent and its version."""
        return f"urn:uuid:{self.consent.id}:v{self.consent.version}"


def is_usable(consent: Consent) -> bool:
    """Whether anything may be told on the ground of the consent, as it stands by itself."""
    return consent.status is ConsentStatus.ACTIVE and consent.value in {
        ConsentValue.YES,
        ConsentValue.PARTIAL,
    }


def lines_covered(consent: Consent, own: Position) -> frozenset[int]:
    """Return the places in the scope that the custodian's answer lets through while the consent is active."""
    return frozenset(covered_lines(consent, own)) if consent.status is ConsentStatus.ACTIVE else frozenset()


def document(receipt: Receipt) -> dict[str, Any]:
    """Return the receipt as JSON-LD, not yet signed; the same receipt gives the same document."""
    consent = receipt.consent
    controller = {
        "@type": ["dpv:Organisation", "dpv:DataController"],
        "dpv:hasName": receipt.recorder.authority or receipt.recorder.name,
        "dpv:hasOrganisationalUnit": receipt.recorder.name,
    }
    valid = (
        "dpv:ConsentStatusValidForProcessing"
        if is_usable(consent)
        else "dpv:ConsentStatusInvalidForProcessing"
    )
    return {
        "@context": dict(CONTEXT),
        "@id": receipt.name,
        "@type": "dpv:ConsentReceipt",
        "dct:conformsTo": PROFILE,
        "dct:hasVersion": SCHEMA,
        "dct:identifier": receipt.name,
        "dct:isVersionOf": f"urn:uuid:{consent.id}",
        "dct:issued": _moment(consent.changed_at),
        "dct:language": receipt.language,
        "dct:title": receipt.title,
        "dct:description": receipt.state,
        "dpv:hasDataSubject": {
            "@type": _SUBJECTS[consent.subject_kind],
            "dpv:hasIdentifier": receipt.principal,
        },
        "dpv:hasEntity": controller,
        "dpv:hasJurisdiction": "loc:SE",
        "dpv:hasLegalBasis": {
            "@type": "dpv:ExplicitlyExpressedConsent",
            "dpv:hasApplicableLaw": LAW,
            "dct:description": "Breaks secrecy. No legal basis under GDPR article 6 or 9.",
        },
        "dpv:hasNotice": _notice(consent),
        "dpv:hasConsentStatus": [_own_status(receipt), {"@type": valid}],
        "dpv:hasProcess": [_process(receipt, line) for line in receipt.lines],
        "dpv:hasRight": {
            "@type": ["dpv:DataSubjectRight", "eu-gdpr:A7-3"],
            "dct:title": receipt.withdrawal,
            "dpv:isExercisedAt": "/consent/pages/own",
        },
    }


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return the bytes that are signed: JSON with sorted keys and no space (RFC 8785, for texts, lists and objects)."""
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)


def _own_status(receipt: Receipt) -> dict[str, Any]:
    consent, own = receipt.consent, receipt.own
    kind = _ENDED.get(consent.status) or _ANSWERED[own.value]
    ended_at = consent.ending.at if consent.ending else None
    status: dict[str, Any] = {
        "@type": kind,
        "dpv:isIndicatedBy": "dpv:DataSubject" if own.custodian_id == consent.subject_id else "dpv:Guardian",
        "dpv:hasDuration": {"@type": "dpv:UntilTimeDuration", "rdf:value": consent.valid_through.isoformat()},
        "dct:identifier": own.value.value,
    }
    at = ended_at or own.given_at
    if at is not None:
        status["dpv:isIndicatedAtTime"] = _moment(at)
    if own.method is not None and ended_at is None:
        status["dpv:hasIndicationMethod"] = own.method.value
    return status


def _process(receipt: Receipt, line: Line) -> dict[str, Any]:
    return {
        "@type": "dpv:Process",
        "dpv:hasPurpose": {"@type": "dpv:Purpose", "dct:identifier": receipt.consent.situation},
        "dpv:hasProcessing": "dpv:Disclose",
        "dpv:hasPersonalData": {
            "@type": "dpv:PersonalData",
            "dct:identifier": line.topic_code or "any",
            "dct:title": line.topic,
        },
        "dpv:hasRecipient": {"@type": "dpv:Recipient", "dpv:hasName": line.recipient},
        "dpv:hasRule": "dpv:Permission" if line.covered else "dpv:Prohibition",
    }


def _notice(consent: Consent) -> dict[str, Any]:
    information = consent.information
    notice = {"@type": "dpv:ConsentNotice", "dct:language": information.language}
    return notice | ({"dct:hasVersion": information.version} if information.version else {})


def _moment(at: datetime) -> str:
    text = at.astimezone(UTC).isoformat(timespec="seconds")
    return text.replace("+00:00", "Z")
