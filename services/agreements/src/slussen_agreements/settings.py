"""Settings of the agreements service."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from slussen_chassis.settings import ServiceSettings


class AgreementsSettings(ServiceSettings):
    """What the agreements service is told at start, read from `SLUSSEN_AGREEMENTS_...`.

    Attributes:
        signing_assurance_level: How surely a person is identified who signs, as the identity provider states it.
        document_seal_key: Private JWK (Ed25519) that seals documents; `python -m slussen_chassis.sealing new-key`
            prints a fresh one.
        document_seal_keys: JWK set of earlier public keys, by which documents sealed before are still checked.
        signed_file_keys: JSON object from version to base64 key of 32 bytes: files signed outside are kept encrypted.
        signature_trust: PEM file of the issuers whose certificates are believed in files signed outside.
        qualified_signature_trust: PEM file of those of them under whom a signature is called qualified.
    """

    model_config = SettingsConfigDict(env_prefix="SLUSSEN_AGREEMENTS_")

    document_seal_key: SecretStr
    document_seal_keys: str = '{"keys": []}'
    signed_file_keys: SecretStr
    signature_trust: Path | None = None
    qualified_signature_trust: Path | None = None
    signing_assurance_level: str = Field(default="http://id.sambi.se/loa/loa3", pattern=r"(^|/)loa[1-4]$")
