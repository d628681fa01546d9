"""For whom a caller acts."""

from uuid import UUID

from slussen_chassis.auth import Caller
from slussen_gateway.integration.domain.feed import AuthorityMissingError


def authority_of(caller: Caller) -> UUID:
    """Return the authority for which a caller acts.

    Raises:
        AuthorityMissingError: It acts for none.
    """
    if caller.authority_id is None:
        raise AuthorityMissingError
    return caller.authority_id
