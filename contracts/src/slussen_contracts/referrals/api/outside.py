"""One-time links: recipients outside without an account answer, and the loop is closed."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_contracts.consent.api import Topic
from slussen_contracts.events import Model, Moment, StrictModel
from slussen_contracts.identifiers import Activity, Profession
from slussen_contracts.referrals.api.requests import Need
from slussen_contracts.referrals.api.values import (
    EXAMPLE_ID,
    DeclineReason,
    Outcome,
    ReferralForm,
    ReferralState,
)

EXAMPLE_KEY = "01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11.k3Jx2vPqT8mB7dYw4nLr9sZc6hGf5aQe"
Key = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f-]{36}\.[A-Za-z0-9_-]{20,64}$"), Field(examples=[EXAMPLE_KEY])
]
"""What a link or a visit proves itself by: its id and a secret. Sent in bodies, never in an address."""


class Way(StrEnum):
    """How link or code is handed over. Services that send by themselves are adapters of the deployment."""

    ON_PAPER = "on_paper"
    BY_PHONE = "by_phone"
    IN_PERSON = "in_person"


class OutsideLinkCreate(StrictModel):
    """By which two ways the link and its code are handed over; they differ, so that neither is enough alone."""

    link_way: Way
    code_way: Way


class HandedOver(Model):
    """What the sender says or prints for one of the two halves; it names nothing of the other."""

    way: Way
    text: str = Field(
        examples=[
            "Koden är 4, 9, 3, 0, 2, 7. Referensen får du på ett annat sätt. Säg inte koden till någon annan."
        ]
    )
    pdf: str | None = Field(
        default=None,
        examples=[None],
        description="Brevet som PDF (base64), när det går på papper. / The letter as PDF (base64), for paper.",
    )


class OutsideLinkCreated(Model):
    """The link and its code, shown this once: hand them over by different ways."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    link: str = Field(
        examples=["/referrals/pages/outside/3km7wq9xta"],
        description="Sidan i en webbläsare; adressen öppnar inget utan koden."
        " / The page in a browser; the address opens nothing without the code.",
    )
    key: Key = Field(
        description="För ett program som öppnar länken i stället. / For a program that opens the link instead."
    )
    code: str = Field(examples=["493027"])
    expires_at: Moment
    link_delivery: HandedOver
    code_delivery: HandedOver


class OutsideLinkRead(Model):
    """A link as its sender follows it."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    link_way: Way
    code_way: Way
    expires_at: Moment
    opened_at: Moment | None = None
    revoked_at: Moment | None = None
    wrong_codes: int = Field(examples=[0])


class OutsideOpening(StrictModel):
    """The link's key and the code that came by another way."""

    key: Key
    code: Annotated[str, StringConstraints(pattern=r"^\d{6}$"), Field(examples=["493027"])]


class OutsideReferral(Model):
    """A referral as its recipient outside sees it; who the family is, the sender tells as agreed with the family."""

    state: ReferralState
    state_text: str = Field(examples=["Slussningen är skickad"])
    form: ReferralForm
    from_unit_name: str | None = Field(default=None, examples=["Barnmorskemottagningen Linden"])
    from_activity: Activity | None = None
    from_profession: Profession
    to_profession: Profession
    topics: list[str] = Field(default_factory=list, examples=[["parental_support"]])
    needs: list[Need] = Field(default_factory=list)
    answers: dict[str, str] = Field(default_factory=dict, examples=[{"first_child": "yes"}])
    acts: list[str] = Field(default_factory=list, examples=[["accept", "decline"]])


class OutsideVisit(Model):
    """The one visit that the link opens: its key, until when it lasts, and the referral."""

    key: Key
    until: Moment
    referral: OutsideReferral


class OutsideAct(StrictModel):
    """What the recipient outside does in its visit."""

    key: Key
    act: Literal["receive", "accept", "decline", "contact", "complete", "ask_information"]
    topics: list[Topic] = Field(default_factory=list, max_length=10, examples=[["parental_support"]])
    reason: DeclineReason | None = None
    outcome: Outcome | None = None
    follow_up_on: date | None = Field(default=None, examples=["2027-01-22"])
    no_follow_up: bool = False
