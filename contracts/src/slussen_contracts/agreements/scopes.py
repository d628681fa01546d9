"""The scopes of the agreements service."""

ADMINISTER = "agreements:administer"
"""Keep the register of the caller's own county, and draft, activate and end agreements."""

READ = "agreements:read"
"""Read the register, and the agreements that the caller's authority is a party to."""

SIGN = "agreements:sign"
"""Sign an agreement for the caller's own authority."""
