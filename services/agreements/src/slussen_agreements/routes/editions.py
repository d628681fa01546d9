"""Editions (utgåvor) of agreements over REST."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path
from starlette.responses import Response

from slussen_agreements.domain.edition_terms import TermChange
from slussen_agreements.routes.agreements import shown
from slussen_agreements.routes.answers import COORDINATES, PREFIX, READS, created, read
from slussen_agreements.use_cases import editions
from slussen_agreements.use_cases.editions import EditionDifference
from slussen_chassis.transaction import TransactionRoute
from slussen_chassis.web import CurrentCaller, IfMatch, Now, Transaction
from slussen_contracts.agreements.api import AgreementRead
from slussen_contracts.agreements.lifecycle import (
    AmendmentWrite,
    ChangeCode,
    ClauseChangeRead,
    DifferenceRead,
    EditionList,
    EditionRead,
    LineChangeRead,
    TermChangeRead,
    WordingRead,
)

router = APIRouter(prefix=PREFIX, route_class=TransactionRoute, tags=["agreements"])


@router.post(
    "/agreements/{agreement_id}/amendments",
    operation_id="amendAgreement",
    status_code=201,
    dependencies=COORDINATES,
)
async def amend_agreement(  # noqa: PLR0913 - what the route takes
    agreement_id: UUID,
    wanted: AmendmentWrite,
    *,
    response: Response,
    session: Transaction,
    caller: CurrentCaller,
    now: Now,
    expected: IfMatch,
) -> AgreementRead:
    """Upprätta en ny utgåva; den gällande gäller tills den nya sätts i kraft. / Draft a new edition."""
    found = await editions.amend_agreement(
        session, agreement_id, wanted, expected=expected, caller=caller, now=now
    )
    created(response, f"/agreements/{found.agreement.id}", found.agreement.version)
    return shown(found)


@router.get("/agreements/{agreement_id}/versions", operation_id="listAgreementVersions", dependencies=READS)
async def list_versions(agreement_id: UUID, session: Transaction, caller: CurrentCaller) -> EditionList:
    """Visa avtalets alla utgåvor. / Show all editions of the agreement."""
    found = await editions.list_editions(session, agreement_id, caller=caller)
    return EditionList(
        items=tuple(
            EditionRead(
                agreement_id=agreement.id,
                edition=agreement.edition,
                status=agreement.status,
                valid_from=agreement.valid_from,
                valid_through=agreement.ends_on,
                digest=agreement.digest,
            )
            for agreement in found
        )
    )


@router.get(
    "/agreements/{agreement_id}/versions/{edition}/difference",
    operation_id="getAgreementDifference",
    dependencies=READS,
)
async def get_difference(
    agreement_id: UUID,
    edition: Annotated[int, Path(ge=1, le=10_000)],
    session: Transaction,
    caller: CurrentCaller,
) -> DifferenceRead:
    """Visa vad som skiljer utgåvan från den före: avsnitt och villkor. / Show what differs: clauses and terms."""
    return _difference(await editions.compare_edition(session, agreement_id, edition, caller=caller))


def _difference(found: EditionDifference) -> DifferenceRead:
    return DifferenceRead(
        edition=found.edition.agreement.edition,
        compared_with=found.before.edition if found.before else None,
        clauses=tuple(
            ClauseChangeRead(
                key=change.key,
                label=found.labels[change.key],
                change=ChangeCode(change.change),
                lines=tuple(
                    LineChangeRead(change=ChangeCode(line.change), text=line.text) for line in change.lines
                ),
            )
            for change in found.changes
        ),
        terms=tuple(_term(change) for change in found.terms),
    )


def _term(change: TermChange) -> TermChangeRead:
    return TermChangeRead(
        key=change.key,
        sv=change.name.sv,
        en=change.name.en,
        change=ChangeCode(change.change),
        before=read(WordingRead, change.before) if change.before else None,
        after=read(WordingRead, change.after) if change.after else None,
    )
