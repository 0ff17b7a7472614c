"""Answers of the API about evidence."""

from typing import Literal

from pydantic import Field

from chalicelib.http.bodies import View


class EvidencePending(View):
    """The evidence of a claim is being made: ask again, first after `Retry-After` seconds."""

    status: Literal["pending"] = "pending"
    files: int = Field(description="Documents and photos that it will hold")
    retry_after: int = Field(description="Seconds after which to ask again")


class EvidenceKeyView(View):
    """The public half of a key that seals evidence."""

    fingerprint: str = Field(description="SHA-256 (hex) of its DER form", examples=["9f86d081884c7d65…"])
    algorithm: str = Field(examples=["ECDSA P-256 SHA-256"])
    pem: str = Field(description="SubjectPublicKeyInfo as PEM")


class EvidenceKeyList(View):
    """The keys that seal evidence, the present one first."""

    items: list[EvidenceKeyView]
