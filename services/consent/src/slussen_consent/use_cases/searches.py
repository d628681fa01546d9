"""Consents found by a person's number: with a stated purpose, in a trace, and not without end."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis import audit
from slussen_chassis.errors import FieldProblem, InvalidError, TooManyRequestsError
from slussen_consent.records import ConsentRecord
from slussen_consent.resources import Resources
from slussen_consent.use_cases.acting import Acting
from slussen_consent.use_cases.consents import find_consents
from slussen_consent.use_cases.sight import Seen
from slussen_consent.use_cases.subjects import refuse_synthetic, subject_ids
from slussen_contracts.identifiers import PersonalIdentity

MOST_CALLERS = 20_000
_MINUTE = 60.0


class TooManySearchesError(TooManyRequestsError):
    """Somebody who looks up one number after another is slowed down; each look-up stands in the log."""

    code: ClassVar[str] = "too-many-searches"
    title_sv: ClassVar[str] = "För många sökningar på personnummer; vänta en stund"
    title_en: ClassVar[str] = "Too many searches by personal number; wait a while"


class Allowance:
    """How many searches each caller has left in this process: `per_minute` at once, and as many a minute after."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> None:
        """Take one search.

        Raises:
            TooManySearchesError: The caller has none left.
        """
        now = self._clock()
        left, at = self._left.pop(caller, (float(self._per_minute), now))
        left = min(self._per_minute, left + (now - at) * self._per_minute / _MINUTE)
        allowed = left >= 1
        self._left[caller] = (left - 1 if allowed else left, now)
        if len(self._left) > MOST_CALLERS:
            self._left.popitem(last=False)
        if not allowed:
            raise TooManySearchesError(retry_after_seconds=math.ceil((1 - left) * _MINUTE / self._per_minute))


async def search_by_number(
    session: AsyncSession,
    subject: PersonalIdentity,
    *,
    acting: Acting,
    allowance: Allowance,
    resources: Resources,
    now: datetime,
) -> Seen[ConsentRecord]:
    """Return the consents about a person that the caller sees, as `find_consents` has it, and trace the purpose.

    The answer is the same whether nobody has the number or nothing is kept about the person.

    Raises:
        InvalidError: No purpose is stated.
        TooManySearchesError: The caller searches too often.
    """
    if not acting.purpose.strip():
        raise InvalidError(
            FieldProblem("Slussen-Purpose", "required", "ange varför du söker", "state why you search")
        )
    allowance.take(f"{acting.subject}|{acting.authority_id}")
    refuse_synthetic(resources, subject, "subject")
    subject_id = (await subject_ids(resources, [subject]))[subject]
    audit.record(
        session,
        "consent.search",
        resource_type="consent",
        subject_id=subject_id,
        purpose=acting.purpose,
    )
    return await find_consents(session, subject_id, reader=acting.authority_id, now=now)
