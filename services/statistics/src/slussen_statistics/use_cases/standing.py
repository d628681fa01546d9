"""As whom records count, as their owners last told it; the same for every year, whenever its first fact comes."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from slussen_chassis.crypto import Keyring
from slussen_statistics.domain.pseudonyms import Pseudonyms, Whom, new_secret
from slussen_statistics.domain.standing import Standing, Told, standings_of
from slussen_statistics.repository import families, told

_OPENED = "hashes of what was told"
_KEY_PLACE = "statistics|told_key|secret|1"


@dataclass(frozen=True, slots=True)
class Book:
    """Finds and reads what was told: hashes of ids, and ids that are sealed under the service's own key."""

    keyring: Keyring
    hashes: Pseudonyms

    @classmethod
    async def open(cls, session: AsyncSession, keyring: Keyring) -> Self:
        """Return the book; its secret is drawn at first use."""
        book: Self | None = session.info.get(_OPENED)
        if book is None:
            sealed = await told.find_key(session)
            if sealed is None:
                drawn = keyring.encrypt(new_secret(), place=_KEY_PLACE)
                sealed = await told.keep_first_key(session, drawn)
            book = cls(keyring, Pseudonyms(keyring.decrypt(sealed, place=_KEY_PLACE)))
            session.info[_OPENED] = book
        return book

    def find(self, whom: Whom, ids: Collection[UUID]) -> dict[bytes, UUID]:
        """Return ids by their hashes."""
        return {self.hashes.of(whom, one): one for one in ids}

    def seal(self, ids: Mapping[bytes, UUID]) -> dict[bytes, bytes]:
        """Return sealed ids by their hashes."""
        return {h: self.keyring.encrypt(one.bytes, place=_place(h)) for h, one in ids.items()}

    def read(self, hashed: bytes, sealed: bytes) -> UUID:
        """Return an id that was sealed."""
        return UUID(bytes=self.keyring.decrypt(sealed, place=_place(hashed)))


def _place(hashed: bytes) -> str:
    return f"statistics|told_id|sealed|{hashed.hex()}"


async def find_standings(
    session: AsyncSession, book: Book, records: Mapping[bytes, UUID]
) -> dict[UUID, Standing]:
    """Return as whom records and those that merges tie to them count, held until the transaction ends."""
    found = await _held(session, set(records))
    ids = {**records, **dict(_ids(found, book))}
    return standings_of(
        {
            ids[one.record]: Told(
                one.is_told,
                None if one.person is None else ids[one.person],
                None if one.family is None else ids[one.family],
            )
            for one in found
        }
    )


async def _held(session: AsyncSession, records: set[bytes]) -> list[told.ToldRecord]:
    """Hold records and what is tied to them; read again for as long as more turn out to be tied."""
    await told.hold(session, records)
    found = await told.list_records(session, records)
    while more := {one.record for one in found} - records:
        await told.hold(session, more)
        records |= more
        found = await told.list_records(session, records)
    return found


def _ids(found: Collection[told.ToldRecord], book: Book) -> Iterator[tuple[bytes, UUID]]:
    for one in found:
        if one.sealed is not None:
            yield one.record, book.read(one.record, one.sealed)
        if one.family is not None and one.sealed_family is not None:
            yield one.family, book.read(one.family, one.sealed_family)


async def counted_as(
    session: AsyncSession, year: int, made: Pseudonyms, subject: bytes, standing: Standing
) -> tuple[bytes, bytes | None]:
    """Return the pseudonyms in a year of the person and of the family, None where no family is told."""
    person: bytes | None = None
    family: bytes | None = None
    if standing.person is None or standing.family is None:
        person, family = await families.find_former(session, year, subject)
    if standing.person is not None:
        person = made.of("subject", standing.person)
    if standing.family is not None:
        family = made.of("family", standing.family)
    return person or subject, family
