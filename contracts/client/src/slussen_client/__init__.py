"""Python client of Slussen, for journal systems, intranets and BI tools.

`SlussenClient` and `AsyncSlussenClient` have one method for each operation, by service:
`client.consent.get_consent(...)`.
"""

from slussen_client.calls import Answer
from slussen_client.client import AsyncSlussenClient, SlussenClient
from slussen_client.personal_numbers import PersonalNumberError
from slussen_client.problems import (
    FieldProblem,
    SlussenError,
    SlussenLoginError,
    SlussenProblem,
    SlussenUnreachableError,
)
from slussen_client.retries import Retries
from slussen_client.webhooks import WebhookError, verified_event

__all__ = [
    "Answer",
    "AsyncSlussenClient",
    "FieldProblem",
    "PersonalNumberError",
    "Retries",
    "SlussenClient",
    "SlussenError",
    "SlussenLoginError",
    "SlussenProblem",
    "SlussenUnreachableError",
    "WebhookError",
    "verified_event",
]
