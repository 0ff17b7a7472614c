"""HTTP bodies of registrations in the client area."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from chalicelib.base.channels import Channel
from chalicelib.base.emails import Email
from chalicelib.base.formats import formatted, of_length
from chalicelib.base.languages import N_, Language
from chalicelib.base.phones import Phone
from chalicelib.base.words import NAMED, ONE_LINE
from chalicelib.features.cabinet.joining.challenges import ID_PATTERN, MAX_SOLUTION
from chalicelib.features.cabinet.joining.model import JoinStep
from chalicelib.features.cabinet.joining.questions import MAX_ANSWER
from chalicelib.features.clients.personal import Purpose
from chalicelib.http.bodies import Body, View

_LONG = N_("Must have 1 to 60 characters.")
_NAME = N_("Must have 1 to 120 characters.")
_CHARACTERS = N_("Must be the 5 characters of the picture.")
_CODE = N_("Must be the six digits of the message, such as 482913.")
#: A policy's number in any notation.
Number = Annotated[str, StringConstraints(min_length=1, max_length=60), of_length(_LONG), NAMED]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120), of_length(_NAME), NAMED]
Code = Annotated[str, formatted(r"^[0-9]{6}$", _CODE)]


class ChallengeView(View):
    """A challenge: a code in a picture, or a proof of work in its place. Each is used once."""

    id: str
    picture: str = Field(description="PNG as a `data:` address, with a code of 5 letters and digits")
    pow: dict[str, Any] = Field(description="Of the proof of work: a challenge of altcha, version 2")
    ends_at: datetime


class ChallengeAnswer(Body):
    """An answer to a challenge. Both are demanded only while many registrations fail."""

    id: Annotated[str, formatted(ID_PATTERN, N_("Must be the id of a challenge: POST …/challenges makes one."))] = (
        Field(examples=["6a4b" + "0" * 68])
    )
    code: Annotated[str, StringConstraints(max_length=20), of_length(_CHARACTERS), ONE_LINE] = Field(
        default="", description="The picture's characters; Cyrillic look-alikes and small letters are right, too"
    )
    solution: Annotated[str, StringConstraints(max_length=MAX_SOLUTION), ONE_LINE] = Field(
        default="", description="Of the proof of work: altcha's payload in base64"
    )


class RegistrationBody(Body):
    """The number of any policy of the person, also of one that has ended."""

    policy_number: Number = Field(examples=["ХХХ 0104338828"])
    challenge: ChallengeAnswer


class DetailsBody(Body):
    """The details that are compared with those on file."""

    surname: Name
    given_name: Name
    patronymic: Annotated[str, StringConstraints(max_length=120), ONE_LINE] = ""
    phone: Phone
    email: Email
    consents: list[Purpose] = Field(default=[], description="Those that the first step offered, each ticked by itself")


class AnswerBody(Body):
    """The answer to the question."""

    answer: Annotated[str, StringConstraints(min_length=1, max_length=MAX_ANSWER), of_length(_LONG), NAMED]


class CodesBody(Body):
    """The codes of the messages."""

    sms: Code | None = Field(default=None, examples=["482913"])
    email: Code | None = Field(default=None, examples=["120473"])


class PasswordBody(Body):
    """The password that the person chose."""

    password: str = Field(
        description="10 to 200 characters; with `has_cabinet` the present one", json_schema_extra={"format": "password"}
    )
    consents: list[Purpose] = Field(
        default=[], description="Of an invitation: those that this step offered, each ticked by itself"
    )


class OfferedConsentView(View):
    """A consent that a registration asks for."""

    purpose: Purpose
    language: Language
    text: str
    version: int
    required: bool


class SentCodeView(View):
    """A code on its way."""

    channel: Channel
    to: str = Field(description="The contact, masked")


class RegistrationView(View):
    """The state of a registration. Numbers that exist and others are answered alike."""

    next: JoinStep = Field(description="The step to take; `staff`: only the organisation can help")
    question: str | None = Field(default=None, description="Of the step `question`")
    tries_left: int | None = Field(default=None, description="Answers that may still be given for this number")
    codes: list[SentCodeView] = Field(default=[], description="Of the step `codes`: those that are missing")
    consents: list[OfferedConsentView] = Field(default=[], description="Of the steps `details` and `password`")
    has_cabinet: bool = Field(
        default=False, description="Of the step `password`: the one of the cabinet that you have is asked for"
    )


class RegisteredView(View):
    """A person who registered; the cookie of the session comes with it."""

    id: str
    next: Literal["done"] = "done"


class InvitationBody(Body):
    """An invitation by somebody who has seen the client's document."""

    document_seen: bool = Field(description="Must be true: the one who invites has compared the document")


class InvitationView(View):
    """An invitation to the client area."""

    id: str
    kind: Literal["prepared", "automatic"]
    channel: Channel
    to: str = Field(description="The contact that the link went to, masked")
    made_at: datetime
    ends_at: datetime = Field(description="When the link ends")
    used_at: datetime | None = None


class DeskTaskView(View):
    """A registration that only staff can finish: neither contact is on file."""

    id: str
    at: datetime
    policy_id: str
    phone: str = Field(description="Given by the person, E.164")
    email: str = Field(description="Given by the person")


class CabinetView(View):
    """A client's way into the client area."""

    has_cabinet: bool
    invitations: list[InvitationView]
    tasks: list[DeskTaskView]
