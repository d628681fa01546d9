"""What may happen to an agreement: drafted, filled, signed, in force, ended.

It comes into force when every clause that the county's profile asks for has content and all parties have
signed the same version; from the first signature on, its content is not changed.

Source: handbook 4.13; Örebro's agreement chapters 13.2 and 15.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from slussen_agreements.domain.agreement import (
    Agreement,
    AgreementNotReadyError,
    AgreementRejectedError,
    AgreementSignedError,
    AlreadySignedError,
    Clause,
    DigestMismatchError,
    Missing,
    NotAPartyError,
    NotYourTurnError,
    Party,
    RequiredClause,
    Signature,
    SigningTimeOutError,
    WrongStatusError,
    missing,
)
from slussen_chassis.errors import FieldProblem, InvalidError
from slussen_contracts.agreements.api import AgreementStatus

OPEN_STATUSES = frozenset({AgreementStatus.DRAFT, AgreementStatus.READY, AgreementStatus.AWAITING_SIGNATURES})
IN_FORCE = frozenset({AgreementStatus.ACTIVE, AgreementStatus.UNDER_NOTICE})
OTHER_ROLE = "other"


def party_faults(
    parties: Sequence[Party], roles: Sequence[str] | None, known: Mapping[UUID, str]
) -> Iterator[FieldProblem]:
    """Find what is wrong with the parties of a new agreement.

    Args:
        parties: Those that are to sign.
        roles: The roles that the profile wants, each at least once; None where it is silent.
        known: The names of those of their authorities that the register has.
    """
    for place, party in enumerate(parties):
        if party.authority_id not in known:
            yield FieldProblem(
                f"parties.{place}.authorityId", "unknown", "finns inte i registret", "is not in the register"
            )
        if roles is not None and party.role not in {*roles, OTHER_ROLE}:
            allowed = ", ".join((*roles, OTHER_ROLE))
            yield FieldProblem(
                f"parties.{place}.role",
                "of-profile",
                f"ska vara en av {allowed}",
                f"must be one of {allowed}",
            )
    for role in roles or ():
        if role not in {party.role for party in parties}:
            yield FieldProblem(
                "parties", "role-missing", f"en part i rollen {role} krävs", f"a party as {role} is required"
            )
    if len(set(parties)) < len(parties):
        yield FieldProblem("parties", "unique", "samma part står två gånger", "the same party stands twice")


def drafter_faults(agreement: Agreement, drafter: UUID) -> Iterator[FieldProblem]:
    """Find whether somebody drafts an agreement between others: parties draft their own, or the county does."""
    if drafter not in agreement.grants:
        yield FieldProblem(
            "parties", "own-authority", "din huvudman ska vara en av parterna", "yours must be one of them"
        )


def heading_faults(
    headings: Mapping[str, str], clauses: Mapping[str, str], required: Sequence[RequiredClause]
) -> Iterator[FieldProblem]:
    """Find headings that are not of the steering group's own clauses (AG-05)."""
    of_profile = {clause.key for clause in required}
    for key in headings:
        if key in of_profile or key not in clauses:
            yield FieldProblem(
                f"headings.{key}",
                "own-clause",
                "rubrik ges bara åt ett eget avsnitt som finns med",
                "a heading is given only to a clause of one's own that is there",
            )


def fill(agreement: Agreement, clauses: Sequence[Clause], required: Sequence[RequiredClause]) -> Agreement:
    """Replace the clauses; those of the profile come in its order, then the steering group's own.

    Raises:
        AgreementSignedError: A party has signed, or the agreement is in force.
    """
    require_unsigned(agreement)
    order = {clause.key: place for place, clause in enumerate(required)}
    ordered = tuple(sorted(clauses, key=lambda clause: order.get(clause.key, len(order))))
    return moved(replace(agreement, clauses=ordered), required)


def require_unsigned(agreement: Agreement) -> None:
    """Refuse a change of what has been signed, unless a party has rejected it.

    Raises:
        AgreementSignedError: A party has signed this wording, or the agreement is or was in force.
    """
    is_signed = bool(agreement.standing_signatures) and not agreement.is_rejected
    if is_signed or agreement.status not in OPEN_STATUSES:
        raise AgreementSignedError


def sign(
    agreement: Agreement,
    signature: Signature,
    required: Sequence[RequiredClause],
    *,
    today: date | None = None,
) -> Agreement:
    """Add a party's signature over the agreement as it is.

    Raises:
        WrongStatusError: The agreement is in force or has ended.
        AgreementNotReadyError: Clauses are missing; an incomplete agreement is not signed.
        NotAPartyError: The signature is for nobody who is a party.
        DigestMismatchError: The signatory has read another version.
        AlreadySignedError: The party has signed.
        AgreementRejectedError: A party has rejected this wording.
        NotYourTurnError: Parties sign in order, and one before has not.
        SigningTimeOutError: The last day for signing has passed.
    """
    if agreement.status not in OPEN_STATUSES:
        raise WrongStatusError
    if signature.party not in agreement.parties:
        raise NotAPartyError
    lacking = missing(agreement, required)
    if not lacking.is_filled:
        raise AgreementNotReadyError(*_missing_clauses(lacking))
    if signature.digest != agreement.digest:
        raise DigestMismatchError
    if signature.party not in lacking.signatures:
        raise AlreadySignedError
    _require_turn(agreement, signature.party, lacking.signatures, today)
    return moved(replace(agreement, signatures=(*agreement.signatures, signature)), required)


def _require_turn(agreement: Agreement, party: Party, waiting: Sequence[Party], today: date | None) -> None:
    """Refuse a signature over a rejected wording, out of order, or after the last day for it."""
    if agreement.is_rejected:
        raise AgreementRejectedError
    if agreement.sign_in_order and waiting[0] != party:
        raise NotYourTurnError
    if agreement.sign_by is not None and today is not None and today > agreement.sign_by:
        raise SigningTimeOutError


def party_of(agreement: Agreement, authority_id: UUID | None, role: str | None) -> Party:
    """Return the party for which somebody of an authority signs; `role` is needed where it has several.

    Raises:
        NotAPartyError: The authority is no party, or not in that role.
        InvalidError: It is a party in several roles, and none was named.
    """
    own = [party for party in agreement.parties if party.authority_id == authority_id]
    chosen = [party for party in own if role in {None, party.role}]
    if not chosen:
        raise NotAPartyError
    if len(chosen) > 1:
        raise InvalidError(
            FieldProblem("role", "required", "huvudmannen är part i flera roller", "several roles: name one")
        )
    return chosen[0]


def activate(
    agreement: Agreement, required: Sequence[RequiredClause], names: Mapping[UUID, str]
) -> Agreement:
    """Put the agreement into force from its first day.

    Raises:
        WrongStatusError: It is in force or has ended.
        AgreementNotReadyError: Clauses or signatures are missing; each is named, parties by `names`.
        AgreementRejectedError: A party has rejected this wording.
    """
    if agreement.status not in OPEN_STATUSES:
        raise WrongStatusError
    if agreement.is_rejected:
        raise AgreementRejectedError
    lacking = missing(agreement, required)
    if not lacking.nothing:
        raise AgreementNotReadyError(
            *_missing_clauses(lacking), *_missing_signatures(agreement, lacking, names)
        )
    return replace(agreement, status=AgreementStatus.ACTIVE, version=agreement.version + 1)


def end(agreement: Agreement, last_day: date, *, today: date) -> Agreement:
    """End an agreement that was in force; `last_day` is its last and has come.

    Raises:
        WrongStatusError: It is not in force.
        InvalidError: The day lies before the first, after the agreed last, or has not come.
    """
    if agreement.status not in IN_FORCE:
        raise WrongStatusError
    if last_day < agreement.valid_from:
        raise InvalidError(
            FieldProblem("lastDay", "order", "ligger före avtalets första dag", "is before the first day")
        )
    if last_day > min(today, agreement.ends_on or today):
        raise InvalidError(
            FieldProblem("lastDay", "has-come", "ska vara idag eller tidigare", "must be today or earlier")
        )
    return replace(agreement, status=AgreementStatus.ENDED, last_day=last_day, version=agreement.version + 1)


def moved(agreement: Agreement, required: Sequence[RequiredClause]) -> Agreement:
    """Return the next version, in the status that its clauses and signatures give."""
    if not missing(agreement, required).is_filled or agreement.is_rejected:
        status = AgreementStatus.DRAFT
    elif agreement.standing_signatures:
        status = AgreementStatus.AWAITING_SIGNATURES
    else:
        status = AgreementStatus.READY
    return replace(agreement, status=status, version=agreement.version + 1)


def _missing_clauses(lacking: Missing) -> Iterator[FieldProblem]:
    for clause in lacking.clauses:
        yield FieldProblem(
            f"clauses.{clause.key}", "clause-missing", f"{clause.sv} saknas", f"missing: {clause.sv}"
        )
    for clause in lacking.unfilled:
        yield FieldProblem(
            f"clauses.{clause.key}",
            "clause-unfilled",
            f"{clause.sv} har en plats [[…]] som inte är ifylld",
            f"{clause.sv} has a place [[…]] that is not filled",
        )


def _missing_signatures(
    agreement: Agreement, lacking: Missing, names: Mapping[UUID, str]
) -> Iterator[FieldProblem]:
    for party in lacking.signatures:
        who = f"{names[party.authority_id]} ({party.role})"
        yield FieldProblem(
            f"parties.{agreement.parties.index(party)}",
            "signature-missing",
            f"underskrift saknas från {who}",
            f"{who} has not signed",
        )
