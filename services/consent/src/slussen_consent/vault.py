"""Persons' numbers, protected: sealed where they are kept, found by a keyed hash, and never shown again.

And what custodians call their children: sealed too, and opened for their writer.
"""

import base64
from collections import OrderedDict
from uuid import UUID

from slussen_chassis.crypto import Keyring, blind_index
from slussen_consent.settings import ConsentSettings
from slussen_contracts.identifiers import PersonalIdentity

REMEMBERED = 50_000
_VARIANT_AND_VERSION = 0xFFFFFFFFFFFF0FFF3FFFFFFFFFFFFFFF
_VERSION_8 = 0x00000000000080008000000000000000


class Vault:
    """Seals numbers, computes their blind index, and remembers whose they are (bounded, newest used stay)."""

    def __init__(self, keyring: Keyring, index_key: bytes) -> None:
        self._keyring = keyring
        self._index_key = index_key
        self._subjects: OrderedDict[bytes, UUID] = OrderedDict()

    @classmethod
    def of(cls, settings: ConsentSettings) -> "Vault":
        """Return the vault with the keys in the settings."""
        keyring = Keyring.from_json(settings.subject_keys.get_secret_value())
        return cls(keyring, base64.b64decode(settings.blind_index_key.get_secret_value()))

    def blind(self, identity: PersonalIdentity) -> bytes:
        """Return the keyed hash by which a number is found."""
        return blind_index(self._index_key, "subject", identity.system.value, identity.value)

    def seal(self, identity: PersonalIdentity, blind: bytes) -> bytes:
        """Return the number, encrypted and bound to its row."""
        return self._keyring.encrypt(
            identity.value.encode(), place=f"subject_identifier|sealed|{blind.hex()}"
        )

    def seal_label(self, label: str, custodian_id: UUID, child_id: UUID) -> bytes:
        """Return what a custodian calls a child, encrypted and bound to its row."""
        return self._keyring.encrypt(label.encode(), place=_label_place(custodian_id, child_id))

    def open_label(self, sealed: bytes, custodian_id: UUID, child_id: UUID) -> str:
        """Return what a custodian calls a child.

        Raises:
            DecryptionError: The key is not here, or the label is another row's.
        """
        return self._keyring.decrypt(sealed, place=_label_place(custodian_id, child_id)).decode()

    def custodian(self, *parts: str) -> UUID:
        """Return the opaque id of a custodian: a keyed hash as a UUID of version 8 (RFC 9562, 5.8).

        It is the same wherever the same person is named, so that one custodian's positions are compared; it
        ties no parent to a child in the register of persons.
        """
        digest = int.from_bytes(blind_index(self._index_key, "custodian", *parts)[:16])
        return UUID(int=(digest & _VARIANT_AND_VERSION) | _VERSION_8)

    def recall(self, blind: bytes) -> UUID | None:
        """Return whose number this is, where it is remembered."""
        found = self._subjects.get(blind)
        if found is not None:
            self._subjects.move_to_end(blind)
        return found

    def forget(self) -> None:
        """Remember nobody: whose numbers they are is read again."""
        self._subjects.clear()

    def remember(self, blind: bytes, subject_id: UUID) -> None:
        """Remember whose number this is; it never changes."""
        self._subjects[blind] = subject_id
        if len(self._subjects) > REMEMBERED:
            self._subjects.popitem(last=False)


def _label_place(custodian_id: UUID, child_id: UUID) -> str:
    return f"child_label|sealed|{custodian_id}|{child_id}"
