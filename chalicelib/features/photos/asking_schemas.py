"""The HTTP body of a photo request to make."""

import hashlib
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag

from chalicelib.base.channels import Channel
from chalicelib.base.emails import Email
from chalicelib.base.formats import Code, Identifier
from chalicelib.base.languages import Language
from chalicelib.base.phones import Phone
from chalicelib.base.words import BLOCK
from chalicelib.features.cases.new_schemas import NewCaseBody
from chalicelib.features.photos.retake_schemas import WantedAgain
from chalicelib.features.photos.service import Asking
from chalicelib.http.bodies import Body
from chalicelib.tenancy.model import CategoryChoice


def _kind_of_categories(value: object) -> str | None:
    if isinstance(value, list | tuple):
        return "[list]"
    return "[all]" if value == "all" else None


def _kind_of_category(value: object) -> str | None:
    if isinstance(value, dict | CategoryChoice):
        return "[object]"
    return "[code]" if isinstance(value, str) else None


def _told_by(kind: Callable[[object], str | None], *, otherwise: str) -> Discriminator:
    """Return the discriminator of branches.

    For a value of none, it raises a kind of error that problems has a message for.
    """
    return Discriminator(kind, custom_error_type=otherwise, custom_error_message=otherwise)


# The branches are told apart by the sent value, so that only that one's mistakes are reported.
_Category = Annotated[
    Annotated[CategoryChoice, Tag("[object]")] | Annotated[Code, Tag("[code]")],
    _told_by(_kind_of_category, otherwise="category_type"),
]
_Categories = Annotated[
    Annotated[Literal["all"], Tag("[all]")]
    | Annotated[tuple[_Category, ...], Field(min_length=1, max_length=60), Tag("[list]")],
    _told_by(_kind_of_categories, otherwise="categories_type"),
]


class PhotoRequestBody(Body):
    """A request for photos, by an API call."""

    case_id: Identifier | None = Field(default=None, description="An existing case")
    case: NewCaseBody | None = Field(default=None, description="A case to open; neither: a case with nothing known yet")
    phone: Phone | None = Field(default=None, description="Any usual notation; without it, that of the case's owner")
    email: Email | None = None
    channels: tuple[Channel, ...] = Field(
        default=(), max_length=2, description="How to send it; empty: the caller delivers the link itself"
    )
    language: Language | None = None
    comment: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), BLOCK] = Field(
        default="", description="Shown to the owner"
    )
    categories: _Categories | None = Field(
        default=None,
        description='Codes or objects, "all" for every category of the account; default: the ticked ones. In a case '
        "about goods: every category of goods; default: the photos that its claim lacks",
    )
    template: Code | None = None
    again: WantedAgain = None
    expires_in_days: int = Field(default=7, ge=1, le=30)
    remind_after_hours: int | None = Field(default=None, ge=1, le=720)

    def choices(self) -> tuple[CategoryChoice, ...] | Literal["all"] | None:
        """Return the categories, a code alone as one with the account's own min and max."""
        if self.categories is None or self.categories == "all":
            return self.categories
        return tuple(CategoryChoice(code=choice) if isinstance(choice, str) else choice for choice in self.categories)


def asking(body: PhotoRequestBody, *, key: str) -> Asking:
    """Return the asking of a body. `key` names the intention, so that the same body with it makes one request."""
    return Asking(
        case_id=body.case_id,
        new_case=body.case.new_case() if body.case is not None else None,
        phone=body.phone,
        email=body.email,
        channels=tuple(dict.fromkeys(body.channels)),
        channels_as_before="channels" not in body.model_fields_set,
        language=body.language,
        comment=body.comment,
        categories=body.choices(),
        template=body.template,
        again=body.again or (),
        expires_in_days=body.expires_in_days,
        remind_after_hours=body.remind_after_hours,
        once=_intention(body, key) if key else None,
    )


def _intention(body: PhotoRequestBody, key: str) -> str:
    """Name the intention of a body with an Idempotency-Key.

    Why: fields that older bodies could not have are left out, so that one repeated after a deployment is known again.
    """
    said = body.model_dump_json(exclude={"again"} if body.again is None else None)
    return hashlib.sha256(f"{key}\0{said}".encode()).hexdigest()
