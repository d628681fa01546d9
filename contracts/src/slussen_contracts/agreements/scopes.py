"""The scopes of the agreements service."""

ADMINISTER = "agreements:administer"
"""Keep the register of the caller's own county and what its centres do together; all that `COORDINATE` does, for all
of the county's centres and agreements; end agreements."""

COORDINATE = "agreements:coordinate"
"""Keep what is entered about the centres that the caller's authority takes part in (hours, offer, staffing, steering,
wheel, settlements), and prepare the agreements that it is a party to: draft, fill, plan signing, activate, review."""

READ = "agreements:read"
"""Read the register, and the agreements that the caller's authority is a party to."""

SIGN = "agreements:sign"
"""Sign an agreement for the caller's own authority."""
