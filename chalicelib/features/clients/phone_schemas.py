"""HTTP bodies of confirming a client's phone."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from chalicelib.base.formats import formatted
from chalicelib.base.languages import N_
from chalicelib.base.phones import Phone
from chalicelib.features.clients.schemas import PhoneView
from chalicelib.http.bodies import Body, View
from chalicelib.messaging.model import MessageStatus
from chalicelib.messaging.reasons import FailureReason

TypedCode = Annotated[str, formatted(r"^[0-9]{6}$", N_("Must be the six digits of the SMS, such as 482913."))]


class PhoneBody(Body):
    """The phone to confirm."""

    phone: Phone | None = Field(
        default=None, description="Replaces the client's phone first, as a change does; left out: the client's own"
    )


class CodeBody(Body):
    """The code that the holder of the phone told."""

    code: TypedCode = Field(examples=["482913"])


class CodeView(View):
    """The last code that was sent to the phone."""

    sent_at: datetime
    ends_at: datetime = Field(description="When the code ends")
    tries_left: int
    resend_after: int = Field(description="Seconds after which another code can be sent; 0: now")
    status: MessageStatus = Field(description="Of its SMS: `delivered` and most failures are reported by the carrier")
    delivered_at: datetime | None = Field(description="By the report of the carrier; null: none has come")
    reason: str | None = Field(description="Why the SMS failed or waits, or what else was reported of it (English)")
    reason_code: FailureReason | None = Field(description="The same for programs")


class PhoneStateView(View):
    """The state of confirming a client's phone."""

    phone: PhoneView | None = Field(description="Null: the client has none")
    code: CodeView | None = Field(
        description="Null: none was sent to this phone, its SMS confirmed it, or it ended over an hour ago"
    )


class CodeSentView(View):
    """A code on its way."""

    to: str = Field(description="The phone, E.164")
    ends_at: datetime = Field(description="When the code ends")
    resend_after: int = Field(description="Seconds after which another code can be sent")
