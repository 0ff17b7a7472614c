"""The owner's page without script over HTTP: the targets of its buttons, and the page afterwards."""

import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest

from chalicelib.base.languages import LANGUAGES, Language, text
from chalicelib.features.photos import service
from chalicelib.features.photos.rejection import RejectionReason
from tests.photos.photos_factory import jpeg
from tests.support.api.client import Answer, Api
from tests.support.api.people import People
from tests.support.api.steps import asked, token_of

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def press(request: Any, button: str, *, lang: str = "ru") -> Answer:
    """Press a button of the page."""
    return Api().post(f"/r/{token_of(request)}/plain?lang={lang}", raw=button, headers=FORM)


def followed(answer: Answer) -> Answer:
    """Follow the redirect of an answer."""
    assert answer.status == 303
    parts = urlsplit(answer.headers["location"])
    return Api().get(f"{parts.path}?{parts.query}")


def fields(page: Answer) -> dict[str, str]:
    """Return the fields that a form posts beside its file."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
    return {name: unescape(value) for name, value in found}


def sent(request: Any, data: bytes) -> None:
    """Send a photo by a form, and have it filed."""
    key = fields(followed(press(request, "add=damage")))["key"]
    boto3.client("s3").put_object(Bucket="photos", Key=key, Body=data)
    service.file_photo(service.Arrived(key=key, version_id=None))


def page(request: Any, lang: str = "ru", more: str = "") -> str:
    """Return the part of the page without script."""
    answer = Api().get(f"/r/{token_of(request)}?lang={lang}{more}")
    found = re.search(r'<section id="plain">(.*?)</section>', answer.text, re.DOTALL)
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_leads_to_a_form_for_one_photo(api: People, language: Language) -> None:
    request = asked(api.staff)

    answer = followed(press(request, "add=damage", lang=language))

    assert answer.status == 200
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "script-src 'none'" in answer.headers["content-security-policy"]
    (action,) = re.findall(r'<form method="post" action="([^"]+)" enctype="multipart/form-data">', answer.text)
    (allowed,) = re.findall(r"form-action 'self' (\S+?);", answer.headers["content-security-policy"])
    assert action.startswith(allowed)
    assert fields(answer)["success_action_redirect"] == f"{request['link']}?lang={language}"
    # S3 ignores every field after the file
    assert answer.text.rindex('type="hidden"') < answer.text.index('type="file"')


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_has_come_and_what_has_not(api: People, language: Language) -> None:
    request = asked(api.staff, categories=[{"code": "damage", "min": 2, "max": 2}, "vin"])

    sent(request, jpeg(500, 200))
    sent(request, b"%PDF-1.7 ")
    press(request, "add=damage")

    shown = page(request, language)
    assert text(language, "Received") in shown
    assert text(language, RejectionReason.NOT_AN_IMAGE.message) in shown
    assert text(language, "Not here yet. If you have sent it, check again in a moment; if not, add it again.") in shown
    labels = [
        category["label"] for category in Api().get(f"/r/{token_of(request)}/state?lang={language}").json["categories"]
    ]
    assert text(language, "Photos are still needed: {labels}.", labels=", ".join(labels)) in shown
    assert shown.count('name="remove"') == 3


def test_a_full_category_and_missing_photos_are_said(api: People) -> None:
    request = asked(api.staff, categories=[{"code": "damage", "max": 1}, "vin"])
    sent(request, jpeg(501, 200))

    full, early = press(request, "add=damage"), press(request, "send=yes")

    assert full.headers["location"] == f"{request['link']}?lang=ru&notice=full#plain"
    assert early.headers["location"] == f"{request['link']}?lang=ru&notice=missing#plain"
    for notice in ("full", "missing"):
        assert '<p class="trouble" role="alert">' in page(request, more=f"&notice={notice}")
    assert 'role="alert"' not in page(request, more="&notice=%3Cb%3E")


def test_a_photo_is_removed_and_everything_sent_by_buttons(api: People) -> None:
    request = asked(api.staff)
    sent(request, jpeg(502, 200))
    (photo_id,) = re.findall(r'name="remove" value="(\w+)"', page(request))

    press(request, f"remove={photo_id}")
    gone = page(request)
    sent(request, jpeg(503, 200))
    done = followed(press(request, "send=yes"))

    assert 'name="remove"' not in gone
    assert '<section id="done">' in done.text
    assert '<section id="plain">' not in done.text
    assert api.viewer.get(f"/v1/photo-requests/{request['id']}").json["status"] == "completed"


@pytest.mark.parametrize(
    "button",
    ["", "add=nothing", "add=%5B", "add=damage%5B0%5D", "add=a.b", "remove=01J9Z6X0000000000000000000", "other=1"],
)
def test_a_button_that_means_nothing_leads_back(api: People, button: str) -> None:
    request = asked(api.staff)

    assert press(request, button).headers["location"] == f"{request['link']}?lang=ru#plain"


@pytest.mark.parametrize("path", ["plain/01J9Z6X0000000000000000000", "plain/x", "plain/%00"])
def test_a_form_of_no_slot_leads_back(api: People, path: str) -> None:
    request = asked(api.staff)

    answer = Api().get(f"/r/{token_of(request)}/{path}?lang=es")

    assert (answer.status, answer.headers["location"]) == (303, f"{request['link']}?lang=es")


def test_what_s3_adds_to_the_way_back_is_ignored(api: People) -> None:
    request = asked(api.staff)

    assert page(request, more="&bucket=photos&key=incoming%2Fx&etag=%22abc%22")


def test_a_wrong_link_is_the_same_page_everywhere(api: People) -> None:
    token = "A" * 22

    strange = Api().post("/r/%0A%D0%90/plain?lang=es", raw="", headers=FORM)
    answers = [
        strange,
        Api().get(f"/r/{token}?lang=es"),
        Api().get(f"/r/{token}/plain/01J9Z6X0000000000000000000?lang=es"),
        Api().post(f"/r/{token}/plain?lang=es", raw="add=damage", headers=FORM),
    ]

    assert {answer.status for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
