"""Owners' links: scanners change nothing, dead links all look alike, guessing is limited."""

from collections.abc import Mapping
from urllib.parse import urlencode, urljoin

import pytest

from tests.deployed.conftest import Ask, System
from tests.deployed.inside import Root
from tests.photos import photos_factory
from tests.support.running import Answer, PhotoRequest, call, new_address, send_photo

SCANNER = {"User-Agent": "SafeLinks/1.0", "Accept": "text/html"}


def test_a_scanner_that_follows_the_link_ten_times_changes_nothing(ask: Ask) -> None:
    request = ask()
    before = request.shown(), request.staff("GET", f"cases/{request.case_id}").json()

    for _ in range(10):
        page = call("GET", request.link, headers=SCANNER)
        assert (page.status, page.header("Content-Type").partition(";")[0]) == (200, "text/html")
        assert call("GET", f"{request.link}/state", headers=SCANNER).status == 200
        assert call("GET", f"{request.link}/qr.svg", headers=SCANNER).status == 200
        head = call("HEAD", request.link, headers=SCANNER)
        assert (head.status, head.body, head.header("Content-Type")) == (200, b"", page.header("Content-Type"))
        assert call("HEAD", f"{request.link}/qr.svg", headers=SCANNER).status == 200

    assert (request.shown(), request.staff("GET", f"cases/{request.case_id}").json()) == before


def test_a_person_who_opens_it_counts_once(ask: Ask) -> None:
    request = ask()

    for _ in range(3):
        assert request.owner("POST", "opened", {"device": "phone"}).status == 204

    case = request.staff("GET", f"cases/{request.case_id}").json()
    assert request.status() == "opened"
    assert [entry["type"] for entry in case["timeline"]].count("photo_request.opened") == 1


@pytest.mark.parametrize("behind", [".", ")", "%E2%80%A6", "%C2%BB", "!"])
def test_punctuation_behind_a_link_leads_to_the_link(ask: Ask, behind: str) -> None:
    request = ask()

    answer = call("GET", f"{request.link}{behind}")

    assert answer.status == 302
    assert urljoin(request.link, answer.header("Location")) == request.link


@pytest.mark.parametrize("behind", [".", "%C2%BB", "%20%D0%98"])
def test_what_stands_behind_the_page_for_codes_leads_to_it(system: System, behind: str) -> None:
    page = f"{system['base_url']}/c"

    answers = [call(method, f"{page}{behind}") for method in ("GET", "HEAD")]

    assert [(each.status, urljoin(page, each.header("Location"))) for each in answers] == [(302, page)] * 2


def test_an_unknown_address_is_nothing(system: System) -> None:
    for path in ("d.", "favicon.ico", "cc"):
        answer = call("GET", f"{system['base_url']}/{path}")
        assert (answer.status, answer.header("Content-Type")) == (404, "application/problem+json")


def test_the_page_keeps_the_link_to_itself(ask: Ask) -> None:
    page = call("GET", ask().link)

    assert page.header("Referrer-Policy") == "no-referrer"
    assert page.header("Cache-Control") == "no-store"
    assert page.header("X-Content-Type-Options") == "nosniff"
    assert "default-src 'none'" in page.header("Content-Security-Policy")


def dead_links(ask: Ask, root: Root) -> dict[str, str]:
    """Return addresses that don't open anything, each for its own reason."""
    revoked, expired = ask(), ask()
    assert revoked.staff("POST", f"photo-requests/{revoked.id}/revoke").status == 200
    root.let_time_pass(expired, "expires_at")
    pages = f"{revoked.api}/r"
    return {
        "guessed": f"{pages}/{'A' * 22}",
        "too short": f"{pages}/abc",
        "strange": f"{pages}/%00%D1%8F%3Cscript%3E",
        "revoked": revoked.link,
        "expired": expired.link,
    }


def told(answer: Answer) -> dict[str, object]:
    """Return all that a caller can see of an answer, but for the number of its occurrence."""
    shown: dict[str, object] = {"status": answer.status, "type": answer.header("Content-Type")}
    if answer.header("Content-Type") == "application/problem+json":
        return {**shown, **{name: value for name, value in answer.json().items() if name != "instance"}}
    kept = {"content-language", "cache-control", "content-security-policy", "referrer-policy"}
    headers = {name.lower(): value for name, value in answer.headers.items() if name.lower() in kept}
    return {**shown, **headers, "body": answer.body}


@pytest.mark.parametrize("language", ["ru", "es", "en"])
def test_links_that_are_wrong_expired_or_revoked_look_alike(
    ask: Ask, root: Root, address: dict[str, str], language: str
) -> None:
    links = dead_links(ask, root)
    asking = {**address, "Accept-Language": language}

    for part, method in (("", "GET"), ("/state", "GET"), ("/submit", "POST"), ("/qr.svg", "GET")):
        answers = {why: told(call(method, link + part, headers=asking)) for why, link in links.items()}
        assert answers["guessed"]["status"] == 404
        assert answers == dict.fromkeys(answers, answers["guessed"])


def test_a_link_that_ends_keeps_its_photos(ask: Ask, root: Root) -> None:
    request = ask(categories=[{"code": "exterior", "min": 2}])
    send_photo(request, photos_factory.small_jpeg())
    request.filed(1)
    root.let_time_pass(request, "expires_at")

    assert call("GET", request.link).status == 404
    assert request.shown()["status"] == "expired"
    request.filed(1)


def type_code(system: System, code: str, address: Mapping[str, str]) -> Answer:
    headers = {**address, "Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "ru"}
    return call("POST", f"{system['base_url']}/c", body=urlencode({"code": code}).encode(), headers=headers)


def test_a_typed_code_leads_to_the_page(ask: Ask, system: System, address: dict[str, str]) -> None:
    request = ask()

    for typed in (request.code, request.code.lower().replace("-", " ")):
        answer = type_code(system, typed, address)
        assert answer.status == 303
        assert urljoin(f"{system['base_url']}/c", answer.header("Location")) == request.link


def test_codes_can_be_guessed_ten_times_from_one_address(ask: Ask, system: System, address: dict[str, str]) -> None:
    request = ask()

    guesses = [type_code(system, f"ZZZZ-{number:04d}", address) for number in range(10)]
    limited = type_code(system, request.code, address)

    assert {answer.status for answer in guesses} == {404}
    assert limited.status == 429
    assert 0 < int(limited.header("Retry-After")) <= 600
    assert type_code(system, request.code, new_address()).status == 303


def test_guessing_links_is_limited_and_a_true_one_still_opens(
    ask: Ask, system: System, address: dict[str, str]
) -> None:
    request: PhotoRequest = ask()

    answers = [
        call("GET", f"{system['base_url']}/r/{number:022d}/state", headers=address).status for number in range(62)
    ]

    assert set(answers) == {404, 429}
    assert call("GET", request.link, headers=address).status == 200
