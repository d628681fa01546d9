"""Which authorities and units outside the platform may learn of an event, and where the thing itself is read.

One table for all events. What it does not name is told to nobody: a forgotten event is not let out. It follows whom
the owning service lets see the thing; that both agree is held by a test of the whole system.
"""

from collections.abc import Callable
from typing import Any, Final, Literal
from uuid import UUID

from slussen_contracts.agreements import events as agreements
from slussen_contracts.consent import events as consent
from slussen_contracts.events import Event
from slussen_contracts.integration import events as integration
from slussen_contracts.referrals import events as referrals
from slussen_contracts.statistics import events as statistics

Audience = frozenset[UUID] | Literal["everyone"]
"""Ids of responsible authorities and of units; or everyone who is connected."""

NOBODY: Final[frozenset[UUID]] = frozenset()
EVERYONE: Final = "everyone"


def known_to(event: Event) -> Audience:
    """Return the authorities and units that may know that the event's thing exists."""
    for kind, told in _TOLD.items():
        if isinstance(event, kind):
            return told(event)
    return NOBODY


def dataref(event: Event) -> str | None:
    """Return the path under which the thing is read with rights checked, or None where nothing more can be read."""
    for kind, path in _RESOURCES.items():
        if isinstance(event, kind):
            return path.format(id=event.aggregate_id)
    return None


def responsible_for(event: Event) -> frozenset[UUID]:
    """Return the authorities and units whose the event's thing is; those who are told know whose it is."""
    for kind, owners in _OWNERS.items():
        if isinstance(event, kind):
            return owners(event)
    return NOBODY


def _everyone(_: Event) -> Audience:
    return EVERYONE


def _parties(event: agreements.AgreementState) -> frozenset[UUID]:
    return frozenset(event.party_authority_ids)


def _controller_and_recipients(event: consent.ConsentState) -> Audience:
    """The controller, and the units that may rely on the consent."""
    return frozenset({event.responsible_authority_id, *event.recipient_unit_ids})


def _controller(event: Any) -> frozenset[UUID]:
    return frozenset({event.responsible_authority_id})


def _hands(event: referrals.ReferralState) -> Audience:
    """The sending unit, and the receiving one from the moment when the referral was sent to it."""
    received = {event.to_unit_id} if event.to_unit_id is not None and event.sent_at is not None else set()
    return frozenset({event.from_unit_id, *received})


def _own_authority(event: Any) -> frozenset[UUID]:
    return frozenset({event.authority_id})


def _recall_parties(event: integration.RecallState) -> frozenset[UUID]:
    return frozenset({event.authority_id, event.controller_id})


def _recall_controller(event: integration.RecallState) -> frozenset[UUID]:
    return frozenset({event.controller_id})


def _itself(event: Event) -> frozenset[UUID]:
    return frozenset({event.aggregate_id})


def _sender(event: referrals.ReferralState) -> frozenset[UUID]:
    return frozenset({event.from_unit_id})


_TOLD: Final[dict[type[Event], Callable[[Any], Audience]]] = {
    agreements.ResponsibleAuthorityState: _everyone,
    agreements.UnitState: _everyone,
    agreements.FamilyCentreState: _everyone,
    agreements.AgreementState: _parties,
    consent.ConsentState: _controller_and_recipients,
    consent.DocumentationRequested: _controller,
    consent.AskAgainReminded: _controller,
    consent.GroundState: _controller,
    consent.EmergencyAccessState: _controller,
    referrals.ReferralState: _hands,
    statistics.ReleasePublished: _everyone,
    integration.WebhookState: _own_authority,
    integration.RecallState: _recall_parties,
}

_OWNERS: Final[dict[type[Event], Callable[[Any], frozenset[UUID]]]] = {
    agreements.ResponsibleAuthorityState: _itself,
    agreements.UnitState: _own_authority,
    agreements.AgreementState: _parties,
    consent.ConsentState: _controller,
    consent.DocumentationRequested: _controller,
    consent.AskAgainReminded: _controller,
    consent.GroundState: _controller,
    consent.EmergencyAccessState: _controller,
    referrals.ReferralState: _sender,
    integration.WebhookState: _own_authority,
    integration.RecallState: _recall_controller,
}

_RESOURCES: Final[dict[type[Event], str]] = {
    agreements.ResponsibleAuthorityState: "/agreements/v1/responsible-authorities/{id}",
    agreements.UnitState: "/agreements/v1/units/{id}",
    agreements.FamilyCentreState: "/agreements/v1/family-centres/{id}",
    agreements.AgreementState: "/agreements/v1/agreements/{id}",
    consent.ConsentState: "/consent/v1/consents/{id}",
    consent.DocumentationRequested: "/consent/v1/consents/{id}",
    consent.GroundState: "/consent/v1/disclosure-grounds/{id}",
    referrals.ReferralState: "/referrals/v1/referrals/{id}",
    statistics.ReleasePublished: "/statistics/v1/tables",
    integration.WebhookState: "/events/v1/webhooks/{id}",
    integration.RecallState: "/events/v1/recalls/{id}",
}
