"""The way through the pages of a registration: each shows its own step, or leads to the next one."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from chalice.app import Response

from chalicelib.base.errors import Conflict, DomainError, Gone
from chalicelib.features.cabinet.joining.model import Join, JoinStep
from chalicelib.features.cabinet.joining.routes import secret_of
from chalicelib.features.cabinet.joining.service.starting import read_join
from chalicelib.frame.area.render import see_other
from chalicelib.frame.area.site import Site, open_site, page_path
from chalicelib.http.blueprint import Call

#: Errors that lead to another page: the registration is over, or at another step.
MOVED = (Gone, Conflict)
_START = "/register"


def stay_or_move(
    call: Call, slug: str, steps: tuple[JoinStep, ...], draw: Callable[[Site, Join], Response]
) -> Response:
    """Draw the page of a registration that is at one of some steps; else lead to its own page."""
    site = open_site(slug)
    try:
        join = read_join(site, secret_of(slug, call))
    except Gone as error:
        return place_of(slug, error)
    return draw(site, join) if join.step in steps else see_other(path_of(slug, join.step))


def place_of(slug: str, error: DomainError) -> Response:
    """Lead to the page of the next step; to the start, with a notice, for a registration that is over."""
    step = error.extra.get("next")
    if step is None:
        return see_other(page_path(slug, _START), notice="join_over")
    return see_other(path_of(slug, JoinStep(step)))


def path_of(slug: str, step: JoinStep) -> str:
    """Return the path of a step's page."""
    return page_path(slug) if step is JoinStep.DONE else page_path(slug, f"{_START}/{step}")


@cache
def solver_script() -> str:
    """Return the script that solves the proof of work."""
    return (Path(__file__).parent / "solver.js").read_text()
