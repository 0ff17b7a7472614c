"""HTTP bodies and answers of the cabinet's sign-in and of the own person."""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from chalicelib.base.emails import Email
from chalicelib.base.formats import Identifier, of_length
from chalicelib.base.languages import N_, Language
from chalicelib.base.phones import Phone
from chalicelib.base.words import NAMED, ONE_LINE
from chalicelib.http.bodies import Body, View, unchanged
from chalicelib.identity.area.model import Notify

Typed = Annotated[str, StringConstraints(min_length=1, max_length=320), ONE_LINE, NAMED]
#: As it was typed: spaces are part of a password.
Password = Annotated[str, StringConstraints(min_length=1, max_length=200)]
TypedCode = Annotated[
    str,
    StringConstraints(min_length=1, max_length=20),
    of_length(N_("Type the six digits of the code.")),
    ONE_LINE,
    NAMED,
]


class AreaSignIn(Body):
    """A sign-in to the client area."""

    login: Typed = Field(description="An e-mail address or a phone", examples=["vera@mail.example"])
    password: Password = Field(description="At most 200 characters", examples=["correct horse battery"])
    code: TypedCode | None = Field(
        default=None, description="The code that was sent when the device was new", examples=["123456"]
    )


class AreaRecoveryBegin(Body):
    """The name of a person who has forgotten the password."""

    login: Typed = Field(description="An e-mail address or a phone", examples=["vera@mail.example"])


class AreaRecoveryEnd(Body):
    """Both codes of a recovery, and the new password."""

    email_code: TypedCode = Field(description="The code that came by e-mail", examples=["123456"])
    sms_code: TypedCode = Field(description="The code that came by SMS", examples=["123456"])
    password: Password = Field(description="10 to 200 characters", examples=["correct horse battery"])


class AreaRecoveryView(View):
    """A recovery that has begun, the same for names that nobody has."""

    next: Literal["codes"] = "codes"


class AreaPersonChange(Body):
    """Changes of the own person; a field that is left out stays."""

    language: Language = Field(default_factory=unchanged, description="Of messages and pages", examples=["ru"])
    notify: Literal["area", "area_and_email"] = Field(
        default_factory=unchanged, description="Notices of claims of the companies that the person acts for"
    )
    client_id: Identifier | None = Field(
        default=None,
        description="The company of `notify`; without it all",
        examples=["cli_01J9Z6K3V8QWERTY0123456789"],
    )

    def changes(self) -> dict[str, Any]:
        """Return the changes as the use case takes them."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        return {**given, **({"notify": Notify(self.notify)} if "notify" in given else {})}


class AreaPasswordChange(Body):
    """A new password."""

    present_password: Password = Field(examples=["correct horse battery"])
    password: Password = Field(description="10 to 200 characters", examples=["another good sentence"])


class AreaContactChange(Body):
    """A new contact: one of both."""

    email: Email | None = Field(default=None, examples=["vera@mail.example"])
    phone: Phone | None = Field(default=None, examples=["+79161234567"])

    @model_validator(mode="after")
    def _one(self) -> "AreaContactChange":
        if (self.email is None) == (self.phone is None):
            raise ValueError(N_("Give either an e-mail address or a phone."))
        return self


class AreaContactCode(Body):
    """The code that came to a new contact."""

    channel: Literal["email", "sms"] = Field(description="The channel of the new contact")
    code: TypedCode = Field(examples=["123456"])


class AreaCodeSentView(View):
    """A code on its way."""

    to: str = Field(description="The contact, masked")


class AreaMembershipView(View):
    """A client that the person acts for."""

    client_id: str
    kind: Literal["holder", "company"]
    role: Literal["holder", "user", "administrator"]
    permissions: list[str]
    notify: Literal["area", "area_and_email"] | None = Field(
        description="Notices of the company's claims; null for a policyholder"
    )


class AreaPersonView(View):
    """The person who is signed in."""

    id: str
    name: str
    email: str | None = Field(description="Masked")
    phone: str | None = Field(description="Masked")
    language: Language
    permissions: list[str]
    memberships: list[AreaMembershipView]
    restricted_until: AwareDatetime | None = Field(description="Until then payouts and changes of contacts rest")


class AreaSessionView(View):
    """A session."""

    id: str
    device: str = Field(description="Browser and system; empty if unknown")
    began_at: AwareDatetime
    seen_at: AwareDatetime
    is_this: bool


class AreaSessionList(View):
    """The sessions of a person, latest first."""

    items: list[AreaSessionView]


class AreaDeviceView(View):
    """A known device."""

    device: str = Field(description="Browser and system; empty if unknown")
    known_at: AwareDatetime
    until: AwareDatetime


class AreaDeviceList(View):
    """The known devices of a person, latest first."""

    items: list[AreaDeviceView]
