"""Clause libraries: what counties' agreements say, clause by clause and edition by edition, as data.

`library("orebro", on=day)` gives the edition in use that day. Each text says whether its words are the county's
own or ours; a place that parties are to fill stands as `[[…]]`.
"""

from slussen_contracts.clause_library.loading import editions, library
from slussen_contracts.clause_library.model import (
    Checklist,
    ClauseLibrary,
    KindLibrary,
    LibraryClause,
    Origin,
    blanks,
)

__all__ = [
    "Checklist",
    "ClauseLibrary",
    "KindLibrary",
    "LibraryClause",
    "Origin",
    "blanks",
    "editions",
    "library",
]
