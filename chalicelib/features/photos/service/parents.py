"""An upload, with the request and the case that it belongs to."""

from typing import NamedTuple

from chalicelib.features.cases.model import Case
from chalicelib.features.photos import table
from chalicelib.features.photos.model import Found, PhotoRequest, Upload


class Parents(NamedTuple):
    """An upload, its request and its case, as one read found them."""

    case: Case
    request: PhotoRequest
    upload: Upload


def read_parents(found: Found) -> Parents | None:
    """Return an upload with its parents; None if one of them is gone."""
    models = table.read_with_parents(found.account_id, found.case_id, str(found.request_id), str(found.sort_key))
    case = next((model for model in models if isinstance(model, Case)), None)
    request = next((model for model in models if isinstance(model, PhotoRequest)), None)
    upload = next((model for model in models if isinstance(model, Upload)), None)
    if case is None or request is None or upload is None:
        return None
    return Parents(case, request, upload)


def place_of(upload: Upload) -> Found:
    return Found(
        account_id=upload.account_id, case_id=upload.case_id, request_id=upload.request_id, sort_key=upload.photo_id
    )
