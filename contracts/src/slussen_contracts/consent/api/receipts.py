"""Receipts of consents: the keys by which anybody verifies one, and what a verification finds."""

from typing import Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from slussen_contracts.events import Model, StrictModel

VerdictCode = Literal["valid", "changed", "unknown_key", "unsigned"]


class ReceiptKey(Model):
    """A public key (RFC 7517, RFC 8037, RFC 9864)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: str = Field(examples=["11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"])
    kid: str = Field(examples=["receipts-2026-1"])
    alg: Literal["Ed25519"]
    use: Literal["sig"]


class ReceiptKeySet(Model):
    """The keys that have signed receipts, the present one first (JWK set)."""

    keys: list[ReceiptKey]


class ReceiptVerify(StrictModel):
    """What to verify: a receipt as it was handed out, or a receipt's PDF (base64) with its detached signature."""

    receipt: dict[str, Any] | None = Field(default=None, examples=[{"@type": "dpv:ConsentReceipt"}])
    pdf: str | None = Field(default=None, max_length=1_000_000)
    signature: str | None = Field(default=None, max_length=2000)

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        is_pdf = self.pdf is not None and self.signature is not None
        if (self.receipt is None) is not is_pdf or (self.receipt is not None and self.pdf is not None):
            raise PydanticCustomError("one_of", "Give a receipt, or a PDF with its signature")
        return self


class ReceiptVerified(Model):
    """What was found; nothing about whether the consent still holds."""

    outcome: VerdictCode = Field(examples=["valid"])
    text: str = Field(examples=["Kvittot är äkta och oförändrat."])
    key_id: str | None = Field(default=None, examples=["receipts-2026-1"])
    receipt: str | None = Field(default=None, examples=["urn:uuid:01980c6e-7d4a-7c3e-9a51-3f0b6f0c2a11:v1"])
