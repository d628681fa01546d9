"""When to ask again, and how long to wait first."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import httpx

from slussen_client.flow import Flow, Outcome, Pause, Send
from slussen_client.problems import SlussenUnreachableError, retry_after

TOO_MANY: Final = 429
AGAIN_LATER: Final = frozenset({502, 503, 504})
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NEVER_WILL = (httpx.UnsupportedProtocol, httpx.LocalProtocolError)


@dataclass(frozen=True, slots=True)
class Retries:
    """How often one asks, and how long one waits between.

    Attributes:
        attempts: Most requests for one call, the first included.
        base_seconds: The first wait at most; each further one at most twice the last. Half of it is left to chance.
        longest_seconds: Longest wait. An answer that asks for a longer one is handed on as it is.
    """

    attempts: int = 5
    base_seconds: float = 0.5
    longest_seconds: float = 60.0

    def wait(self, outcome: Outcome, done: int, *, is_repeatable: bool) -> float | None:
        """Return the seconds to wait after attempt number `done`; None where one must not ask again.

        What is not repeatable is sent again only where it can't have had an effect: never sent, or refused by 429.
        """
        backoff = min(self.longest_seconds, self.base_seconds * 2.0 ** (done - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
        if done >= self.attempts or isinstance(outcome, _NEVER_WILL):
            return None
        if isinstance(outcome, httpx.TransportError):
            return backoff if is_repeatable or isinstance(outcome, _NEVER_SENT) else None
        if outcome.status_code != TOO_MANY and not (is_repeatable and outcome.status_code in AGAIN_LATER):
            return None
        told = retry_after(outcome)
        if told is None:
            return backoff
        return told + min(backoff, self.base_seconds) if told <= self.longest_seconds else None


def persist(
    make: Callable[[], httpx.Request], retries: Retries, *, is_repeatable: bool
) -> Flow[httpx.Response]:
    """Send until an answer is final; return it, whatever its status.

    Raises:
        SlussenUnreachableError: None came.
    """
    done = 0
    while True:
        outcome = yield Send(make())
        done += 1
        seconds = retries.wait(outcome, done, is_repeatable=is_repeatable)
        if seconds is not None:
            yield Pause(seconds)
        elif isinstance(outcome, httpx.Response):
            return outcome
        else:
            host = outcome.request.url.host
            raise SlussenUnreachableError(f"{host} gave no answer in {done} attempts") from outcome
