"""What the use cases work with besides the request's transaction."""

from dataclasses import dataclass

from slussen_chassis.database import Database
from slussen_consent.repository.register import Register
from slussen_consent.vault import Vault


@dataclass(frozen=True, slots=True)
class Resources:
    """The vault of persons' numbers, the register's copies, and the database."""

    vault: Vault
    register: Register
    database: Database
    refuses_synthetic: bool
