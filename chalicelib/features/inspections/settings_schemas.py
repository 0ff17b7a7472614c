"""HTTP bodies of the account's choices for inspections."""

from typing import Any

from pydantic import Field

from chalicelib.base.formats import Code
from chalicelib.features.inspections.settings import DAYS
from chalicelib.http.bodies import Body, View, unchanged

_PROCESS = "Code of the process of the cases that inspections open; null: none"
_TEMPLATE = "Code of the template with the photos to ask for; null: the account's usual ones"
_DAYS = "Days that a client has for the photos"


class InspectionSettingsChange(Body):
    """Changes of the choices for inspections; omitted fields stay. They hold for later requests."""

    version: int = Field(ge=0, description="Of the choices that were read; 409 if they are others by now")
    process: Code | None = Field(default_factory=unchanged, description=_PROCESS)
    template: Code | None = Field(default_factory=unchanged, description=_TEMPLATE)
    days: int = Field(default_factory=unchanged, ge=DAYS[0], le=DAYS[1], description=_DAYS)

    def changes(self) -> dict[str, Any]:
        """Return only the choices that the caller named."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"version"}}


class InspectionSettingsView(View):
    """The choices for inspections that hold."""

    process: str | None = Field(description=_PROCESS)
    template: str | None = Field(description=_TEMPLATE)
    days: int = Field(description=_DAYS)
    version: int
