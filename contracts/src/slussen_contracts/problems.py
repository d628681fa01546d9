"""Problem details (RFC 9457) as every service and the gateway answers them, and the codes clients may rely on."""

from pydantic import Field

from slussen_contracts.events import Model

PROBLEM_PREFIX = "urn:slussen:problem:"
MEDIA_TYPE = "application/problem+json"


class InvalidField(Model):
    """One fault in what came in: the field's JSON path, the rule that it broke, and a text for people."""

    field: str = Field(examples=["permission.givenOn"])
    rule: str = Field(examples=["required"])
    message: str = Field(examples=["Uppgiften saknas."])


class Problem(Model):
    """Problem details (RFC 9457); `code` is the last part of `type`. Values that came in are never echoed."""

    type: str = Field(examples=["urn:slussen:problem:not-found"])
    title: str = Field(examples=["Det du frågar efter finns inte här"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["Det du frågar efter finns inte här"])
    instance: str = Field(examples=["urn:slussen:trace:4bf92f3577b34da6a3ce929d0e0e4736"])
    code: str = Field(examples=["not-found"])
    fault: str = Field(default="sender", examples=["sender"], description="sender, recipient or platform")
    errors: list[InvalidField] = Field(default_factory=list)
