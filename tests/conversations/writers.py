"""Clients who write requests in their client area."""

from typing import Any

from chalicelib.http.cookies import area_session
from tests.clients.bodies import added, named
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.area import SLUG, holder, open_area, registered, signed_in

TICKETS = f"/v1/area/{SLUG}/tickets"


def client_in_area(
    api: People, *, name: str = "Гевердава Вера", email: str = "vera@mail.example", phone: str | None = "+79161234567"
) -> Api:
    """Return a policyholder who is signed in; the first one opens the area."""
    client_id = added(api.key, named(name))
    person = registered(api.account.id, holder(client_id), email=email, phone=phone)
    return Api(headers={"Cookie": f"{area_session(SLUG)}={signed_in(person)}"})


def opened(api: People) -> Api:
    """Open the area, and return a policyholder in it."""
    open_area(api.account.id)
    return client_in_area(api)


def written(client: Api, topic: str = "question", text: str = "Где мой полис?", **body: Any) -> Any:
    """Write a request; return it."""
    return client.post(TICKETS, {"topic": topic, "text": text, **body}).expect(201)
