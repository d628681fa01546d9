"""What happens to an agreement: terms, signing, notice, editions and disputes, as the API takes and answers them."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from slussen_contracts.agreements.api import (
    EXAMPLE_ID,
    READABLE,
    AgreementKind,
    AgreementStatus,
    CatalogueClause,
    ClauseKey,
    ClauseText,
    Digest,
    Name,
    PartyRole,
)
from slussen_contracts.agreements.deviations import DeviationEffect
from slussen_contracts.agreements.time_limits import (
    LimitedState,
    ReferralTimeLimitRead,
    ReferralTimeLimitWrite,
)
from slussen_contracts.events import Model, Moment, StrictModel

LONGEST_NOTICE_MONTHS = 120
Months = Annotated[int, Field(ge=1, le=LONGEST_NOTICE_MONTHS)]
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000, pattern=READABLE)
]
ProfilePath = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z_]+){0,4}$", max_length=120)]
NoticeFormCode = Literal["written", "oral"]


class ChangeCode(StrEnum):
    """What became of a clause or of one of its sentences."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class TermKey(StrEnum):
    """What an edition says beside its clauses; parties, deviations and time limits may be several."""

    VALID_FROM = "valid_from"
    VALID_THROUGH = "valid_through"
    PARTY = "party"
    NOTICE_MONTHS = "notice_months"
    NOTICE_WRITTEN = "notice_written"
    DISPUTE_BODY = "dispute_body"
    DEVIATION = "deviation"
    REFERRAL_TIME_LIMIT = "referral_time_limit"


class NotRegulatedRead(Model):
    """A matter on which the county's document is silent: no number is made up."""

    matter: str = Field(examples=["notice_months"])
    sv: str = Field(examples=["Uppsägningstiden är inte reglerad."])
    en: str = Field(examples=["The time of notice is not regulated."])


class AgreementKindRead(Model):
    """What a county's profile says about a kind of agreement; null where it is silent."""

    kind: AgreementKind
    required: bool | None = Field(default=None, examples=[True])
    party_roles: tuple[str, ...] | None = Field(
        default=None, examples=[["municipality", "local_health_centre"]]
    )
    clauses: tuple[CatalogueClause, ...] = ()
    notice_months: int | None = Field(default=None, examples=[6])
    notice_written: bool | None = Field(default=None, examples=[True])


class AgreementKinds(Model):
    """The kinds of agreement under a profile."""

    profile_id: str = Field(examples=["orebro"])
    profile_first_day: date = Field(examples=["2026-03-01"])
    kinds: tuple[AgreementKindRead, ...]


class DeviationWrite(StrictModel):
    """Where a local agreement departs from the county's: the clause that does so, and how."""

    clause: ClauseKey = Field(examples=["changes_additions_regional"])
    text: Reason = Field(examples=["Öppna förskolan tar emot barn upp till åtta år."])
    matter: ProfilePath | None = Field(
        default=None,
        description="Värdet i länsprofilen som avtalet avviker från. / The profile's setting that it departs from.",
        examples=["target_group.child_age_to"],
    )
    effect: DeviationEffect | None = None


class DeviationRead(Model):
    """Where a local agreement departs from the county's."""

    clause: str = Field(examples=["changes_additions_regional"])
    text: str = Field(examples=["Öppna förskolan tar emot barn upp till åtta år."])
    matter: str | None = Field(default=None, examples=["target_group.child_age_to"])
    effect: DeviationEffect | None = None


class TermsWrite(StrictModel):
    """What the parties agree on beside the clauses; null where they agree on nothing."""

    notice_months: Months | None = Field(default=None, examples=[9])
    notice_written: bool | None = Field(default=None, examples=[True])
    dispute_body: Name | None = Field(default=None, examples=["Styrgruppen"])
    deviations: tuple[DeviationWrite, ...] = Field(default=(), max_length=80)
    referral_time_limits: tuple[ReferralTimeLimitWrite, ...] = Field(
        default=(),
        max_length=len(LimitedState),
        description="Tidsgränser för slussning, högst en för varje läge; inte längre än länets egna."
        " / Time limits for hand-overs, at most one for each state; no longer than the county's own.",
    )


class CopyRead(Model):
    """One of the identical copies (likalydande exemplar) and whose it is."""

    number: int = Field(examples=[1])
    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    role: str = Field(examples=["municipality"])


class RevisionRead(Model):
    """Where an agreement stands in its cycle of revision."""

    state: str = Field(examples=["upcoming"])
    due_on: date | None = Field(default=None, examples=["2025-11-17"])
    may_revise_now: bool
    revised_by: str | None = Field(default=None, examples=[None])


class TermsRead(Model):
    """What binds the parties beside the clauses: the county's rules and what they agreed on."""

    notice_months: int | None = Field(default=None, examples=[6])
    notice_written: bool | None = Field(default=None, examples=[True])
    earliest_end: date | None = Field(
        default=None,
        description="Tidigaste sista dag efter uppsägning den dag som frågan gäller."
        " / First possible last day after notice on the day asked about.",
        examples=["2027-03-15"],
    )
    dispute_body: str | None = Field(default=None, examples=["LAKO"])
    copies: tuple[CopyRead, ...] = Field(
        default=(),
        description="Registreras när alla har skrivit under. / Registered when all have signed.",
    )
    revision: RevisionRead
    deviations: tuple[DeviationRead, ...] = ()
    referral_time_limits: tuple[ReferralTimeLimitRead, ...] = ()
    not_regulated: tuple[NotRegulatedRead, ...] = ()


class SigningWrite(StrictModel):
    """How an agreement is signed: in the parties' order or in any, and by when."""

    in_order: bool = False
    sign_by: date | None = Field(default=None, examples=["2026-12-20"])


class RejectionWrite(StrictModel):
    """A rejection: why, and which wording the party has read."""

    digest: Digest = Field(examples=["0" * 64])
    reason: Reason = Field(examples=["Avsnittet om ekonomi saknar belopp."])
    role: PartyRole | None = Field(default=None, examples=[None])


class RejectionRead(Model):
    """That a party rejected a wording, and why."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    role: str = Field(examples=["municipality"])
    subject: str = Field(examples=["kommun.signatar"])
    digest: str = Field(examples=["0" * 64])
    reason: str = Field(examples=["Avsnittet om ekonomi saknar belopp."])
    rejected_at: Moment = Field(examples=["2026-11-22T08:30:00.000000Z"])


class RejectionList(Model):
    """The rejections of an agreement's wordings, the earliest first."""

    items: tuple[RejectionRead, ...] = ()


class NoticeWrite(StrictModel):
    """Notice (uppsägning) as a party gave it; the earliest end where neither months nor a last day is named."""

    given_on: date = Field(examples=["2026-09-15"])
    form: NoticeFormCode = Field(examples=["written"])
    months: Months | None = Field(default=None, examples=[None])
    last_day: date | None = Field(default=None, examples=[None])
    authority_id: UUID | None = Field(
        default=None,
        description="Krävs när länets administration registrerar; annars den egna huvudmannen."
        " / Required of the county's administration; otherwise one's own authority.",
        examples=[None],
    )


class NoticeRead(Model):
    """Notice that a party gave, and the last day that follows from it."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    authority_id: UUID = Field(examples=[EXAMPLE_ID])
    given_on: date = Field(examples=["2026-09-15"])
    form: NoticeFormCode = Field(examples=["written"])
    months: int | None = Field(default=None, examples=[None])
    last_day: date = Field(examples=["2027-03-15"])
    registered_at: Moment = Field(examples=["2026-11-22T08:30:00.000000Z"])


class NoticeList(Model):
    """The notice that parties gave; the agreement ends on the first of the last days."""

    status: AgreementStatus
    ends_on: date | None = Field(default=None, examples=["2027-03-15"])
    items: tuple[NoticeRead, ...] = ()


class ReviewWrite(StrictModel):
    """That the parties have looked over the agreement without changing it."""

    reviewed_on: date = Field(examples=["2026-02-10"])


class AmendmentWrite(StrictModel):
    """A new edition to draft from the one in force; the clauses named replace those of the same key."""

    valid_from: date = Field(examples=["2027-01-01"])
    clauses: dict[ClauseKey, ClauseText] = Field(default_factory=dict, max_length=80, examples=[{}])


class EditionRead(Model):
    """One edition (utgåva) of an agreement."""

    agreement_id: UUID = Field(examples=[EXAMPLE_ID])
    edition: int = Field(examples=[2])
    status: AgreementStatus
    valid_from: date = Field(examples=["2027-01-01"])
    valid_through: date | None = Field(default=None, examples=[None])
    digest: str = Field(examples=["0" * 64])


class EditionList(Model):
    """All editions of an agreement, the first one first."""

    items: tuple[EditionRead, ...]


class LineChangeRead(Model):
    """A sentence of a clause, and what became of it."""

    change: ChangeCode
    text: str = Field(examples=["Tvist löses i samförstånd."])


class ClauseChangeRead(Model):
    """A clause that differs, sentence by sentence."""

    key: str = Field(examples=["dispute"])
    label: str = Field(examples=["tvist"])
    change: ChangeCode
    lines: tuple[LineChangeRead, ...]


class WordingRead(Model):
    """A text in Swedish and English."""

    sv: str = Field(examples=["6 månader"])
    en: str = Field(examples=["6 months"])


class TermChangeRead(Model):
    """A term beside the clauses that differs, called `sv` and `en`; null where an edition does not have it."""

    key: TermKey
    sv: str = Field(examples=["Uppsägningstid"])
    en: str = Field(examples=["Time of notice"])
    change: ChangeCode
    before: WordingRead | None = None
    after: WordingRead | None = None


class DifferenceRead(Model):
    """What differs in an edition from the one before it; clauses and terms that are the same are left out."""

    edition: int = Field(examples=[2])
    compared_with: int | None = Field(default=None, examples=[1])
    clauses: tuple[ClauseChangeRead, ...] = ()
    terms: tuple[TermChangeRead, ...] = ()


class DisputeWrite(StrictModel):
    """A dispute (tvist) to register."""

    matter: Reason = Field(examples=["Fördelningen av lokalkostnaden."])
    registered_on: date = Field(examples=["2026-11-22"])


class DisputeOutcomeWrite(StrictModel):
    """How a dispute was settled."""

    outcome: Reason = Field(examples=["Kostnaden delas lika."])
    settled_on: date = Field(examples=["2026-11-22"])


class DisputeRead(Model):
    """A dispute, the body that settles it, and whether it is settled; the agreement stays in force."""

    id: UUID = Field(examples=[EXAMPLE_ID])
    version: int = Field(examples=[1])
    agreement_id: UUID = Field(examples=[EXAMPLE_ID])
    matter: str = Field(examples=["Fördelningen av lokalkostnaden."])
    body: str | None = Field(default=None, examples=["LAKO"])
    not_regulated: NotRegulatedRead | None = None
    registered_on: date = Field(examples=["2026-11-22"])
    settled_on: date | None = Field(default=None, examples=[None])
    outcome: str | None = Field(default=None, examples=[None])


class DisputeList(Model):
    """The disputes under an agreement, the earliest first."""

    items: tuple[DisputeRead, ...] = ()
