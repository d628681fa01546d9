"""How the routes take and answer files: PDF and DOCX with their language, digest and name."""

import base64
import hashlib
from typing import Annotated, Any, Final

from fastapi import Body, Query
from starlette.responses import Response

from slussen_chassis.documents import docx
from slussen_chassis.documents.blocks import Language
from slussen_chassis.signatures.refusals import HEAD_BYTES, PDF_START, SignedPdfRefusedError

PDF: Final = "application/pdf"
DOCX: Final = docx.MEDIA_TYPE
MOST_BYTES: Final = 8 * 1024 * 1024

InLanguage = Annotated[
    Language,
    Query(
        alias="language",
        description="Språk; på engelska är dokumentet en läskopia. / In English the document is a reading copy.",
    ),
]
"""The document's language; Swedish unless English is asked for by name, since only the Swedish one is signed."""

PdfBody = Annotated[bytes, Body(media_type=PDF, description="PDF-filen. / The PDF file.")]
"""The bytes of a PDF as they came."""


def file_responses(media_type: str) -> dict[int | str, dict[str, Any]]:
    """Return what the API description says of a route that answers with a file."""
    schema = {"type": "string", "format": "binary"}
    return {200: {"content": {media_type: {"schema": schema}}, "description": "Filen. / The file."}}


def file_answer(content: bytes, media_type: str, name: str, *, language: Language) -> Response:
    """Return a file with its name, language and digest (RFC 9530)."""
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    return Response(
        content,
        media_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Language": language,
            "Repr-Digest": f"sha-256=:{digest}:",
        },
    )


def require_pdf(content: bytes) -> None:
    """Refuse what is no PDF, or larger than a signed document can be.

    Raises:
        SignedPdfRefusedError: It is.
    """
    if len(content) > MOST_BYTES:
        raise SignedPdfRefusedError("too-large")
    if PDF_START not in content[:HEAD_BYTES]:
        raise SignedPdfRefusedError("not-a-pdf")
