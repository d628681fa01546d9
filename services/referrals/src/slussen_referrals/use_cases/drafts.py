"""Drafts: kept as one writes, encrypted, resumed on another machine, and sent once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.crypto import Keyring
from slussen_chassis.errors import PreconditionRequiredError
from slussen_chassis.web import check_version
from slussen_referrals.domain.errors import DraftNotFoundError, DraftSentError, invalid
from slussen_referrals.repository import drafts as repository
from slussen_referrals.repository.drafts import Writer
from slussen_referrals.tables import DraftRow
from slussen_referrals.use_cases.acting import By
from slussen_referrals.use_cases.keeping import employment_of

KEPT_FOR: Final = timedelta(days=7)
LARGEST: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as its writer reads it; without content once it is sent."""

    row: DraftRow
    content: dict[str, Any] | None


async def keep_draft(
    session: AsyncSession, draft_id: UUID, content: Mapping[str, Any], by: By, keys: Keyring
) -> DraftRow:
    """Keep what the form holds; the first time under an id that the form has chosen.

    Raises:
        DraftNotFoundError: The writer has read a version, and it was removed since.
        PreconditionRequiredError: The draft is there, and the writer does not say which version it has read.
        PreconditionFailedError: It was changed since, on another machine.
        DraftSentError: It has become a referral.
        InvalidError: It is too large.
    """
    plain = orjson.dumps(content)
    if len(plain) > LARGEST:
        raise invalid("content", "too-large", "utkastet rymmer högst 16 kB", "a draft holds 16 kB at most")
    writer = _writer(by.caller)
    draft = await repository.find_for_update(session, draft_id, visible_to=writer)
    if draft is None:
        if by.expected is not None:
            raise DraftNotFoundError
        draft = _new(draft_id, by, writer)
    else:
        _check(draft, by)
        draft.version += 1
    draft.content = keys.encrypt(plain, place=_place(draft))
    draft.changed_at = by.now
    draft.expires_at = by.now + KEPT_FOR
    await repository.save(session, draft)
    _trace(session, "draft.keep", draft_id)
    return draft


async def read_draft(session: AsyncSession, draft_id: UUID, caller: Caller, keys: Keyring) -> Draft:
    """Return a draft of the caller's own.

    Raises:
        DraftNotFoundError: There is none.
    """
    draft = await repository.find_for_update(session, draft_id, visible_to=_writer(caller))
    if draft is None:
        raise DraftNotFoundError
    _trace(session, "draft.read", draft_id)
    if draft.content is None:
        return Draft(draft, None)
    return Draft(draft, orjson.loads(keys.decrypt(draft.content, place=_place(draft))))


async def list_drafts(session: AsyncSession, caller: Caller) -> Sequence[DraftRow]:
    """Return the caller's drafts at this unit, the newest first, unread."""
    return await repository.list_of(session, visible_to=_writer(caller))


async def remove_draft(session: AsyncSession, draft_id: UUID, by: By) -> None:
    """Remove a draft of the caller's own.

    Raises:
        DraftNotFoundError: There is none.
    """
    draft = await repository.find_for_update(session, draft_id, visible_to=_writer(by.caller))
    if draft is None:
        raise DraftNotFoundError
    check_version(draft.version, by.expected)
    await repository.remove(session, draft)
    _trace(session, "draft.remove", draft_id)


async def take_draft(session: AsyncSession, draft_id: UUID, caller: Caller) -> DraftRow:
    """Lock a draft that is about to become a referral, so that it becomes one alone.

    Raises:
        DraftNotFoundError: There is none.
        DraftSentError: It has become one.
    """
    draft = await repository.find_for_update(session, draft_id, visible_to=_writer(caller))
    if draft is None:
        raise DraftNotFoundError
    if draft.sent_as is not None:
        raise DraftSentError
    return draft


async def mark_sent(session: AsyncSession, draft: DraftRow, referral_id: UUID) -> None:
    """Note what a draft has become; its content is gone."""
    draft.sent_as, draft.content = referral_id, None
    draft.version += 1
    await repository.save(session, draft)


def _new(draft_id: UUID, by: By, writer: Writer) -> DraftRow:
    return DraftRow(
        id=draft_id,
        version=1,
        county_code=by.caller.county_code,
        responsible_authority_id=writer.authority_id,
        unit_id=writer.unit_id,
        owner=writer.subject,
        created_at=by.now,
        changed_at=by.now,
        expires_at=by.now + KEPT_FOR,
    )


def _check(draft: DraftRow, by: By) -> None:
    if draft.sent_as is not None:
        raise DraftSentError
    if by.expected is None:
        raise PreconditionRequiredError
    check_version(draft.version, by.expected)


def _writer(caller: Caller) -> Writer:
    authority_id, unit_id, _ = employment_of(caller)
    return Writer(caller.subject, unit_id, authority_id)


def _place(draft: DraftRow) -> str:
    return f"{draft.responsible_authority_id}|draft|content|{draft.id}"


def _trace(session: AsyncSession, action: str, draft_id: UUID) -> None:
    audit.record(session, action, resource_type="draft", resource_id=draft_id)
