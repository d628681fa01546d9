"""What a check of a centre answers: what was found, and who regulates what it was checked against."""

from enum import StrEnum

from pydantic import Field

from slussen_contracts.events import Model


class FindingRead(Model):
    """One thing that a check found; `weight` is `breach` against a must, `warning` against a should, or `notice`."""

    rule: str = Field(examples=["joint-hours-short"])
    weight: str = Field(examples=["breach"])
    sv: str = Field(examples=["Det saknas 0,5 timmar gemensam öppettid."])
    en: str = Field(examples=["Joint open time is 0.5 hours short."])
    subject: str | None = Field(default=None, examples=[None])


class RegulatedBy(StrEnum):
    """Whose number it is: the county's, the local agreement's, or nobody's, as the county is silent."""

    COUNTY = "county"
    LOCAL_AGREEMENT = "local_agreement"
    NOT_REGULATED = "not_regulated"


class NamedCode(Model):
    """A code of a profile with what people see."""

    code: str = Field(examples=["coordinator"])
    sv: str = Field(examples=["samordnare"])
    en: str = Field(examples=["coordinator"])
