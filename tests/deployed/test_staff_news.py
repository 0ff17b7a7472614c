"""News for staff of the deployed system, by functions with least privilege."""

from typing import Any
from urllib.parse import urlsplit

from tests.deployed.conftest import Ask, System
from tests.deployed.test_messages import mails_to
from tests.photos import photos_factory
from tests.support.running import PhotoRequest, call, eventually, send_photo


def news_of(system: System, request: PhotoRequest) -> list[dict[str, Any]]:
    address = system["staff"]["email"]
    return [mail for mail in mails_to(system, address) if f"/console/cases/{request.case_id}" in mail["BodyText"]]


def test_staff_are_told_once_that_photos_are_complete_and_led_into_the_case(ask: Ask, system: System) -> None:
    request = ask(categories=["damage"])
    send_photo(request, photos_factory.telling_jpeg(800, 600), category="damage")
    request.filed(1)
    assert request.owner("POST", "submit").json() == {"status": "completed"}

    (letter,) = eventually(lambda: news_of(system, request))

    assert letter["Subject"].endswith(": все фотографии получены")
    assert "1 фотография, все категории: Повреждения – 1" in letter["BodyText"]
    (link,) = (line for line in letter["BodyText"].splitlines() if request.case_id in line)
    assert link == f"{system['base_url']}/console/cases/{request.case_id}"
    assert link in letter["BodyHtml"]
    signed_out = call("GET", link, headers={"Accept": "text/html"})
    assert urlsplit(signed_out.header("Location") or "").path.endswith("/console/sign-in")
