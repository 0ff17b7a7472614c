"""The public address of a tenant's logo, for owners' pages and e-mails."""

from chalice.app import Response

from chalicelib.base.errors import NotFound
from chalicelib.features.photos import service
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import PUBLIC

logos = Blueprint(__name__, tag="web")
#: Less than the address in the bucket is good for.
_SECONDS = 300


@logos.operation(
    "GET",
    "/a/{account_id}/logo/{digest}",
    audience=PUBLIC,
    status=302,
    answers={302: None},
    errors=(NotFound,),
    summary="Redirect to an account's logo",
)
def show_logo(account_id: str, digest: str) -> Response:
    """Redirect to the logo in the bucket; browsers cache the redirect for minutes."""
    headers = {
        "Location": service.find_logo(account_id, digest),
        "Cache-Control": f"public, max-age={_SECONDS}",
        "Referrer-Policy": "no-referrer",
    }
    return Response(body="", status_code=302, headers=dict(headers))
