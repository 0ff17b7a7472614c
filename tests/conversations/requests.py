"""Requests of clients, by the API."""

from typing import Any

from tests.support.api.client import Api

SETTINGS = "/v1/account/feedback"
WORDS = "Агент не отвечает на звонки вторую неделю."


def registered(by: Api, topic: str = "complaint", **body: Any) -> Any:
    """Register a request; return it."""
    return by.post("/v1/tickets", {"topic": topic, "text": WORDS, **body}).expect(201)


def shown(by: Api, ticket_id: str) -> Any:
    """Return a request as the API shows it."""
    return by.get(f"/v1/tickets/{ticket_id}").expect(200)


def listed(by: Api, query: str = "") -> list[str]:
    """Return the ids of a list."""
    return [each["id"] for each in by.get(f"/v1/tickets?{query}").expect(200)["items"]]


def with_desks(by: Api, **people: list[str]) -> Any:
    """Save the desks of a name each, with these people, and a topic for each of them."""
    desks = [{"code": code, "labels": {"ru": code}, "people": users} for code, users in people.items()]
    topics = [{"code": code, "labels": {"ru": code}, "kind": "complaint", "desk": code} for code in people]
    version = by.get(SETTINGS).expect(200)["version"]
    return by.patch(SETTINGS, {"version": version, "desks": desks, "topics": topics}).expect(200)
