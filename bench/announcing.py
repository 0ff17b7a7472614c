"""An announced claim until its company's people know of it, in a running system: `python -m bench announcing`.

Each claim has a company of its own with three users of claims, of whom two take e-mails (acceptance case A1). Times are
from the call to the notice in each area, and to each e-mail, which the emulator shows; looks are LOOK_SECONDS apart.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from statistics import median, quantiles
from typing import Any

from ulid import ULID

from bench.emulator import running_system
from bench.rooms import called
from bench.table import Figure, at_most

CLAIMS = 40
LOOK_SECONDS = 0.03
#: The specification's time for notices and e-mails, p95.
LIMIT_MS = 60_000


def figures() -> Iterator[Figure]:
    """Yield the times to the notices and to the e-mails."""
    with running_system() as run:
        os.environ.update(run["environment"])
        taken = [_announced(run) for _ in range(CLAIMS + 1)]
    first, warm = taken[0], taken[1:]
    yield Figure("claim -> e-mails of two users, the first claim", f"{first['mails']:.2f} s")
    for kind, shown in (("notices", "notices of three users"), ("mails", "e-mails of two users")):
        found = [each[kind] for each in warm]
        yield Figure(f"claim -> {shown}, median of {CLAIMS}", f"{median(found):.2f} s")
        yield at_most("the same, p95", 1000 * quantiles(found, n=20)[-1], LIMIT_MS, unit=" ms")


def _announced(run: Mapping[str, Any]) -> dict[str, float]:
    """Announce a claim to a new company; return the seconds until its people have their notices, and e-mails."""
    from chalicelib.base.clock import now, stamp  # noqa: PLC0415 - the environment of the system has to be set before
    from chalicelib.http.cookies import area_session  # noqa: PLC0415
    from chalicelib.identity.area.model import Notify  # noqa: PLC0415
    from tests.cargo.shippers import announcement  # noqa: PLC0415
    from tests.deployed.test_messages import mails_to  # noqa: PLC0415
    from tests.support import area  # noqa: PLC0415

    cargo, tag = run["cargo"], f"{ULID()}".lower()

    def insurer(path: str, body: object) -> Any:
        return called("POST", f"{run['base_url']}/v1{path}", {"Authorization": f"Bearer {cargo['api_key']}"}, body)

    # A tax number of another country is taken as it is.
    company = {"kind": "company", "name": f"Bench {tag}", "tax_country": "PT", "tax_number": tag[-12:].upper()}
    client_id = insurer("/clients", {**company, "email": f"{tag}@shipper.example"})["id"]
    mailed = [f"{name}-{tag}@shipper.example" for name in ("ana", "luis")]
    ways = {**dict.fromkeys(mailed, Notify.AREA_AND_EMAIL), f"eva-{tag}@shipper.example": Notify.AREA}
    cookies = []
    for email, way in ways.items():
        user = area.company_user(client_id, notify=way)
        person = area.registered(cargo["account_id"], user, email=email, phone=None)
        cookies.append(f"{area_session(cargo['slug'])}={area.signed_in(person, cargo['slug'])}")

    def notices(cookie: str) -> list[Any]:
        address = f"{run['base_url']}/v1/area/{cargo['slug']}/notices"
        return list(called("GET", address, {"Cookie": cookie})["items"])

    began = time.perf_counter()
    insurer("/claims", announcement(client_id, delivered_at=None, occurred_at=stamp(now())))
    return {
        "notices": _until(lambda: all(notices(cookie) for cookie in cookies)) - began,
        "mails": _until(lambda: all(mails_to(run, email) for email in mailed)) - began,
    }


def _until(holds: Callable[[], bool]) -> float:
    """Wait until it holds; return the moment."""
    deadline = time.perf_counter() + LIMIT_MS / 1000
    while not holds():
        if time.perf_counter() > deadline:
            raise RuntimeError(f"nobody was told in {LIMIT_MS} ms")
        time.sleep(LOOK_SECONDS)
    return time.perf_counter()
