"""From a person's own consents as they are kept to what the person reads; of others it tells nothing."""

from collections.abc import Iterable
from uuid import UUID

from slussen_consent.domain.own_view import WITHHELD_TEXTS, awaits_others, covered_lines, may_still
from slussen_consent.domain.scope import ScopeItem
from slussen_consent.repository.own import Access
from slussen_consent.repository.register import Register
from slussen_consent.use_cases.own import Accesses, OwnConsent, WithheldConsent
from slussen_consent.use_cases.places import Place, Places, places_of
from slussen_consent.words import Words
from slussen_contracts.consent import api
from slussen_contracts.consent.api.own import AccessCode

READ = frozenset(
    {
        "consent.read",
        "consent.read-history",
        "consent.list",
        "disclosure.decide",
        "disclosure-decision.read",
        "disclosure.list",
    }
)
IN_EMERGENCY = frozenset({"consent.read-in-emergency", "disclosure.read-in-emergency"})
RECORDED = frozenset(
    {"consent.record", "consent.change", "consent.withdraw", "consent.annul", "consent.close"}
)
"""What the log extract tells of. Grounds besides consent are no part of it: a statutory duty to report would show
that somebody has reported a concern (decision 11 of the domain)."""


def own_consent_read(own: OwnConsent, places: Places, words: Words) -> api.OwnConsentRead:
    """Return a consent as the person reads it."""
    consent, position = own.record.consent, own.position
    places = places.without_names() if own.record.protection else places
    return api.OwnConsentRead(
        id=consent.id,
        version=consent.version,
        subject_id=consent.subject_id,
        subject_kind=consent.subject_kind.value,
        situation=consent.situation,
        value=consent.value.value,
        status=consent.status.value,
        in_words=words.state(consent),
        recorded_by=place_read(places.unit(own.record.keeping.unit_id), words),
        scope=[_line(place, line, places, words) for place, line in enumerate(consent.scope)],
        own_position=api.OwnPositionRead(
            value=position.value.value,
            relation=position.capacity.value,
            given_at=position.given_at,
            method=position.method.value if position.method else None,
            lines=list(covered_lines(consent, position)),
        ),
        awaits_others=awaits_others(consent, position),
        valid_from=consent.valid_from,
        valid_through=consent.valid_through,
        changed_at=consent.changed_at,
        may=list(may_still(consent)),
    )


def withheld_read(found: WithheldConsent, places: Places, words: Words) -> api.WithheldRead:
    """Return that a consent is not shown; only the authority to ask is named, no unit."""
    sv, en = WITHHELD_TEXTS[found.reason]
    ask = api.PlaceRead(authority_name=places.authority(found.authority_id).authority_name)
    return api.WithheldRead(reason=found.reason.value, text=en if words.language == "en" else sv, ask=ask)


async def accesses_read(found: Accesses, register: Register, words: Words) -> list[api.AccessRead]:
    """Return the extract from the log; what it does not tell of is left out."""
    places = await places_of(register, unit_ids={one.unit_id for one in found.items})
    shown = places.without_names() if found.are_places_hidden else places
    return [_access(one, shown, words) for one in found.items if one.action in READ | IN_EMERGENCY | RECORDED]


def _access(found: Access, places: Places, words: Words) -> api.AccessRead:
    what: AccessCode = "read" if found.action in READ else "recorded"
    if found.action in IN_EMERGENCY:
        what = "read_in_emergency"
    return api.AccessRead(
        at=found.at,
        place=place_read(places.unit(found.unit_id), words),
        what=what,
        text=words.of("accesses", what),
    )


def place_read(place: Place, words: Words) -> api.PlaceRead:
    """Return a unit in words."""
    return api.PlaceRead(
        name=place.name, authority_name=place.authority_name, activity=words.activity(place.activity)
    )


def _line(number: int, line: ScopeItem, places: Places, words: Words) -> api.OwnScopeLine:
    recipient = None
    if line.unit_id is not None:
        recipient = place_read(places.unit(line.unit_id), words)
    elif line.activity is not None:
        recipient = place_read(Place(activity=line.activity), words)
    return api.OwnScopeLine(
        line=number,
        recipient=recipient,
        profession=words.profession(line.profession) if line.profession else None,
        topic=words.topic(line.topic),
        allowed=line.allowed,
    )


async def own_places(
    register: Register, shown: Iterable[OwnConsent], authority_ids: Iterable[UUID] = ()
) -> Places:
    """Return the units and authorities that a person's consents speak of."""
    unit_ids = set()
    for one in shown:
        unit_ids.add(one.record.keeping.unit_id)
        unit_ids |= {line.unit_id for line in one.record.consent.scope if line.unit_id}
    return await places_of(register, unit_ids=unit_ids, authority_ids=set(authority_ids))
