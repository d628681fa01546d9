"""What a gateway tells of its clients' calls: the form in which it goes over the bus.

A report holds **sums so far**, never differences: how often each line has been counted since the gateway started. One
that comes twice, late or not at all therefore changes nothing in the end, as long as a later one comes.
No report holds a path, an identifier, an address, a body or a user.
"""

from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

SUBJECT: Final = "usage.calls"
"""Where reports are told; the stream `USAGE` keeps them until they have been taken."""

Fault = Literal["sender", "recipient", "platform"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class CountedCalls(_Part):
    """How often one gateway has answered one kind of call in one hour.

    Attributes:
        hour: Hours since 1970-01-01T00Z.
        route: The path's template.
        status: HTTP status; 499 where the client hung up before any answer.
        problem: Code of the problem (RFC 9457), empty where there is none.
    """

    client: str
    hour: int
    method: str
    route: str
    status: int
    problem: str
    calls: int


class RefusedCall(_Part):
    """A call that was refused, without anything that came in.

    Attributes:
        serial: Its number at this gateway.
        at: Seconds since 1970-01-01T00Z.
        fault: Whose fault it was; None where nobody said.
    """

    serial: int
    client: str
    at: float
    method: str
    route: str
    status: int
    problem: str
    fault: Fault | None
    trace_id: str


class UsedShare(_Part):
    """How much of its limits a client uses at one gateway: now, and the most in one hour.

    Attributes:
        used: Requests of the burst that are used up, of the client's own and of its authority's.
    """

    client: str
    hour: int
    at_once: int
    peak_at_once: int
    used: int
    peak_used: int
    authority_used: int
    peak_authority_used: int


class ToldLimits(_Part):
    """What one client, and one authority over all its clients, may ask of one gateway."""

    caller_per_second: float
    caller_burst: int
    authority_per_second: float
    authority_burst: int
    at_once: int


class UsageReport(_Part):
    """What one gateway tells at a moment.

    Attributes:
        instance: The gateway's process, by a random name.
        at: Seconds since 1970-01-01T00Z.
    """

    instance: UUID
    at: float
    limits: ToldLimits
    calls: tuple[CountedCalls, ...] = ()
    refusals: tuple[RefusedCall, ...] = ()
    shares: tuple[UsedShare, ...] = ()
