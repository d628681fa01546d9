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
    Signature,
)
from slussen_agreements.repository import rows
from slussen_agreements.tables import AgreementRow, AgreementSignatureRow
from slussen_chassis.web import PageRequest


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
    return (await _with_signatures(session, [row]))[0]


async def list_agreements(
    session: AsyncSession, page: PageRequest, *, visible_to: UUID, centre_id: UUID | None
) -> list[Agreement]:
    """Return the agreements that the reader may see, the earliest drafted first."""
    query = select(AgreementRow).where(_seen_by(visible_to)).order_by(col(AgreementRow.id))
    if centre_id is not None:
        query = query.where(col(AgreementRow.centre_id) == centre_id)
    found = await session.exec(query.limit(page.limit + 1).offset(page.offset))
    return await _with_signatures(session, found.all())


async def agreements_to_announce(session: AsyncSession, after: UUID | None, limit: int) -> list[Agreement]:
    """Return the next agreements that are or were in force, whoever's they are; for the worker's own policy."""
    query = select(AgreementRow).order_by(col(AgreementRow.id)).limit(limit)
    if after is not None:
        query = query.where(col(AgreementRow.id) > after)
    return [_agreement(row, ()) for row in await session.exec(query)]


def _seen_by(reader: UUID) -> ColumnElement[bool]:
    return col(AgreementRow.grants).contains([reader])


async def _with_signatures(session: AsyncSession, found: Collection[AgreementRow]) -> list[Agreement]:
    kind = AgreementSignatureRow
    query = select(kind).where(col(kind.agreement_id).in_([row.id for row in found])).order_by(col(kind.id))
    signatures: dict[UUID, list[Signature]] = {row.id: [] for row in found}
    for row in await session.exec(query):
        signatures[row.agreement_id].append(_signature(row))
    return [_agreement(row, signatures[row.id]) for row in found]


def _signature(row: AgreementSignatureRow) -> Signature:
    return rows.thing(Signature, row, party=Party(row.responsible_authority_id, row.role))


def _agreement(row: AgreementRow, signatures: Sequence[Signature]) -> Agreement:
    return rows.thing(
        Agreement,
        row,
        grants=tuple(row.grants),
        parties=tuple(Party(UUID(party["authority_id"]), party["role"]) for party in row.parties),
        clauses=tuple(Clause(**clause) for clause in row.clauses),
        signatures=tuple(signatures),
    )


def _row(agreement: Agreement) -> AgreementRow:
    values = rows.columns(AgreementRow, agreement)
    values["grants"] = list(agreement.grants)
    values["parties"] = [
        {"authority_id": str(party.authority_id), "role": party.role} for party in agreement.parties
    ]
    values["clauses"] = [
        {"key": clause.key, "text": clause.text, "heading": clause.heading} for clause in agreement.clauses
    ]
    return AgreementRow(**values)
