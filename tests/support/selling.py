"""An agent of the running system, over HTTP: clients, quotes, and payments at the training bank."""

import random
import urllib.parse
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from chalicelib.base.clock import now
from tests.support.running import Answer, call, new_address

#: A Russian VIN: it is checked for its form only.
VIN = "XTAGFK330KY123456"


class Seller(NamedTuple):
    """An agent with a session."""

    base_url: str
    headers: Mapping[str, str]

    def api(self, method: str, path: str, body: object = None, *, expect: int | None = None) -> Any:
        """Call the staff's API; return the answer's JSON, or the answer itself if no status is expected."""
        answer = self.ask(method, path, body)
        if expect is None:
            return answer
        assert answer.status == expect, f"{method} {path}: {answer.status} {answer.body[:500]!r}"
        return answer.json()

    def ask(self, method: str, path: str, body: object = None) -> Answer:
        """Call the staff's API."""
        return call(method, f"{self.base_url}/v1/{path}", body=body, headers=self.headers)

    def add_client(self, **changes: Any) -> str:
        """Add a person with a passport that nobody else has; return the id."""
        return str(self.api("POST", "clients", person(**changes), expect=201)["id"])

    def offered(self, client_id: str, **changes: Any) -> dict[str, Any]:
        """Make, price and offer a quote of KASKO in four instalments."""
        path = f"quotes/{self.api('POST', 'quotes', {**quote(client_id), **changes}, expect=201)['id']}"
        self.api("POST", f"{path}/price", {}, expect=200)
        found: dict[str, Any] = self.api("POST", f"{path}/offer", {}, expect=200)
        return found

    def start_payment(self, subject: str) -> dict[str, Any]:
        """Start the payment of an instalment or a quote."""
        found: dict[str, Any] = self.api("POST", "payments", {"subject": subject}, expect=201)
        return found

    def quote(self, quote_id: str) -> dict[str, Any]:
        """Read a quote at the API, with its status as of now."""
        found: dict[str, Any] = self.api("GET", f"quotes/{quote_id}", expect=200)
        return found


def signed_in(base_url: str, login: Mapping[str, str]) -> Seller:
    """Sign an agent in."""
    answer = call("POST", f"{base_url}/v1/sessions", body=dict(login), headers=new_address())
    assert answer.status == 200, answer.body
    return Seller(base_url, {"Authorization": f"Bearer {answer.json()['access_token']}"})


def person(**changes: Any) -> dict[str, Any]:
    """Return the body of a person whose name and passport are nobody else's."""
    dice = random.SystemRandom()
    name = "".join(dice.choice("абвгдежзиклмнопрст") for _ in range(10)).capitalize()
    return {
        "surname": name,
        "given_name": "Вера",
        "patronymic": "Сергеевна",
        "birth_date": "1986-01-23",
        "email": f"{dice.randrange(10**9)}@holder.example",
        "document": {
            "kind": "passport_ru",
            "number": f"4517 {dice.randrange(10**6):06}",
            "issued_on": "2018-03-01",
        },
        **changes,
    }


def policy(client_id: str, **changes: Any) -> dict[str, Any]:
    """Return the body of a KASKO policy that begins tomorrow."""
    return {
        "client_id": client_id,
        "product": "kasko",
        "begins": (now() + timedelta(days=1)).date().isoformat(),
        "sum_insured": {"amount": "1250000.00"},
        "premium": {"amount": "48320.50"},
        "vehicle": {"vin": VIN},
        **changes,
    }


def quote(client_id: str) -> dict[str, Any]:
    """Return the body of a KASKO quote in four instalments."""
    options = {"cover": "full", "losses": "first", "deductible": "none"}
    return {name: each for name, each in policy(client_id, options=options, plan="in_4").items() if name != "premium"}


def open_shops(system: Mapping[str, Any]) -> None:
    """Register the shops of the system's account at the training bank."""
    for shop in system["shops"].values():
        assert call("PUT", f"{system['bank']}/shops", body=shop).status == 200


def pay_at_bank(url: str) -> None:
    """Press the button on the training bank's page of a payment."""
    body = urllib.parse.urlencode({"action": "pay"}).encode()
    answer = call("POST", url, body=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status == 303, answer.body
