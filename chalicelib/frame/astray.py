"""Addresses with one part that no page has: those of named pages with a sentence's end behind them.

API Gateway looks a fixed address up as it is written, so `/c.` is none of `/c`. This leads on (http/reach.py), and
answers all others as API Gateway does.
"""

from chalicelib.base.errors import NotFound
from chalicelib.base.languages import N_
from chalicelib.http.blueprint import Blueprint, Presentation
from chalicelib.identity.audiences import PUBLIC

astray = Blueprint(__name__, presentation=Presentation(described=False))


@astray.operation(
    "GET",
    "/{place}",
    audience=PUBLIC,
    answers={302: None},
    errors=(NotFound,),
    media_type="text/html",
    summary="Redirect an address with trailing characters to its page",
)
def show_nothing(place: str) -> None:
    """Raise NotFound."""
    raise NotFound(N_("There is nothing at this address."))


BLUEPRINTS = (astray,)
