"""HTTP bodies and answers of requests to the holder of the goods."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from chalicelib.base.clock import now
from chalicelib.base.emails import Email
from chalicelib.base.formats import Code
from chalicelib.base.languages import Language
from chalicelib.base.names import GivenName
from chalicelib.base.phones import Phone
from chalicelib.features.cargo.holders.asking import HolderWish
from chalicelib.features.cargo.holders.words import masked, photos_of, state_of
from chalicelib.features.photos.model import PhotoRequest, RequestStatus
from chalicelib.http.bodies import Body, View

_KINDS = "packaging, goods, seal, or another category that the claim's documents name; default: those that it lacks"


class HolderPhotosBody(Body):
    """A request for photos to the holder of the goods. A phone gets an SMS, an e-mail address an e-mail."""

    phone: Phone | None = Field(default=None, description="Any usual notation", examples=["+34 612 34 56 78"])
    email: Email | None = Field(default=None, description="Needed without a phone", examples=["almacen@carga.example"])
    name: GivenName | None = Field(default=None, description="1 to 120 characters", examples=["Marta Gil"])
    categories: Annotated[tuple[Code, ...], Field(min_length=1, max_length=60)] | None = Field(
        default=None, description=_KINDS, examples=[["packaging", "goods"]]
    )

    def wish(self) -> HolderWish:
        """Return the wish as use cases take one."""
        return HolderWish(self.phone, self.email, self.name, self.categories)


class HolderCategoryView(View):
    """Photos of a kind that were asked for."""

    code: str
    label: str
    min: int
    received: int


class HolderRequestView(View):
    """A request to the holder of the goods. The link is in the message alone."""

    id: str
    to: str = Field(description="Phone and e-mail, masked", examples=["+34 *** ** ** 78"])
    name: str | None
    state: RequestStatus
    categories: list[HolderCategoryView]
    photos: int = Field(description="Photos that have come")
    asked_at: datetime
    sent_at: datetime | None
    opened_at: datetime | None
    expires_at: datetime


class HolderRequestList(View):
    """The requests of a claim to holders of its goods, the latest first."""

    items: list[HolderRequestView]


def holder_view(request: PhotoRequest, language: Language) -> HolderRequestView:
    """Return a request as the API shows it."""
    return HolderRequestView(
        id=request.id,
        to=masked(request),
        name=request.owner_name,
        state=state_of(request, now()),
        categories=[
            HolderCategoryView(
                code=each.code, label=each.label(language), min=each.min, received=request.filed.get(each.code, 0)
            )
            for each in request.categories
        ],
        photos=photos_of(request),
        asked_at=request.created_at,
        sent_at=request.sent_at,
        opened_at=request.opened_at,
        expires_at=request.expires_at,
    )
