"""HTTP bodies of the account's rules for reminders."""

from typing import Any

from pydantic import Field

from chalicelib.features.cabinet.reminders.settings import Way
from chalicelib.http.bodies import Body, View, unchanged

_WAY = "`off`: none; `cabinet`: in the client area only; `message`: by e-mail or else SMS, too"
_INSTALMENTS = f"10 and 3 days before, on the day, 3 days after it. {_WAY}"
_RENEWALS = f"60, 30, 14, 7 and 1 days before the end. Messages need the client's consent to advertising. {_WAY}"
_DEDUCTIBLES = f"At the referral, 3 and 7 days after it. {_WAY}"
_SMS = "True: clients without an e-mail get an SMS"
_WITHOUT = "True: clients without a cabinet get messages, too"


class ReminderSettingsChange(Body):
    """Changes of the rules for reminders; omitted fields stay."""

    version: int = Field(ge=0, description="Of the rules that were read; 409 if they are others by now")
    instalments: Way = Field(default_factory=unchanged, description=_INSTALMENTS, examples=["message"])
    renewals: Way = Field(default_factory=unchanged, description=_RENEWALS, examples=["message"])
    deductibles: Way = Field(default_factory=unchanged, description=_DEDUCTIBLES, examples=["message"])
    sms: bool = Field(default_factory=unchanged, description=_SMS)
    without_cabinet: bool = Field(default_factory=unchanged, description=_WITHOUT)

    def changes(self) -> dict[str, Any]:
        """Return only the rules that the caller named."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"version"}}


class ReminderSettingsView(View):
    """The rules for reminders that hold."""

    instalments: Way = Field(description=_INSTALMENTS)
    renewals: Way = Field(description=_RENEWALS)
    deductibles: Way = Field(description=_DEDUCTIBLES)
    sms: bool = Field(description=_SMS)
    without_cabinet: bool = Field(description=_WITHOUT)
    version: int
