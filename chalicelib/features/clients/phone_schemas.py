"""HTTP bodies of confirming a client's phone."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from chalicelib.base.formats import formatted
from chalicelib.base.languages import N_
from chalicelib.base.phones import Phone
from chalicelib.http.bodies import Body, View

TypedCode = Annotated[str, formatted(r"^[0-9]{6}$", N_("Must be the six digits of the SMS, such as 482913."))]


class PhoneBody(Body):
    """The phone to confirm."""

    phone: Phone | None = Field(
        default=None, description="Replaces the client's phone first, as a change does; left out: the client's own"
    )


class CodeBody(Body):
    """The code that the holder of the phone told."""

    code: TypedCode = Field(examples=["482913"])


class CodeSentView(View):
    """A code on its way."""

    to: str = Field(description="The phone, E.164")
    ends_at: datetime = Field(description="When the code ends")
    resend_after: int = Field(description="Seconds after which another code can be sent")
