"""Why a signed PDF is refused, in words for the one who sent it; no text holds anything from the file."""

from typing import Final

from slussen_chassis.errors import FieldProblem, InvalidError

FIELD: Final = "body"
PDF_START: Final = b"%PDF-"
HEAD_BYTES: Final = 1024
"""A PDF says what it is within its first bytes (ISO 32000-1, Annex H.3)."""

REASONS = {
    "not-a-pdf": ("filen är ingen läsbar PDF", "the file is no readable PDF"),
    "encrypted": (
        "filen är krypterad eller låst med lösenord",
        "the file is encrypted or locked by a password",
    ),
    "too-large": ("filen är för stor", "the file is too large"),
    "not-signed": ("filen har ingen elektronisk underskrift", "the file has no electronic signature"),
    "other-document": (
        "filen är inte det här dokumentet: den ska vara byte för byte det som hämtades, med underskriften tillagd",
        "the file is not this document: it must be byte for byte what was fetched, with the signature added",
    ),
    "changed": (
        "något annat än underskrifter har lagts till eller ändrats i filen",
        "something else than signatures was added to the file, or changed in it",
    ),
    "signature-broken": (
        "en underskrift i filen stämmer inte med innehållet",
        "a signature in the file does not match its content",
    ),
    "signer-not-trusted": (
        "underskriftens certifikat är inte utfärdat av någon som Slussen litar på, eller gäller inte",
        "the signature's certificate is by no issuer that Slussen trusts, or is not valid",
    ),
    "certificate-revoked": (
        "underskriftens certifikat är återkallat",
        "the signature's certificate has been revoked",
    ),
}


class SignedPdfRefusedError(InvalidError):
    """A signed PDF does not prove what it should; the rule says why."""

    def __init__(self, rule: str) -> None:
        super().__init__(FieldProblem(FIELD, rule, *REASONS[rule]))
        self.rule = rule
