"""A custodian's own labels for the children: sealed, shown to their writer alone, forgotten when not shown for long."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import local_day
from slussen_chassis.crypto import DecryptionError
from slussen_chassis.database import Context, set_context
from slussen_consent.domain.child_label import child_label
from slussen_consent.domain.custodians import SubjectKind
from slussen_consent.repository import child_labels as repository
from slussen_consent.repository import subjects
from slussen_consent.use_cases.own import PURPOSE, OwnConsent, known_as, list_own
from slussen_consent.use_cases.subjects import SubjectNotFoundError
from slussen_consent.vault import Vault

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OwnChild:
    """A child as the person who looks tells it from others.

    Attributes:
        id: The id that is kept of the child.
        number: Its place among several children; None where there is one.
        label: What the person calls it.
    """

    id: UUID
    number: int | None
    label: str | None


async def own_children(
    session: AsyncSession, shown: Sequence[OwnConsent], *, person: Caller, vault: Vault, now: datetime
) -> Mapping[UUID, OwnChild]:
    """Return the children that consents shown to a person are about, by the id in the consent.

    Records of one child are one child. That a label is shown is noted by its day.

    Raises:
        PrivatePersonsOnlyError: The caller is no private person.
    """
    consents = [one.record.consent for one in shown]
    recorded = {one.subject_id for one in consents if one.subject_kind is SubjectKind.CHILD}
    kept = await subjects.kept_ids(session, recorded)
    children = sorted(set(kept.values()))
    labels = await _labels(session, children, person, vault, local_day(now))
    several = len(children) > 1
    found = {
        child: OwnChild(child, place if several else None, labels.get(child))
        for place, child in enumerate(children, 1)
    }
    return {one: found[kept[one]] for one in recorded}


async def name_child(
    session: AsyncSession, child_id: UUID, written: str, *, person: Caller, vault: Vault, now: datetime
) -> str | None:
    """Keep what a person calls a child from now on, and return it; nothing written takes it away.

    The trace belongs to no authority and tells that, never what: how a parent calls a child is nobody else's.

    Raises:
        PrivatePersonsOnlyError: The caller is no private person.
        SubjectNotFoundError: No consent about such a child is shown to the person.
        ChildLabelInvalidError: What was written is no label.
    """
    shown = (await list_own(session, person=person, now=now)).shown
    children = await own_children(session, shown, person=person, vault=vault, now=now)
    child = next((one for key, one in children.items() if child_id in {key, one.id}), None)
    if child is None:
        raise SubjectNotFoundError
    label = child_label(written)
    ids = known_as(person)
    await set_context(session, Context(actor=person.subject, purpose=PURPOSE, person=ids))
    if label is not None and label == child.label:
        return label
    was_there = await repository.remove(session, child.id, known_as=ids)
    if label is not None:
        sealed = vault.seal_label(label, ids[0], child.id)
        await repository.save(session, child.id, sealed, custodian_id=ids[0], at=now, on=local_day(now))
    if label is not None or was_there:
        action = "child-label.remove" if label is None else "child-label.write"
        audit.record(session, action, resource_type="child_label", subject_id=child.id)
    return label


async def forget_labels(session: AsyncSession, before: date, *, most: int) -> int:
    """Forget labels that were last shown before a day, each with a trace; return how many."""
    forgotten = await repository.forget(session, before, most=most)
    for child_id in forgotten:
        audit.record(session, "child-label.forget", resource_type="child_label", subject_id=child_id)
    return len(forgotten)


async def _labels(
    session: AsyncSession, children: Sequence[UUID], person: Caller, vault: Vault, on: date
) -> dict[UUID, str]:
    """Return what a person calls children; of two records' labels the newest."""
    ids = known_as(person)
    if not children:
        return {}
    kept = await repository.list_labels(session, children, visible_to=ids)
    unnoted = {one.child_id for one in kept if one.shown_on < on}
    if unnoted:
        await repository.note_shown(session, unnoted, known_as=ids, on=on)
    return {one.kept_id: label for one in kept if (label := _opened(one, vault)) is not None}


def _opened(kept: repository.KeptLabel, vault: Vault) -> str | None:
    """Return a label; None where its key is gone, since the page must work without it."""
    try:
        return vault.open_label(kept.sealed, kept.custodian_id, kept.child_id)
    except DecryptionError:
        log.warning("a child's label can't be opened")
        return None
