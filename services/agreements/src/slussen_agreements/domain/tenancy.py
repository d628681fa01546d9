"""Who may see an agreement: its parties, and the administration of its county."""

from uuid import UUID, uuid5

COUNTY_ADMINISTRATIONS = UUID("5d2f1f0e-6b0c-5c0a-9a53-0d6f6c1b7a18")


def county_administration(county_code: str) -> UUID:
    """Return the id under which a county's administrators see and make its agreements.

    It is no authority in the register: administrators keep agreements for the parties and sign none.
    """
    return uuid5(COUNTY_ADMINISTRATIONS, f"county-administration:{county_code}")
