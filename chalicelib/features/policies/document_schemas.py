"""HTTP answers about printed documents."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from chalicelib.http.bodies import View

_EXAMPLE = "01JQ8ZK3N5V7W9X2Y4B6D8F0HA"


class PolicyDocument(View):
    """A printed document of a policy."""

    id: str = Field(examples=[f"doc_{_EXAMPLE}"])
    kind: Literal["e_policy", "receipt"]
    instalment: int | None = Field(description="Of a receipt: the number of the instalment")
    language: str
    state: Literal["ordered", "printed", "failed"] = Field(
        description="`ordered`: being printed, some seconds; `failed`: `reason` says what to correct"
    )
    title: str | None = Field(description="Null until it was printed")
    reason: str | None = Field(description="Why it could not be printed, in words")
    ordered_at: datetime


class PolicyDocumentList(View):
    """The printed documents of a policy, the latest first."""

    items: list[PolicyDocument]


class StatementPending(View):
    """The document is being printed: ask again, first after `Retry-After` seconds."""

    status: Literal["pending"] = "pending"
    retry_after: int = Field(description="Seconds after which to ask again")
