"""Webhooks of the deployed system: a signed call in, and its events out to a receiver on this machine."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.base.signatures import sign
from tests.deployed.conftest import SignIn, System
from tests.support.receiver import Receiver, listening, status
from tests.support.running import Answer, call, eventually


def admin(system: System, sign_in: SignIn, method: str, path: str, body: object = None) -> Answer:
    return call(method, f"{system['base_url']}/v1/{path}", body=body, headers=sign_in(system["staff"]))


@dataclass(frozen=True)
class Backend:
    """A back-end with a key of its own, in a tenant of its own."""

    base: str
    key_id: str
    api_key: str
    secret: str

    def signed(self, body: Mapping[str, Any]) -> Answer:
        """Ask by a signed call, always with the same id."""
        raw = json.dumps(body)
        headers = sign([self.secret], message_id="msg_circle", moment=datetime.now(UTC), body=raw)
        url = f"{self.base}/v1/hooks/photo-requests?key={self.key_id}"
        return call("POST", url, body=raw.encode(), headers={**headers, "Content-Type": "application/json"})


@pytest.fixture
def backend(system: System, newcomer: dict[str, str]) -> Backend:
    keys, wish = f"{system['base_url']}/v1/api-keys", {"name": "Claims", "scopes": ["requests:write"]}
    made = call("POST", keys, body=wish, headers=newcomer).json()
    secret = call("POST", f"{keys}/{made['id']}/rotate-secret", headers=newcomer).json()["secret"]
    return Backend(base=system["base_url"], key_id=made["id"], api_key=made["api_key"], secret=secret)


def of_request(receiver: Receiver, request_id: str) -> dict[str, dict[str, Any]]:
    told = (json.loads(each.body) for each in receiver.received)
    return {each["type"]: each for each in told if each["data"].get("request_id") == request_id}


def test_a_signed_call_in_and_its_events_out(system: System, newcomer: dict[str, str], backend: Backend) -> None:
    headers = newcomer
    base = f"{system['base_url']}/v1/webhook-endpoints"
    events = ["photo_request.created", "photo_request.revoked"]
    with listening(script=[status(500)]) as receiver, listening(answer=status(503)) as dead:
        made, failing = (
            call("POST", base, body={"url": each.url, "events": events}, headers=headers) for each in (receiver, dead)
        )
        assert made.status == 201, made.body
        asked = backend.signed({"categories": ["exterior"]})
        assert asked.status == 201, asked.body
        request = asked.json()
        assert backend.signed({"categories": ["exterior"]}).json() == request
        assert backend.signed({"categories": ["damage"]}).status == 422

        # the first answer was 500: the second attempt comes after five seconds, and the other endpoint takes nothing
        eventually(lambda: len(receiver.received), holds=lambda count: count >= 2)
        first = of_request(receiver, request["id"])
        assert first["photo_request.created"]["data"]["version"] == 1
        assert len(set(receiver.ids)) == 1
        secret = made.json()["secret"]
        assert receiver.received[-1].opened_by(secret) == first["photo_request.created"]

        key = {"Authorization": f"Bearer {backend.api_key}"}
        revoked = call("POST", f"{system['base_url']}/v1/photo-requests/{request['id']}/revoke", headers=key)
        assert revoked.status == 200
        told = eventually(
            lambda: of_request(receiver, request["id"]), holds=lambda found: "photo_request.revoked" in found
        )
        assert told["photo_request.revoked"]["data"]["version"] > 1

        log = f"{base}/{made.json()['id']}/deliveries"
        done = eventually(
            lambda: call("GET", log, headers=headers).json()["items"],
            holds=lambda items: {each["status"] for each in items} == {"delivered"},
        )
        assert [attempt["status"] for attempt in done[-1]["attempts"]] == [500, 204]
        for endpoint in (made, failing):
            assert call("DELETE", f"{base}/{endpoint.json()['id']}", headers=headers).status == 204


def test_addresses_of_the_inside_are_refused(system: System, sign_in: SignIn) -> None:
    for url in (
        "https://169.254.169.254/latest/meta-data/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "http://10.0.0.1/",
    ):
        answer = admin(system, sign_in, "POST", "webhook-endpoints", {"url": url, "events": ["photo.filed"]})
        assert answer.status == 422, url
