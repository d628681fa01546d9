"""Watching a unit's referrals: that one has changed, by id, version and core status; what it says is read by REST.

Looked at only while somebody watches, once for each unit in this process. What was committed late is found since each
look goes back a minute before the one before; a version that was told is not told again.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from slussen_chassis import audit
from slussen_chassis.auth import Caller
from slussen_chassis.clock import Clock
from slussen_chassis.database import Context, Database
from slussen_contracts.referrals.api import CoreStatus
from slussen_referrals.domain.states import CORE_STATUS
from slussen_referrals.repository import referrals as repository
from slussen_referrals.repository.referrals import AtUnit
from slussen_referrals.use_cases.keeping import reader

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 1.0
LATE: Final = timedelta(minutes=1)
MOST_WAITING: Final = 500


@dataclass(frozen=True, slots=True)
class Change:
    """That a referral has a new version."""

    referral_id: UUID
    version: int
    core_status: CoreStatus


@dataclass(eq=False, slots=True)
class _Unit:
    """A unit that is watched: by whom, and which versions were seen."""

    watchers: set["asyncio.Queue[Change]"] = field(default_factory=set)
    seen: dict[UUID, int] = field(default_factory=dict)
    looked_at: datetime | None = None
    task: "asyncio.Task[None] | None" = None


class Watch:
    """Tells watchers of their units' referrals."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._units: dict[AtUnit, _Unit] = {}

    async def begin(self, caller: Caller) -> AtUnit:
        """Return whose referrals the caller may watch; leaves an audit row.

        Raises:
            ReferralNotFoundError: The caller works at no unit.
        """
        unit = reader(caller)
        async with self._database.transaction(Context.of(caller)) as session:
            audit.record(session, "referral.watch", resource_type="unit", resource_id=unit.unit_id)
        return unit

    @contextlib.asynccontextmanager
    async def changes(self, unit: AtUnit) -> AsyncIterator["asyncio.Queue[Change]"]:
        """Give what changes from now on, for as long as the block lasts."""
        watched = self._units.setdefault(unit, _Unit())
        queue: asyncio.Queue[Change] = asyncio.Queue(MOST_WAITING)
        watched.watchers.add(queue)
        if watched.task is None:
            await self._look(unit, watched)
            watched.task = asyncio.create_task(self._follow(unit, watched))
        try:
            yield queue
        finally:
            watched.watchers.discard(queue)
            if not watched.watchers and self._units.get(unit) is watched:
                del self._units[unit]
                watched.task.cancel()

    async def _follow(self, unit: AtUnit, watched: _Unit) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            for change in await self._look(unit, watched):
                for queue in watched.watchers:
                    if not queue.full():
                        queue.put_nowait(change)

    async def _look(self, unit: AtUnit, watched: _Unit) -> list[Change]:
        now = self._clock.now()
        since = (watched.looked_at or now) - LATE
        context = Context(authority_id=unit.authority_id, unit_id=unit.unit_id, purpose="watch")
        try:
            async with self._database.transaction(context) as session:
                found = await repository.list_changed(session, since, visible_to=unit)
        except (OSError, SQLAlchemyError) as error:
            log.warning("changes can't be looked for", extra={"fields": {"reason": type(error).__name__}})
            return []
        watched.looked_at = now
        new = [one for one in found if watched.seen.get(one[0]) != one[1]]
        watched.seen = {referral_id: version for referral_id, version, _ in found}
        return [Change(referral_id, version, CORE_STATUS[state]) for referral_id, version, state in new]
