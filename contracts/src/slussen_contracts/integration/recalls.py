"""Recalls as the API takes and shows them: content that is no longer to be kept, and what its receivers answer."""

import re
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from slussen_contracts.events import Model, Moment, StrictModel

Thing = Literal["consent", "disclosure_ground", "referral"]
RecallReason = Literal["withdrawn", "annulled", "revoked", "voided"]
ReceiptAnswer = Literal["deleted", "kept_on_legal_ground", "unknown"]

_LIKE_A_PERSONAL_NUMBER = re.compile(r"\d{6}[-+ ]?\d{4}")


def _about_no_one(text: str) -> str:
    if _LIKE_A_PERSONAL_NUMBER.search(text):
        raise ValueError("a legal ground holds no personal number")
    return text


LegalGround = Annotated[
    str,
    AfterValidator(_about_no_one),
    Field(
        min_length=3,
        max_length=200,
        description="Lag och paragraf, inget om någon person. / Statute and section, nothing about anyone.",
        examples=["Patientdatalagen (2008:355) 3 kap. 17 §"],
    ),
]


class ReceiptWrite(StrictModel):
    """What a client answers to a recall; `unknown` may be replaced later, the other two stand.

    `legal_ground` goes with `kept_on_legal_ground`, and with nothing else.
    """

    answer: Annotated[ReceiptAnswer, Field(examples=["kept_on_legal_ground"])]
    legal_ground: LegalGround | None = None


class RecallReceiver(Model):
    """A client that was told of the thing, and what it has answered; None where it has not."""

    client_id: Annotated[str, Field(examples=["journal-orebro"])]
    answer: ReceiptAnswer | None
    legal_ground: LegalGround | None
    answered_at: Moment | None


class RecallRead(Model):
    """A thing that is no longer to be kept, as one authority's clients are asked about it."""

    id: UUID
    authority_id: Annotated[UUID, Field(description="Mottagande huvudman. / The receiving authority.")]
    controller_id: Annotated[UUID, Field(description="Huvudmannen för saken. / Whose the thing is.")]
    thing: Thing
    thing_id: UUID
    reason: RecallReason
    opened_at: Moment
    next_reminder_at: Moment | None
    answered_at: Annotated[Moment | None, Field(description="När alla svarat. / When all had answered.")]
    receivers: list[RecallReceiver]
    version: Annotated[int, Field(examples=[1])]
