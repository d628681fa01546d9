"""Journals' events that have had their effect, in the ordinary session."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_consent.records import ConsentRecord
from slussen_consent.repository.context import plain
from slussen_consent.repository.journal import Stored
from slussen_consent.tables import ConsentEventRow
from slussen_contracts.consent.api import ConsentChangedEvent, ConsentWithdrawnEvent


async def find(session: AsyncSession, client_id: str, source: str, event_id: str) -> Stored | None:
    """Return what a client's event did when it came before; None where it did not."""
    row = await session.get(ConsentEventRow, (client_id, source, event_id))
    return Stored(plain(row.consent_id), row.version) if row else None


async def add(
    session: AsyncSession,
    event: ConsentChangedEvent | ConsentWithdrawnEvent,
    record: ConsentRecord,
    *,
    client_id: str,
    received_at: datetime,
) -> None:
    """Keep that an event had its effect: this version of this consent."""
    session.add(
        ConsentEventRow(
            client_id=client_id,
            source=event.source,
            source_event_id=event.id,
            type=event.type,
            occurred_at=event.time,
            received_at=received_at,
            consent_id=record.consent.id,
            version=record.consent.version,
            county_code=record.keeping.county_code,
            responsible_authority_id=record.keeping.authority_id,
            grants=list(record.keeping.grants),
        )
    )
    await session.flush()
