"""What the routes hand to use cases from the settings: the seal, and what judges and keeps files signed outside."""

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from slussen_agreements.use_cases.signed_files import SignedFileMeans
from slussen_chassis.crypto import Keyring
from slussen_chassis.documents.seal import DocumentSealer
from slussen_chassis.signatures.signed_pdf import Trust


@lru_cache(4)
def _sealer_of(jwk: str) -> DocumentSealer:
    return DocumentSealer.from_json(jwk)


@lru_cache(4)
def _trust_in(anchors: Path | None, qualified: Path | None) -> Trust:
    return Trust.from_files(anchors, qualified)


def _sealer(request: Request) -> DocumentSealer:
    return _sealer_of(request.app.state.settings.document_seal_key.get_secret_value())


def _means(request: Request) -> SignedFileMeans:
    settings = request.app.state.settings
    return SignedFileMeans(
        sealer=_sealer(request),
        trust=_trust_in(settings.signature_trust, settings.qualified_signature_trust),
        keyring=Keyring.from_json(settings.signed_file_keys.get_secret_value()),
    )


Sealer = Annotated[DocumentSealer, Depends(_sealer)]
"""The platform's seal."""

FileMeans = Annotated[SignedFileMeans, Depends(_means)]
"""What judges and keeps files that were signed outside."""
