"""HTTP bodies of the account's rules for sales."""

from datetime import date
from typing import Any

from pydantic import Field

from chalicelib.features.policies.settings import DAYS
from chalicelib.http.bodies import Body, View, unchanged

_QUOTE = "Days after which an unsold quote ends"
_GRACE = "Days after its due date within which an instalment is not called late"
_DOCUMENTS = "Days after the end of a policy until which the client opens its documents by the link of a message"
_UNCONFIRMED = "The first day on which policies may be sold to clients without a confirmed phone; null: always"

_FUTURE = (
    "True: instalments received after a client got another agent stay the commission of the policy's seller; false: "
    "they are that of the client's agent"
)


def _days(name: str, description: str) -> Any:
    least, most = DAYS[name]
    return Field(default_factory=unchanged, ge=least, le=most, description=description)


class SaleSettingsChange(Body):
    """Changes of the rules for sales; omitted fields stay. They hold for later sales and quotes."""

    version: int = Field(ge=0, description="Of the rules that were read; 409 if they are others by now")
    quote_days: int = _days("quote_days", _QUOTE)
    grace_days: int = _days("grace_days", _GRACE)
    document_days: int = _days("document_days", _DOCUMENTS)
    sell_unconfirmed_from: date | None = Field(default_factory=unchanged, description=_UNCONFIRMED)
    future_only: bool = Field(default_factory=unchanged, description=_FUTURE)

    def changes(self) -> dict[str, Any]:
        """Return only the rules that the caller named."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"version"}}


class SaleSettingsView(View):
    """The rules for sales that hold."""

    quote_days: int = Field(description=_QUOTE)
    grace_days: int = Field(description=_GRACE)
    document_days: int = Field(description=_DOCUMENTS)
    sell_unconfirmed_from: date | None = Field(description=_UNCONFIRMED)
    future_only: bool = Field(description=_FUTURE)
    version: int
