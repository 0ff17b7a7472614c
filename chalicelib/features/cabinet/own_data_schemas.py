"""HTTP bodies and answers of the own data: consents, the file of everything, the wish to be erased."""

from datetime import date, datetime

from pydantic import Field

from chalicelib.base.languages import Language
from chalicelib.features.cabinet.schemas import Password
from chalicelib.features.clients.personal import Purpose
from chalicelib.http.bodies import Body, View

_PASSWORD = "The present password, once more"  # noqa: S105 - a description


class AreaConsentText(View):
    """The text of a consent."""

    language: Language
    version: int
    text: str


class AreaConsentView(View):
    """A consent of the person: the one that was given, and the text that can be agreed to now."""

    purpose: Purpose
    is_given: bool
    given_at: datetime | None
    given: AreaConsentText | None = Field(description="The text that the person agreed to")
    offered: AreaConsentText | None = Field(description="The present text; null if none is asked for any more")
    is_changeable: bool = Field(description="False: it ends with the wish to be erased")


class AreaConsentList(View):
    """The consents that the person has given, and those that can be given."""

    items: list[AreaConsentView]


class AreaConsentChange(Body):
    """A consent to give or to withdraw."""

    purpose: Purpose = Field(examples=["advertising"])
    given: bool
    version: int | None = Field(default=None, description="Of the text that is agreed to; 409 if it is another by now")


class AreaExportBody(Body):
    """The wish for everything that is held about the person."""

    password: Password = Field(description=_PASSWORD, examples=["correct horse battery"])


class AreaExportFile(View):
    """A ZIP file of everything that is held about the person."""

    url: str = Field(description="The file, without further authorization, until `expires_at`; gone after a day")
    file_name: str
    bytes: int
    sha256: str
    expires_at: datetime


class AreaExportList(View):
    """The files: one for each record that the person has as a client; usually one."""

    items: list[AreaExportFile]


class AreaErasurePlan(View):
    """The outcome that an erasure would have for a record of the person."""

    gone: list[str] = Field(description="Data that go at once")
    kept: list[str] = Field(description="Data that a law keeps until `kept_until`, blocked")
    kept_until: date | None
    law: str
    is_decided: bool = Field(description="False: the insurer tells what the law keeps")


class AreaErasureView(View):
    """The outcomes that an erasure would have."""

    items: list[AreaErasurePlan]


class AreaErasureBody(Body):
    """The wish to be erased; it withdraws all consents."""

    password: Password = Field(description=_PASSWORD, examples=["correct horse battery"])


class AreaErasureAsked(View):
    """The request at the insurer's desk."""

    ticket_id: str
    number: str
    due: date = Field(description="The last day of the answer")
