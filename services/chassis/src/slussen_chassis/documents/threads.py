"""Work on documents goes on outside the event loop, a little at a time: it takes the processor, not the network."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ClassVar, Final, TypeVar

from slussen_chassis.errors import UnavailableError

AT_ONCE: Final = 1
MOST_ASKED: Final = 40
"""A page takes some milliseconds; more documents than this are not waited for."""

ResultT = TypeVar("ResultT")


class TooManyDocumentsError(UnavailableError):
    """More documents are asked for than can be made in good time."""

    code: ClassVar[str] = "documents-busy"
    title_sv: ClassVar[str] = "Många dokument framställs just nu; försök igen om en stund"
    title_en: ClassVar[str] = "Many documents are being made right now; try again in a while"


class DocumentThreads:
    """The threads that make documents, and how many documents are asked for."""

    def __init__(self, at_once: int = AT_ONCE, most_asked: int = MOST_ASKED) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="documents")
        self._most_asked = most_asked
        self._asked = 0

    async def run(self, work: Callable[[], ResultT]) -> ResultT:
        """Return what `work` returns; it runs when its turn comes.

        Raises:
            TooManyDocumentsError: Too many wait already; nothing was done.
        """
        if self._asked >= self._most_asked:
            raise TooManyDocumentsError
        self._asked += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._asked -= 1


off_the_loop: Final = DocumentThreads().run
"""Runs work on documents outside the event loop; a process has these threads once."""
