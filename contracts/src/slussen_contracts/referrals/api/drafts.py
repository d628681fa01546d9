"""Drafts: what somebody is about to refer, kept encrypted for its writer alone until it is sent, or for seven days."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from slussen_contracts.events import Model, StrictModel
from slussen_contracts.referrals.api.values import EXAMPLE_ID

DraftContent = Annotated[
    dict[str, Any],
    Field(
        description="Formulärets egna fält, högst 16 kB. / The form's own fields, 16 kB at most.",
        examples=[{"situation": "family-support-2026-11", "topics": ["parental_support"]}],
    ),
]


class DraftWrite(StrictModel):
    """What the form holds so far."""

    content: DraftContent


class DraftKept(Model):
    """That a draft is kept, and how long; its content is told only to who reads it."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int
    changed_at: datetime
    expires_at: datetime
    sent_as: UUID | None = Field(
        default=None,
        description="Slussningen som utkastet blev. / The referral that the draft became.",
    )


class DraftRead(DraftKept):
    """A draft with its content, which is gone once it has become a referral."""

    content: DraftContent | None = None
