"""What a county says about agreements and the sharing of costs."""

from datetime import date
from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from slussen_contracts.profiles.setting import Codes, Frozen, Local, Section, Setting


class Clause(Frozen):
    """A clause of an agreement: its key, and the label that people see."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    sv: str


class AgreementRule(Section):
    """Whether one kind of agreement is required, for what and between whom."""

    required: Setting[StrictBool] = Setting()
    name: Setting[str] = Setting()
    per: Setting[str] = Setting()
    when: Setting[str] = Setting()
    parties: Setting[Codes] = Setting()
    template: Setting[str] = Setting()


class Agreements(Section):
    """Which agreements there are and what they must hold (handbook 4)."""

    county_document: Setting[str] = Setting()
    local_agreement: AgreementRule = AgreementRule()
    premises_agreement: AgreementRule = AgreementRule()
    letter_of_intent: AgreementRule = AgreementRule()
    coordinator_agreement: AgreementRule = AgreementRule()
    required_clauses: Setting[tuple[Clause, ...]] = Setting()
    required_clauses_basis: Setting[str] = Setting()
    suggested_clauses: Setting[tuple[Clause, ...]] = Setting()
    recommended_content: Setting[Codes] = Setting()
    county_term: Setting[str] = Setting()
    county_notice_months: Setting[StrictInt] = Setting()
    county_notice_written: Setting[StrictBool] = Setting()
    term: Setting[str] = Setting()
    notice_months: Setting[StrictInt | Local] = Setting()
    notice_written: Setting[StrictBool] = Setting()
    revision_interval_months: Setting[StrictInt] = Setting()
    revision_on_need: Setting[StrictBool] = Setting()
    revised_by: Setting[str] = Setting()
    next_revision_due: Setting[date] = Setting()
    signatories: Setting[Codes] = Setting()
    identical_copies: Setting[StrictInt] = Setting()
    dispute_body: Setting[str] = Setting()
    renegotiation_clause: Setting[StrictBool] = Setting()
    duty_to_inform_clause: Setting[StrictBool] = Setting()


class CostRule(Section):
    """How one kind of cost is shared."""

    rule: Setting[str] = Setting()
    split_unit: Setting[str] = Setting()
    split: Setting[str] = Setting()
    includes: Setting[Codes] = Setting()
    employer_reimbursed: Setting[StrictBool] = Setting()
    local_override: Setting[StrictBool] = Setting()
    applies_to_centres_after: Setting[date] = Setting()
    payer_rotation: Setting[str] = Setting()
    settlement: Setting[str] = Setting()
    billing_basis_by: Setting[str] = Setting()
    region: Setting[Codes] = Setting()
    municipality: Setting[Codes] = Setting()
    note: Setting[str] = Setting()


class CostSharing(Section):
    """How costs are shared (handbook 4.10)."""

    coordinator: CostRule = CostRule()
    other_common_costs: CostRule = CostRule()
    joint_budget_owner: Setting[str] = Setting()
    participation: Setting[str] = Setting()
