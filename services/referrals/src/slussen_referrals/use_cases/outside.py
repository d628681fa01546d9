"""Recipients outside without an account: a one-time link from the sender, one visit, and the loop is closed.

Whoever opens a link is nobody known. What it may do is the recipient's part of one referral, under the referral's
controller, and every use leaves an audit row that names the link.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.clock import local_day
from slussen_chassis.database import Context, set_context
from slussen_contracts.referrals.api import Act, DeclineReason, Outcome, Party, Way
from slussen_referrals import register
from slussen_referrals.clients import ConsentClient
from slussen_referrals.domain import acts, outside, working
from slussen_referrals.domain.advancing import party_for
from slussen_referrals.domain.errors import (
    ConsentUnansweredError,
    LinkNotFoundError,
    LinkNotOpenableError,
    invalid,
)
from slussen_referrals.domain.outside import OutsideLink, Secrets
from slussen_referrals.domain.referral import Limits, Referral
from slussen_referrals.domain.words import USUAL_TERM
from slussen_referrals.repository import outside as repository
from slussen_referrals.repository import referrals
from slussen_referrals.repository.referrals import AsController
from slussen_referrals.use_cases.acting import By
from slussen_referrals.use_cases.disclosing import ask_for_ground, ground_that_holds
from slussen_referrals.use_cases.keeping import keep, reader

PURPOSE = "outside_visit"
RECIPIENT = frozenset({Party.RECIPIENT})


@dataclass(frozen=True, slots=True)
class Outside:
    """What a visit needs: when it is, the secret that the hashes are keyed by, of whom to ask, and the limits."""

    now: datetime
    pepper: bytes
    consents: ConsentClient
    limits: Limits


@dataclass(frozen=True, slots=True)
class Done:
    """What the recipient outside says of an act: a reason, or how it ended."""

    reason: DeclineReason | None = None
    outcome: Outcome | None = None
    follow_up_on: date | None = None
    no_follow_up: bool = False
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A referral as its recipient outside sees it."""

    referral: Referral
    from_unit_name: str | None
    display_term: str
    today: date


async def issue_link(
    session: AsyncSession, referral_id: UUID, ways: tuple[Way, Way], by: By, pepper: bytes
) -> tuple[OutsideLink, Secrets]:
    """Make a link for a sent referral whose recipient has no unit here; the secrets are known here this once.

    Raises:
        LinkNotOpenableError: The recipient has a unit, or nothing was sent.
    """
    referral = await _as_sender(session, referral_id, by)
    link, handed_over = outside.issue(referral, *ways, pepper, by.now)
    await repository.add_link(session, link)
    _trace(session, "outside_link.issue", link, referral)
    return link, handed_over


async def list_links(session: AsyncSession, referral_id: UUID, by: By) -> Sequence[OutsideLink]:
    """Return a referral's links."""
    referral = await _as_sender(session, referral_id, by)
    audit.record(
        session,
        "outside_link.list",
        resource_type="outside_link",
        resource_id=referral.id,
        subject_id=referral.subject_id,
    )
    return await repository.list_links(session, referral.id, visible_to=referral.responsible_authority_id)


async def revoke_link(session: AsyncSession, referral_id: UUID, link_id: UUID, by: By) -> OutsideLink:
    """Take a link back; a visit that lasts ends too.

    Raises:
        LinkNotFoundError: The referral has no such link.
    """
    referral = await _as_sender(session, referral_id, by)
    links = await repository.list_links(session, referral.id, visible_to=referral.responsible_authority_id)
    link = next((one for one in links if one.id == link_id), None)
    if link is None:
        raise LinkNotFoundError
    revoked = replace(link, revoked_at=link.revoked_at or by.now)
    await repository.save_link(session, revoked)
    _trace(session, "outside_link.revoke", revoked, referral)
    return revoked


async def look_at_link(session: AsyncSession, link_id: UUID, out: Outside) -> OutsideLink:
    """Return the link whose reference somebody has, so that they are told why it opens nothing any more.

    Raises:
        LinkNotFoundError: There is none.
    """
    link = await repository.find_by_key(session, link_id)
    if link is None:
        raise LinkNotFoundError
    await _act_for(session, link)
    _trace(session, f"outside_link.look_{link.standing(out.now)}", link, None)
    return link


async def open_link(
    session: AsyncSession, key: tuple[UUID, str | None], code: str, out: Outside
) -> tuple[OutsideLink, str, Seen] | None:
    """Use a link up and return its visit; None where key or code is wrong, which is counted and stays.

    Whether the link exists, was used, or only the code is wrong looks the same. A page's reference takes the place of
    the key's secret (None): whoever has the id by it has the link.
    """
    link_id, secret = key
    link = await repository.find_by_key(session, link_id)
    if link is None or not link.may_be_opened(out.now):
        return None
    if secret and not outside.matches(link.secret_hash, outside.digest(out.pepper, link_id, secret)):
        return None
    if not outside.matches(link.code_hash, outside.digest(out.pepper, link_id, code)):
        await repository.save_link(session, replace(link, wrong_codes=link.wrong_codes + 1))
        await _act_for(session, link)
        _trace(session, "outside_link.wrong_code", link, None)
        return None
    opened, visit = outside.open_visit(link, out.pepper, out.now)
    await repository.save_link(session, opened)
    seen = await _see(session, opened, out)
    _trace(session, "outside_link.open", opened, seen.referral)
    return opened, visit, seen


async def act_outside(
    session: AsyncSession, key: tuple[UUID, str], act: Act, done: Done, out: Outside
) -> Seen:
    """Do what the recipient does, in the one visit of a link.

    Raises:
        LinkNotFoundError: There is no such visit, or it is over.
        ActNotPossibleError: The referral's state does not have it.
        ConsentUnansweredError: It would accept, and the consent service does not answer.
    """
    link = await _visited(session, key, out)
    await _act_for(session, link)
    as_controller = AsController(link.responsible_authority_id)
    read = await referrals.get(session, link.referral_id, visible_to=as_controller)
    party_for(read, act, RECIPIENT)
    if act is Act.ACCEPT:
        await _accept(session, read, out)
    else:
        referral = await referrals.get_for_update(session, read.id, visible_to=as_controller)
        party_for(referral, act, RECIPIENT)
        await keep(session, _changed(referral, act, done, out), act, Party.RECIPIENT)
    _trace(session, f"outside_link.{act.value}", link, read)
    return await _see(session, link, out)


async def see_visit(session: AsyncSession, key: tuple[UUID, str], out: Outside) -> tuple[OutsideLink, Seen]:
    """Return the link of a visit that lasts, and its referral as it is now.

    Raises:
        LinkNotFoundError: There is no such visit, or it is over.
    """
    link = await _visited(session, key, out)
    seen = await _see(session, link, out)
    _trace(session, "outside_link.see", link, seen.referral)
    return link, seen


async def _visited(session: AsyncSession, key: tuple[UUID, str], out: Outside) -> OutsideLink:
    link_id, secret = key
    link = await repository.find_by_key(session, link_id)
    given = outside.digest(out.pepper, link_id, secret)
    if link is None or not outside.matches(link.visit_hash, given):
        raise LinkNotFoundError
    if not link.is_visited(out.now):
        raise LinkNotFoundError(
            sv="Besöket är över. Be avsändaren om en ny länk om du behöver svara",
            en="The visit is over. Ask the sender for a new link if you need to answer",
        )
    return link


async def _accept(session: AsyncSession, read: Referral, out: Outside) -> None:
    """Accept where there is still a ground, as the system asks it; else suspend."""
    answer = await ask_for_ground(session, read, read.topics_sent, out.consents)
    as_controller = AsController(read.responsible_authority_id)
    referral = await referrals.get_for_update(session, read.id, visible_to=as_controller)
    party_for(referral, Act.ACCEPT, RECIPIENT)
    ground = ground_that_holds(answer, out.consents)
    if ground is None:
        raise ConsentUnansweredError
    if ground.permits:
        await keep(session, acts.accept(referral, ground, out.now), Act.ACCEPT, Party.RECIPIENT)
    else:
        stopped = acts.suspend(referral, acts.GROUND_LOST, out.now, ground)
        await keep(session, stopped, Act.SUSPEND, Party.SYSTEM)


def _changed(referral: Referral, act: Act, done: Done, out: Outside) -> Referral:
    if act is Act.DECLINE:
        if done.reason is None:
            raise invalid("reason", "missing", "ange ett skäl", "give a reason")
        return acts.decline(referral, done.reason, out.now)
    if act is Act.COMPLETE:
        if done.outcome is None:
            raise invalid("outcome", "missing", "ange hur det gick", "say how it ended")
        return acts.complete(
            referral,
            done.outcome,
            follow_up_on=done.follow_up_on,
            no_follow_up=done.no_follow_up,
            at=out.now,
            limits=out.limits,
        )
    if act is Act.CONTACT:
        return acts.contact(referral, out.now)
    if act is Act.ASK_INFORMATION:
        if not done.topics:
            raise invalid("topics", "missing", "ange vad du behöver veta mer om", "say what about")
        return working.ask_information(referral, tuple(dict.fromkeys(done.topics)), out.now)
    return acts.note(referral, act, out.now)


async def _see(session: AsyncSession, link: OutsideLink, out: Outside) -> Seen:
    await _act_for(session, link)
    as_controller = AsController(link.responsible_authority_id)
    referral = await referrals.get(session, link.referral_id, visible_to=as_controller)
    names = await register.unit_names(session, {referral.from_unit_id})
    terms = await register.display_terms(session, {referral.centre_id})
    term = terms.get(referral.centre_id, USUAL_TERM)
    return Seen(referral, names.get(referral.from_unit_id), term, local_day(out.now))


async def _as_sender(session: AsyncSession, referral_id: UUID, by: By) -> Referral:
    """Return a referral that the caller's unit has sent.

    Raises:
        LinkNotOpenableError: The caller's unit is its recipient.
    """
    at = reader(by.caller)
    referral = await referrals.get(session, referral_id, visible_to=at)
    if (referral.from_unit_id, referral.responsible_authority_id) != (at.unit_id, at.authority_id):
        raise LinkNotOpenableError
    return referral


async def _act_for(session: AsyncSession, link: OutsideLink) -> None:
    """Act under the referral's controller, as whoever holds the link."""
    await set_context(
        session,
        Context(
            authority_id=link.responsible_authority_id,
            county_code=link.county_code,
            actor=f"outside-link:{link.id}",
            purpose=PURPOSE,
            reference=link.id,
        ),
    )


def _trace(session: AsyncSession, action: str, link: OutsideLink, referral: Referral | None) -> None:
    audit.record(
        session,
        action,
        resource_type="outside_link",
        resource_id=link.id,
        subject_id=referral.subject_id if referral else None,
        outcome="denied" if action.endswith("wrong_code") else "permitted",
    )
