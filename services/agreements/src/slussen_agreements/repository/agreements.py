"""Agreements and their signatures. Every read names the reader; row security holds the same beneath."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_agreements.domain.agreement import (
    Agreement,
    AgreementNotFoundError,
    AlreadySignedError,
    Clause,
    Party,
    Rejection,
    Signature,
)
from slussen_agreements.domain.evidence import SignatureEvidence
from slussen_agreements.domain.terms import AgreedTerms
from slussen_agreements.repository import rows
from slussen_agreements.tables import AgreementRejectionRow, AgreementRow, AgreementSignatureRow
from slussen_chassis.web import PageRequest
from slussen_contracts.agreements.api import AgreementStatus
from slussen_contracts.agreements.evidence import SigningMethod

ANNOUNCED = (
    AgreementStatus.ACTIVE,
    AgreementStatus.UNDER_NOTICE,
    AgreementStatus.SUPERSEDED,
    AgreementStatus.ENDED,
)
"""Where in its life an agreement is or was in force, so that other services know of it."""


async def add_agreement(session: AsyncSession, agreement: Agreement) -> None:
    """Insert a new agreement."""
    await rows.add(session, _row(agreement))


async def save_agreement(session: AsyncSession, agreement: Agreement) -> None:
    """Write an agreement that was read for update; its signatures have their own function."""
    await rows.write(session, _row(agreement))


async def add_signature(session: AsyncSession, agreement: Agreement, signature: Signature) -> None:
    """Insert a signature; it belongs to the party that signs, and is seen by all who see the agreement."""
    row = AgreementSignatureRow(
        id=signature.id,
        county_code=agreement.county_code,
        responsible_authority_id=signature.party.authority_id,
        grants=list(agreement.grants),
        agreement_id=agreement.id,
        role=signature.party.role,
        subject=signature.subject,
        assurance_level=signature.assurance_level,
        digest=signature.digest,
        signed_at=signature.signed_at,
        method=signature.method.value,
        evidence=signature.evidence.content(),
    )
    await rows.add(session, row, {"party_signs_a_version_once": AlreadySignedError})


async def get_agreement(
    session: AsyncSession, agreement_id: UUID, *, visible_to: UUID, for_update: bool = False
) -> Agreement:
    """Return an agreement with its signatures.

    Raises:
        AgreementNotFoundError: There is none, or none that the reader may see.
    """
    query = select(AgreementRow).where(col(AgreementRow.id) == agreement_id, _seen_by(visible_to))
    if for_update:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = (await session.exec(query)).first()
    if row is None:
        raise AgreementNotFoundError
    return (await with_signatures(session, [row]))[0]


async def list_agreements(
    session: AsyncSession, page: PageRequest, *, visible_to: UUID, centre_id: UUID | None
) -> list[Agreement]:
    """Return the agreements that the reader may see, the earliest drafted first."""
    query = select(AgreementRow).where(_seen_by(visible_to)).order_by(col(AgreementRow.id))
    if centre_id is not None:
        query = query.where(col(AgreementRow.centre_id) == centre_id)
    found = await session.exec(query.limit(page.limit + 1).offset(page.offset))
    return await with_signatures(session, found.all())


async def agreements_to_announce(session: AsyncSession, after: UUID | None, limit: int) -> list[Agreement]:
    """Return the next agreements that are or were in force, whoever's they are; for the worker's own policy."""
    announced = col(AgreementRow.status).in_(ANNOUNCED)
    query = select(AgreementRow).where(announced).order_by(col(AgreementRow.id)).limit(limit)
    if after is not None:
        query = query.where(col(AgreementRow.id) > after)
    return [_agreement(row, (), ()) for row in await session.exec(query)]


def _seen_by(reader: UUID) -> ColumnElement[bool]:
    return col(AgreementRow.grants).contains([reader])


async def with_signatures(session: AsyncSession, found: Collection[AgreementRow]) -> list[Agreement]:
    """Return the agreements of rows, with their signatures and rejections."""
    kind = AgreementSignatureRow
    query = select(kind).where(col(kind.agreement_id).in_([row.id for row in found])).order_by(col(kind.id))
    signatures: dict[UUID, list[Signature]] = {row.id: [] for row in found}
    for row in await session.exec(query):
        signatures[row.agreement_id].append(_signature(row))
    rejections = await _rejections(session, found)
    return [_agreement(row, signatures[row.id], rejections[row.id]) for row in found]


async def _rejections(session: AsyncSession, found: Collection[AgreementRow]) -> dict[UUID, list[Rejection]]:
    kind = AgreementRejectionRow
    query = select(kind).where(col(kind.agreement_id).in_([row.id for row in found])).order_by(col(kind.id))
    rejections: dict[UUID, list[Rejection]] = {row.id: [] for row in found}
    for row in await session.exec(query):
        rejection = rows.thing(Rejection, row, party=Party(row.responsible_authority_id, row.role))
        rejections[row.agreement_id].append(rejection)
    return rejections


def _signature(row: AgreementSignatureRow) -> Signature:
    return rows.thing(
        Signature,
        row,
        party=Party(row.responsible_authority_id, row.role),
        method=SigningMethod(row.method),
        evidence=SignatureEvidence.of(row.evidence),
    )


def _agreement(
    row: AgreementRow, signatures: Sequence[Signature], rejections: Sequence[Rejection]
) -> Agreement:
    return rows.thing(
        Agreement,
        row,
        grants=tuple(row.grants),
        parties=tuple(Party(UUID(party["authority_id"]), party["role"]) for party in row.parties),
        clauses=tuple(Clause(**clause) for clause in row.clauses),
        terms=AgreedTerms.of(row.terms),
        signatures=tuple(signatures),
        rejections=tuple(rejections),
    )


def _row(agreement: Agreement) -> AgreementRow:
    values = rows.columns(AgreementRow, agreement)
    values["grants"] = list(agreement.grants)
    values["parties"] = [
        {"authority_id": str(party.authority_id), "role": party.role} for party in agreement.parties
    ]
    values["terms"] = agreement.terms.content()
    values["clauses"] = [
        {"key": clause.key, "text": clause.text, "heading": clause.heading} for clause in agreement.clauses
    ]
    return AgreementRow(**values)
