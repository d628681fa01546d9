"""The agreement as a document: who, for what, clauses, terms, deviations, earlier editions, places to sign.

What is signed can't hold its own signatures: this document stays the same while the parties sign, and their signatures
are told in a document of their own (`evidence.py`).
"""

from collections.abc import Iterator
from datetime import datetime

from slussen_agreements.domain.documents.clauses import clause_blocks, points, signature_blocks
from slussen_agreements.domain.documents.words import Say
from slussen_agreements.domain.documents.written import WrittenAgreement
from slussen_agreements.domain.findings import NotRegulated
from slussen_agreements.domain.revision import RevisionRule
from slussen_chassis.documents.blocks import (
    Block,
    Contents,
    Document,
    Facts,
    Heading,
    Language,
    Note,
    PageBreak,
    Paragraph,
    SignaturePlace,
    Table,
)

CONTENTS_FROM = 6
"""A document with so many points has a list of them, and its clauses begin on a page of their own."""

_YEARS = {12: "every_year", 24: "every_other_year"}
_DIGITS_SHOWN = 16


def agreement_document(
    written: WrittenAgreement, *, made_at: datetime, language: Language = "sv"
) -> Document:
    """Return an agreement's document; in English it is a reading copy with the same clauses."""
    say = Say(language)
    agreement = written.agreement
    return Document(
        title=say.title(agreement.kind, written.place.name),
        kind=f"{say.kind(agreement.kind)} · {written.profile_name}",
        subject=subject_of(written),
        author=", ".join(dict.fromkeys(party.name for party in written.parties)),
        footer=f"{say('agreement')} {agreement.id} · {say('edition').lower()} {agreement.edition}"
        f" · {agreement.digest[:_DIGITS_SHOWN]}",
        made_at=made_at,
        blocks=tuple(_blocks(written, say)),
        language=language,
        mark=_mark(written, say),
    )


def subject_of(written: WrittenAgreement) -> str:
    """Return what the file's properties say that it is, so that it can be told from a copy of the file."""
    agreement = written.agreement
    return f"urn:slussen:agreement:{agreement.lineage}:edition:{agreement.edition}:sha256:{agreement.digest}"


def _mark(written: WrittenAgreement, say: Say) -> str | None:
    if written.is_draft:
        return say("draft")
    return None if say.language == "sv" else say("reading_copy")


def _blocks(written: WrittenAgreement, say: Say) -> Iterator[Block]:
    if written.is_draft:
        yield Note(say("draft_note"))
    yield _facts(written, say)
    yield _parties(written, say)
    if len(points(written)) >= CONTENTS_FROM:
        yield Contents()
        yield PageBreak()
    yield from clause_blocks(written)
    yield from _after_clauses(written, say)


def _after_clauses(written: WrittenAgreement, say: Say) -> Iterator[Block]:
    """Yield what follows on the clauses, and last the signatures, as in every template."""
    yield Heading(say("terms"))
    yield _terms(written, say)
    yield from _time_limits(written, say)
    deviations = written.agreement.terms.deviations
    if deviations:
        labels = {point.key: point.label for point in points(written)}
        rows = tuple((labels.get(each.clause, each.clause), each.text) for each in deviations)
        yield Heading(say("deviations"))
        yield Table(say("deviating_clauses"), (say("clause"), say("deviation")), rows)
    if len(written.editions) > 1:
        rows = tuple((str(each.edition), each.valid_from.isoformat()) for each in written.editions)
        yield Heading(say("changes"))
        yield Table(say("editions"), (say("edition"), say("from")), rows)
    yield Heading(say("about"))
    yield _about(written, say)
    yield from _signing(written, say)


def _facts(written: WrittenAgreement, say: Say) -> Facts:
    agreement, place = written.agreement, written.place
    through = agreement.valid_through.isoformat() if agreement.valid_through else say("until_further")
    known = (
        (say("centre"), place.centre),
        (say("municipality"), place.municipality),
        (say("county"), place.county),
        (say("edition"), str(agreement.edition)),
        (say("from"), agreement.valid_from.isoformat()),
        (say("through"), through),
        (
            say("profile"),
            say("profile_value", name=written.profile_name, day=agreement.profile_first_day),
        ),
    )
    return Facts(tuple((label, value) for label, value in known if value is not None))


def _parties(written: WrittenAgreement, say: Say) -> Table:
    rows = tuple(
        (party.name, say.role(party.role), organisation_number(party.organisation_number))
        for party in written.parties
    )
    return Table(say("parties"), (say("party"), say("role"), say("organisation_number")), rows)


def organisation_number(digits: str) -> str:
    """Return an organisation number as it is written, with its hyphen."""
    return f"{digits[:6]}-{digits[6:]}"


def _about(written: WrittenAgreement, say: Say) -> Facts:
    agreement = written.agreement
    return Facts(
        ((say("agreement_id"), str(agreement.id)), (say("digest"), grouped(agreement.digest))),
    )


def grouped(digest: str) -> str:
    """Return a digest in groups that a line can be broken between."""
    return " ".join(digest[place : place + _DIGITS_SHOWN] for place in range(0, len(digest), _DIGITS_SHOWN))


def _terms(written: WrittenAgreement, say: Say) -> Facts:
    terms = written.terms
    silent = say("not_regulated")
    months = silent if terms.notice.months is None else say("months", months=terms.notice.months)
    form = {True: say("written"), False: say("any_form"), None: silent}[terms.notice.written]
    body = silent if isinstance(terms.dispute_body, NotRegulated) else terms.dispute_body
    rows = [
        (say("notice"), months),
        (say("notice_form"), form),
        (say("dispute"), body),
        (say("revision"), _revision(terms.revision, say)),
    ]
    if terms.copies is not None:
        rows.append((say("copies"), say("copies_value", count=terms.copies)))
    return Facts(tuple(rows))


def _time_limits(written: WrittenAgreement, say: Say) -> Iterator[Block]:
    """Yield the time limits for hand-overs; nothing where the parties agreed on none."""
    limits = written.agreement.terms.referral_time_limits
    if not limits:
        return
    rows = tuple(
        (
            say.state(limit.state),
            say.days(limit.due_days),
            say.days(limit.expire_days) if limit.expire_days else say("limit_as_county"),
        )
        for limit in limits
    )
    yield Heading(say("limits"))
    yield Paragraph(say("limits_count"))
    yield Table(say("limits"), (say("limit_state"), say("limit_due"), say("limit_out")), rows)


def _revision(rule: RevisionRule, say: Say) -> str:
    if rule.interval_months is None:
        return say("not_regulated")
    key = _YEARS.get(rule.interval_months, "every_months")
    often = say(key, months=rule.interval_months)
    more = [say("as_needed")] if rule.on_need else []
    return ", ".join([often, *more, *([say("by", who=rule.by)] if rule.by else [])])


def _signing(written: WrittenAgreement, say: Say) -> Iterator[Block]:
    yield from signature_blocks(written, say("signatures"))
    if written.is_draft:
        yield Paragraph(say("sign_later"))
        return
    yield Paragraph(f"{say('signing_how')} {say('signing_shown')}")
    lines = tuple(say(key) for key in ("sign_place", "sign_name", "sign_clear", "sign_position"))
    for party in written.parties:
        yield SignaturePlace(f"{party.name}, {say.role(party.role)}", lines)
