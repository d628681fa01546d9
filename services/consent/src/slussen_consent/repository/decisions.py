"""What a decision reads and writes: one statement each, the policy context set inside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg
import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.errors import NotFoundError
from slussen_consent.domain.consent import Consent
from slussen_consent.domain.grounds import DisclosureGround
from slussen_consent.records import consent_of
from slussen_consent.repository.context import plain, under_context
from slussen_consent.repository.grounds import ground_of
from slussen_consent.tables import DisclosureDecisionRow

READ = under_context("""
SELECT found.* FROM context CROSS JOIN LATERAL (
    SELECT c.id, v.version, v.document, false AS is_ground
    FROM consent c JOIN consent_version v ON v.consent_id = c.id AND v.version = c.version
    WHERE c.subject_id = ANY(ARRAY(SELECT same_person($6))) AND context.authority IS NOT NULL
    UNION ALL
    SELECT g.id, g.version, g.document, true FROM disclosure_ground g
    WHERE g.subject_id = ANY(ARRAY(SELECT same_person($6))) AND context.authority IS NOT NULL OFFSET 0
) found
""")
READ_AS_OF = under_context("""
SELECT found.* FROM context CROSS JOIN LATERAL (
    (SELECT DISTINCT ON (c.id) c.id, v.version, v.document, false AS is_ground
    FROM consent c JOIN consent_version v ON v.consent_id = c.id AND v.recorded_at <= $7
    WHERE c.subject_id = ANY(ARRAY(SELECT same_person($6))) AND context.authority IS NOT NULL
    ORDER BY c.id, v.version DESC)
    UNION ALL
    SELECT g.id, g.version, g.document, true FROM disclosure_ground g
    WHERE g.subject_id = ANY(ARRAY(SELECT same_person($6))) AND (g.document ->> 'registered_at')::timestamptz <= $7
        AND context.authority IS NOT NULL OFFSET 0
) found
""")
WRITE = under_context(""", present AS MATERIALIZED (
    SELECT state.* FROM context CROSS JOIN LATERAL (
        SELECT count(*) AS items, coalesce(sum(version), 0) AS versions FROM (
            SELECT c.version FROM consent c
            WHERE c.subject_id = ANY(ARRAY(SELECT same_person($6))) AND context.authority IS NOT NULL
            UNION ALL
            SELECT g.version FROM disclosure_ground g
            WHERE g.subject_id = ANY(ARRAY(SELECT same_person($6))) AND context.authority IS NOT NULL OFFSET 0
        ) seen
    ) state
), decision AS (
    INSERT INTO disclosure_decision (id, subject_id, situation, outcome, actor, decided_at, consent_ids,
                                     consent_versions, document, county_code, responsible_authority_id, grants)
    SELECT $7, $6, $8, $9, $4, $10, $11, $12, $13::jsonb, $3, authority::uuid, ARRAY[authority::uuid]
    FROM context, present
    WHERE $14::int IS NULL OR (items = $14 AND versions = $15)
    RETURNING id, responsible_authority_id
), trace AS (
    INSERT INTO audit_entry (id, authority_id, unit_id, actor, action, resource_type, resource_id, subject_id,
                             purpose, outcome, trace_id)
    SELECT $16, responsible_authority_id, NULLIF($2, '')::uuid, $4, 'disclosure.decide', 'disclosure_decision',
           id, $6, $5, 'permitted', $17
    FROM decision
)
SELECT id FROM decision
""")
"""Writes nothing where a consent or a ground about the person has come or changed since it was read."""


class Fingerprint(NamedTuple):
    """How many consents and grounds about a person the reader sees, and the sum of their versions: both only grow."""

    items: int
    versions: int


class Known(NamedTuple):
    """What the reader sees about a person that a decision may rest on."""

    consents: tuple[Consent, ...]
    grounds: tuple[DisclosureGround, ...]

    def fingerprint(self) -> Fingerprint:
        """Return what tells whether it is still the same."""
        versions = [consent.version for consent in self.consents]
        versions += [ground.version for ground in self.grounds]
        return Fingerprint(len(versions), sum(versions))


@dataclass(frozen=True, slots=True)
class DecisionToKeep:
    """A decision, or the set of many pairs' decisions, as it is stored; nothing here names a person."""

    id: UUID
    subject_id: UUID
    situation: str
    outcome: str
    decided_at: datetime
    consents: Sequence[tuple[UUID, int]]
    document: dict[str, Any]
    audit_id: UUID
    trace_id: str


async def read_known(
    pool: "asyncpg.Pool[Any]",
    context: tuple[str, str, str, str, str],
    subject_id: UUID,
    *,
    as_of: datetime | None = None,
) -> Known:
    """Return the consents and grounds about a person that the context's authority sees, as they are or were."""
    if as_of is None:
        rows = await pool.fetch(READ, *context, subject_id)
    else:
        rows = await pool.fetch(READ_AS_OF, *context, subject_id, as_of)
    return Known(
        tuple(
            consent_of(plain(row["id"]), row["version"], subject_id, orjson.loads(row["document"]))
            for row in rows
            if not row["is_ground"]
        ),
        tuple(ground_of(orjson.loads(row["document"])).about(subject_id) for row in rows if row["is_ground"]),
    )


async def keep(
    pool: "asyncpg.Pool[Any]",
    context: tuple[str, str, str, str, str],
    decision: DecisionToKeep,
    read: Fingerprint | None,
) -> bool:
    """Keep a decision with its audit row; False where the consents are no longer as they were read."""
    written = await pool.fetchval(
        WRITE,
        *context,
        decision.subject_id,
        decision.id,
        decision.situation,
        decision.outcome,
        decision.decided_at,
        [consent_id for consent_id, _ in decision.consents],
        [version for _, version in decision.consents],
        orjson.dumps(decision.document).decode(),
        read.items if read else None,
        read.versions if read else None,
        decision.audit_id,
        decision.trace_id,
    )
    return written is not None


class DecisionNotFoundError(NotFoundError):
    """No such decision that the caller may see."""

    code = "decision-not-found"
    title_sv = "Beslutet finns inte här"
    title_en = "The decision is not here"


async def get(session: AsyncSession, decision_id: UUID, *, visible_to: UUID | None) -> DisclosureDecisionRow:
    """Return a stored decision.

    Raises:
        DecisionNotFoundError: There is none that the authority may see.
    """
    row = await session.get(DisclosureDecisionRow, decision_id)
    if row is None or visible_to not in row.grants:
        raise DecisionNotFoundError
    return row
