"""The documents over HTTP, for programs and for people: to anyone, in full, and with nothing from elsewhere."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.base.settings import settings
from chalicelib.docs.descriptions import asyncapi_document, events_document, openapi_document
from chalicelib.http.openapi import described_operations
from chalicelib.outbox.contract import kinds
from tests.support.api.people import People


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("/v1/openapi.json", openapi_document),
        ("/v1/asyncapi.json", asyncapi_document),
        ("/v1/events.schema.json", events_document),
    ],
)
def test_documents_are_served_as_they_are(api: People, path: str, document: Callable[[], dict[str, Any]]) -> None:
    answer = api.nobody.get(path)

    assert answer.expect(200) == document()
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "max-age=300"


def test_the_schema_of_events_names_the_address_that_it_is_served_at(api: People) -> None:
    served = api.nobody.get("/v1/events.schema.json").expect(200)

    assert served["$id"] == f"{settings().public_base_url}/v1/events.schema.json"


def page(api: People) -> str:
    answer = api.nobody.get("/docs")
    assert answer.status == 200
    return answer.text


def test_the_page_shows_every_operation_and_every_event(api: People) -> None:
    shown = page(api)

    for operation in described_operations():
        assert f'id="{operation.view.__name__}"' in shown, operation.path
    for name in kinds():
        assert f'id="event-{name}"' in shown


def test_the_page_says_who_may_call_with_what_and_what_it_answers(api: People) -> None:
    part = page(api).partition('id="ask_for_photos"')[2].partition("</article>")[0]

    assert "Staff (staff, admin), and API keys with the permission <code>requests:write</code>." in part
    for field in ("Idempotency-Key", "case.owner.phone", "categories[].code", "expires_in_days"):
        assert field in part.replace("<wbr>", "")
    assert "1 or more; 30 or less; without it: 7" in part
    assert "CLM-2026-004711" in part
    for kind in ("invalid", "conflict", "quota-exceeded"):
        assert f"<code>urn:osmotr:problem:{kind}</code>" in part
    assert '<a href="#type-PhotoRequestView">' in part


def test_every_link_within_the_page_leads_somewhere(api: People) -> None:
    shown = page(api)
    ids = re.findall(r'\bid="([^"]+)"', shown)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', shown)) <= set(ids)


def test_the_page_takes_nothing_from_elsewhere_and_runs_nothing(api: People) -> None:
    answer = api.nobody.get("/docs")
    base = settings().public_base_url

    assert "script" not in re.findall(r"<([a-z]+)", answer.text)
    assert " style=" not in answer.text
    loaded = re.findall(r'<(?:link|img|iframe)[^>]* (?:href|src)="([^"]+)"', answer.text)
    assert [each for each in loaded if not each.startswith(("/console/assets/", "data:"))] == []
    led = re.findall(r'<a [^>]*href="(http[^"]+)"', answer.text)
    assert [each for each in led if not each.startswith(base)] == []
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src https://photos.example")
    assert answer.headers["x-content-type-options"] == "nosniff"
