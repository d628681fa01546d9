"""What a system has called, what was refused, and how much of its limits it uses, as the interface answers it."""

from typing import Annotated, Literal

from pydantic import Field

from slussen_contracts.events import Model, Moment

Fault = Literal["sender", "recipient", "platform"]
Hour = Annotated[
    Moment,
    Field(
        description="Timmens början, UTC. / The hour's beginning, UTC.",
        examples=["2026-11-28T08:00:00.000000Z"],
    ),
]
Method = Annotated[str, Field(examples=["POST"])]
Route = Annotated[
    str,
    Field(
        description="Adressens mall, aldrig adressen själv; /tjänst/ där adressen inte är känd."
        " / The path's template, never the path itself; /service/ where the path is not known.",
        examples=["/consent/v1/consents/{}"],
    ),
]
Status = Annotated[
    int,
    Field(
        description="HTTP-status; 499 när systemet lade på före svaret."
        " / HTTP status; 499 where the system hung up before the answer.",
        examples=[429],
    ),
]
ProblemCode = Annotated[
    str | None,
    Field(
        description="Problemets kod (RFC 9457), om det fanns något. / The problem's code, if there was one.",
        examples=["too-many-requests"],
    ),
]


class CallsRead(Model):
    """How often one kind of call was made in one hour, at all gateways together."""

    hour: Hour
    service: Annotated[str, Field(examples=["consent"])]
    method: Method
    route: Route
    status: Status
    problem: ProblemCode
    calls: Annotated[int, Field(ge=1, description="Antal anrop. / Number of calls.", examples=[1200])]


class CallErrorRead(Model):
    """A call that was refused; nothing of what was sent is kept."""

    at: Moment
    method: Method
    route: Route
    status: Status
    problem: ProblemCode
    fault: Annotated[
        Fault | None,
        Field(description="Vems felet är. / Whose fault it is.", examples=["sender"]),
    ]
    trace_id: Annotated[
        str,
        Field(
            description="Spårningens id, som också står i svaret och som supporten frågar efter."
            " / The trace's id, as in the answer and as support asks for.",
            examples=["4bf92f3577b34da6a3ce929d0e0e4736"],
        ),
    ]


class QuotaRead(Model):
    """One limit, and how much of it is used at the gateway where the system is nearest to it."""

    limit: Annotated[
        int,
        Field(description="Flest på en gång. / Most at once.", examples=[1000]),
    ]
    per_second: Annotated[
        float | None,
        Field(
            description="Så många kommer tillbaka varje sekund; null för pågående anrop."
            " / How many come back each second; null for calls under way.",
            examples=[100.0],
        ),
    ]
    used: Annotated[int, Field(description="Använt nu. / Used now.", examples=[12])]
    peak: Annotated[
        int,
        Field(
            description="Mest använt denna timme och den förra. / Most used in this hour and the one before.",
            examples=[340],
        ),
    ]


class QuotasRead(Model):
    """A system's limits. Each gateway lets so much through by itself; null where none has told its limits lately."""

    gateways: Annotated[int, Field(description="Antal gateways. / Number of gateways.", examples=[2])]
    told_at: Annotated[
        Moment | None, Field(description="När de senast hördes av. / When they were last heard of.")
    ]
    client: Annotated[QuotaRead | None, Field(description="Systemets egna anrop. / The system's own calls.")]
    authority: Annotated[
        QuotaRead | None,
        Field(description="Alla huvudmannens anrop. / All calls of the authority."),
    ]
    at_once: Annotated[
        QuotaRead | None, Field(description="Systemets pågående anrop. / The system's calls under way.")
    ]
