"""The pseudonyms of a year: opened with the year's first thing, destroyed on command."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.crypto import Keyring
from slussen_statistics.domain.pseudonyms import Pseudonyms, new_secret
from slussen_statistics.repository import pseudonym_keys

_REMEMBERED = "pseudonyms"


async def find_pseudonyms(session: AsyncSession, keyring: Keyring, year: int) -> Pseudonyms | None:
    """Return what makes a year's pseudonyms, opened at first use; None where the year's secret was destroyed."""
    remembered: dict[int, Pseudonyms | None] = session.info.setdefault(_REMEMBERED, {})
    if year not in remembered:
        remembered[year] = await _opened(session, keyring, year)
    return remembered[year]


async def _opened(session: AsyncSession, keyring: Keyring, year: int) -> Pseudonyms | None:
    place = f"statistics|pseudonym_key|secret|{year}"
    is_there, sealed = await pseudonym_keys.find_secret(session, year)
    if not is_there:
        await pseudonym_keys.keep_first(session, year, keyring.encrypt(new_secret(), place=place))
        _, sealed = await pseudonym_keys.find_secret(session, year)
    return None if sealed is None else Pseudonyms(keyring.decrypt(sealed, place=place))


async def destroy_pseudonyms(session: AsyncSession, year: int, *, now: datetime) -> None:
    """Destroy a year's secret: nothing can be tied to its pseudonyms any more, and its events change nothing."""
    await pseudonym_keys.destroy(session, year, at=now)
