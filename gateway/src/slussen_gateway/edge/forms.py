"""Forms that the edge takes itself: a choice on a page of its own, an issuer's logout token."""

from typing import Final
from urllib.parse import parse_qsl

from slussen_gateway.edge.exchange import Exchange
from slussen_gateway.edge.problems import MALFORMED, TOO_LARGE, ProblemError
from slussen_gateway.edge.replies import MOST_PARAMETERS
from slussen_gateway.edge.routing import FORM

LARGEST_FORM: Final = 16 * 1024


async def read_form(exchange: Exchange) -> None:
    """Read the request's form, where it brings one; a field that stands twice could be read in two ways.

    Raises:
        ProblemError: It is too large, or no form.
    """
    incoming = exchange.incoming
    media_type = incoming.read.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if incoming.method != "POST" or not incoming.has_body or media_type != FORM:
        return
    body, more = b"", True
    while more:
        part, more = await exchange.next_part()
        body += part
        if len(body) > LARGEST_FORM:
            raise ProblemError(TOO_LARGE)
    try:
        fields = parse_qsl(body.decode("ascii"), max_num_fields=MOST_PARAMETERS, errors="strict")
    except ValueError as error:
        raise ProblemError(MALFORMED) from error
    names = [name for name, _ in fields]
    incoming.form = {name: value for name, value in fields if names.count(name) == 1}
