"""Routes whose refusals say the centre's own word for a referral, as its answers do."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from typing_extensions import override

from slussen_chassis.auth import Caller
from slussen_chassis.database import Context, Database
from slussen_chassis.errors import DomainError
from slussen_chassis.transaction import TransactionRoute, caller_of
from slussen_referrals import register
from slussen_referrals.domain.words import USUAL_TERM, in_the_word_of


class WordedRoute(TransactionRoute):
    """A route in one transaction, whose refusals are in the word of the centres where the caller's unit works."""

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def worded(request: Request) -> Response:
            try:
                return await answer(request)
            except DomainError as error:
                if USUAL_TERM in f"{error.title_sv} {error.detail_sv}".lower():
                    term = await _term_of(request.app.state.database, caller_of(request))
                    error.reword(lambda text: in_the_word_of(term, text))
                raise

        return worded


async def _term_of(database: Database, caller: Caller) -> str:
    """Return the one word of the caller's centres; the usual one where they have several or none."""
    if caller.unit_id is None:
        return USUAL_TERM
    async with database.transaction(Context()) as session:
        unit = await register.find_unit(session, caller.unit_id)
        terms = await register.display_terms(session, unit.centre_ids if unit else ())
    found = set(terms.values())
    return found.pop() if len(found) == 1 else USUAL_TERM
