"""Webhooks of the deployed system: a signed call in, and what becomes of it out to a receiver on this machine."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chalicelib.signatures import sign
from tests.deployed.conftest import SignIn, System
from tests.receiver import Receiver, listening, status
from tests.running import Answer, call, eventually


def admin(system: System, sign_in: SignIn, method: str, path: str, body: object = None) -> Answer:
    return call(method, f"{system['base_url']}/v1/{path}", body=body, headers=sign_in(system["staff"]))


def signed(system: System, body: Mapping[str, Any], *, message_id: str) -> Answer:
    raw = json.dumps(body)
    headers = sign([system["webhook_secret"]], message_id=message_id, moment=datetime.now(UTC), body=raw)
    url = f"{system['base_url']}/v1/hooks/photo-requests?key={system['api_key_id']}"
    return call("POST", url, body=raw.encode(), headers={**headers, "Content-Type": "application/json"})


def of_request(receiver: Receiver, request_id: str) -> dict[str, dict[str, Any]]:
    told = (json.loads(each.body) for each in receiver.received)
    return {each["type"]: each for each in told if each["data"].get("request_id") == request_id}


def test_a_signed_call_in_and_its_events_out(system: System, sign_in: SignIn) -> None:
    headers = sign_in(system["staff"])
    base = f"{system['base_url']}/v1/webhook-endpoints"
    events = ["photo_request.created", "photo_request.revoked"]
    with listening(script=[status(500)]) as receiver, listening(answer=status(503)) as dead:
        made, failing = (
            call("POST", base, body={"url": each.url, "events": events}, headers=headers) for each in (receiver, dead)
        )
        assert made.status == 201, made.body
        asked = signed(system, {"categories": ["exterior"]}, message_id="msg_circle")
        assert asked.status == 201, asked.body
        request = asked.json()
        assert signed(system, {"categories": ["exterior"]}, message_id="msg_circle").json() == request
        assert signed(system, {"categories": ["damage"]}, message_id="msg_circle").status == 422

        # the first answer was 500: the second attempt comes after five seconds, and the other endpoint takes nothing
        eventually(lambda: len(receiver.received), holds=lambda count: count >= 2, within=40)
        first = of_request(receiver, request["id"])
        assert first["photo_request.created"]["data"]["version"] == 1
        assert len(set(receiver.ids)) == 1
        secret = made.json()["secret"]
        assert receiver.received[-1].opened_by(secret) == first["photo_request.created"]

        key = {"Authorization": f"Bearer {system['api_key']}"}
        revoked = call("POST", f"{system['base_url']}/v1/photo-requests/{request['id']}/revoke", headers=key)
        assert revoked.status == 200
        told = eventually(
            lambda: of_request(receiver, request["id"]), holds=lambda found: "photo_request.revoked" in found, within=30
        )
        assert told["photo_request.revoked"]["data"]["version"] > 1

        log = f"{base}/{made.json()['id']}/deliveries"
        done = eventually(
            lambda: call("GET", log, headers=headers).json()["items"],
            holds=lambda items: {each["status"] for each in items} == {"delivered"},
            within=20,
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
