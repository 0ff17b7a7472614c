"""Two endpoints of the API in FastAPI, to compare with: the same bodies, answers, use cases and API keys.

The views are coroutines: Mangum serves one request at a time, and a thread for each would only cost. There is no
Idempotency-Key and no choice of language, which ours pays for.
"""

import warnings
from typing import Annotated

from fastapi import Depends, FastAPI, Header, Request, Response
from fastapi.responses import JSONResponse
from mangum import Mangum
from pydantic.warnings import UnsupportedFieldAttributeWarning

from chalicelib.base.errors import DomainError
from chalicelib.features.photos import service
from chalicelib.features.photos.asking_schemas import PhotoRequestBody, asking
from chalicelib.features.photos.owner_schemas import UploadAnswer, UploadBody
from chalicelib.features.photos.request_views import PhotoRequestView, request_view
from chalicelib.http.problems import kind_of, problem
from chalicelib.identity.audiences import Presented, authorize, staff
from chalicelib.identity.model import Caller, Scope

# FastAPI's own, of how it asks pydantic for a body.
warnings.filterwarnings("ignore", category=UnsupportedFieldAttributeWarning)
api = FastAPI()
_ASK = staff(Scope.REQUESTS_WRITE)


@api.exception_handler(DomainError)
async def answer_problem(_request: Request, error: DomainError) -> JSONResponse:
    """Return the problem of a refused use case."""
    return JSONResponse(problem(error, language="en", instance=None), status_code=int(kind_of(error)[0]))


async def _caller(authorization: Annotated[str, Header()] = "") -> Caller | None:
    return authorize(_ASK, Presented(headers={"authorization": authorization}))


@api.post("/v1/photo-requests", status_code=201)
async def ask_for_photos(body: PhotoRequestBody, caller: Annotated[Caller, Depends(_caller)]) -> PhotoRequestView:
    """Ask an owner for photos."""
    return request_view(service.ask_for_photos(caller, asking(body, key="")))


@api.post("/r/{token}/uploads", status_code=201)
async def reserve_upload(token: str, body: UploadBody, request: Request, response: Response) -> UploadAnswer:
    """Announce a photo."""
    address = request.client.host if request.client else ""
    reservation = service.reserve_upload(token, service.Announced(**body.model_dump()), address=address)
    if reservation.form is None:
        response.status_code = 200
        return UploadAnswer(status=reservation.status)
    form = reservation.form
    return UploadAnswer(
        status=reservation.status, method="POST", url=form.url, fields=form.fields, expires_in=form.expires_in
    )


handler = Mangum(api, lifespan="off")
