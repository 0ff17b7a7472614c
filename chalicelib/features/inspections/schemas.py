"""HTTP answers of inspections."""

from datetime import datetime

from pydantic import Field

from chalicelib.features.photos.model import RequestStatus
from chalicelib.http.bodies import View


class InspectionView(View):
    """The progress of the photos of a quote's vehicle."""

    quote_id: str
    status: RequestStatus | None = Field(default=None, description="null: nobody has asked for photos yet")
    is_open: bool = Field(
        default=False, description="The client can still send photos; asking again gives this same request"
    )
    photos: int = Field(default=0, description="Photos filed")
    missing: list[str] = Field(default_factory=list, description="Codes of the categories that have too few photos")
    asked_at: datetime | None = None
    opened_at: datetime | None = None
    completed_at: datetime | None = None
    expires_at: datetime | None = None
    case_id: str | None = Field(
        default=None, description="The case with the photos; null for callers without `cases:read`"
    )
    request_id: str | None = Field(default=None, description="The photo request; null for callers without `cases:read`")
