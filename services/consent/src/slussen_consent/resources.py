"""What the use cases work with besides the request's transaction."""

from dataclasses import dataclass

from slussen_chassis.database import Database
from slussen_consent.receipt_keys import ReceiptKeys
from slussen_consent.repository.register import Register
from slussen_consent.vault import Vault


@dataclass(frozen=True, slots=True)
class Resources:
    """The vault of persons' numbers, the register's copies, the database, and the keys of receipts."""

    vault: Vault
    register: Register
    database: Database
    receipt_keys: ReceiptKeys
    refuses_synthetic: bool
