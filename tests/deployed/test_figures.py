"""Figures in the deployed system: many that end at once are all counted, by the functions' own rights."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from chalicelib.features.photos import service
from tests.deployed.conftest import Ask, System
from tests.deployed.inside import Root
from tests.support.running import call
from tests.support.world import acting_in, insurer

MANY = 48


def counted(system: System) -> dict[str, int]:
    """Return the numbers of requests made and withdrawn in the last weeks, by the API."""
    key = {"Authorization": f"Bearer {system['api_key']}"}
    groups = call("GET", f"{system['base_url']}/v1/figures", headers=key).json()["groups"]
    return {name: sum(group[name] for group in groups) for name in ("requests", "revoked", "expired")}


def at_once(use_case: Callable[[int], object]) -> None:
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(use_case, range(MANY)))


def test_many_that_are_made_and_end_at_once_are_all_counted(root: Root) -> None:
    made: list[str] = []

    with root.in_production():
        caller = acting_in(insurer("Счёт"))  # a page that nobody else asks for
        at_once(lambda _: made.append(service.ask_for_photos(caller, service.Asking()).request.id))
        at_once(lambda place: service.revoke(caller, made[place]))
        tally = service.show_figures(caller).tally()

    assert (tally.requests, tally["revoked"], tally["expired"]) == (MANY, MANY, 0)


def test_the_sweep_may_count_what_expires(system: System, ask: Ask, root: Root) -> None:
    before, request = counted(system), ask()

    root.let_time_pass(request, "expires_at")
    root.sweep()

    assert counted(system) == {**before, "requests": before["requests"] + 1, "expired": before["expired"] + 1}
