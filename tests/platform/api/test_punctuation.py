"""Links that a messenger ended too late: the punctuation behind an address leads to the address itself."""

from urllib.parse import quote, urljoin

import pytest

import app
from chalicelib.http.blueprint import OPERATIONS
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.api.steps import asked, token_of

BEHIND = (
    *".,)]}>»”\u2019'\";:!…%*\u00a0",
    ").",
    "».",
    "❗️",
    " Спасибо",
    "Спасибо",
    ".\nС уважением,\nИван",
    "%0A",
    "=\r\n",
    "_",
    "-",
    "—",
    "\u200b",
    "\ufeff",
    "\u202c",
    "\\",
    "|",
    "`",
    "&quot;",
    "/",
    "_).",
    "?lang=es",
)


@pytest.mark.parametrize("behind", [*(quote(each, safe="") for each in BEHIND), ".", ")", "!", "…", "»"])
def test_punctuation_behind_an_owners_link_leads_to_the_link(api: People, behind: str) -> None:
    token = token_of(asked(api.staff))

    answer = Api().get(f"/r/{token}{behind}?lang=es")

    assert answer.status == 302
    assert urljoin("https://x.example/api/r/other.", answer.headers["location"]) == (
        f"https://x.example/api/r/{token}?lang=es"
    )
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert Api().get(f"/r/{token}").status == 200


@pytest.mark.parametrize(
    "added", ["utm_source=sms&fbclid=IwAR0", "x=%FF", "%FF=x", "lang=%FF", "lang=ru%FF", "notice=%C0", "a&&=&b"]
)
def test_what_a_messenger_adds_to_a_link_keeps_nobody_out(api: People, added: str) -> None:
    token = token_of(asked(api.staff))

    answers = [Api().get(f"{page}?{added}").status for page in (f"/r/{token}", "/c", "/docs")]

    assert answers == [200, 200, 200]


def test_the_redirect_does_not_tell_whether_a_link_exists(api: People) -> None:
    answer = api.nobody.get(f"/r/{'x' * 22}.")

    assert (answer.status, answer.headers["location"]) == (302, f"./{'x' * 22}")
    assert api.nobody.get(f"/r/{'x' * 22}").status == 404


def test_a_token_keeps_the_signs_that_are_its_own(api: People) -> None:
    assert api.nobody.get(f"/r/{'x' * 20}-_").status == 404
    assert api.nobody.get(f"/r/{'x' * 20}-_).").headers["location"] == f"./{'x' * 20}-_"


@pytest.mark.parametrize("place", ["c", "console", "docs"])
@pytest.mark.parametrize("behind", [".", ")", "%C2%BB", "%20Спасибо", "_", "%0AИван"])
def test_places_at_the_top_that_messages_name_lose_it_too(api: People, place: str, behind: str) -> None:
    answer, head = (Api().call(method, f"/{place}{behind}?lang=es") for method in ("GET", "HEAD"))

    assert (answer.status, answer.headers["location"]) == (302, f"./{place}?lang=es")
    assert (head.status, head.headers) == (answer.status, answer.headers)


@pytest.mark.parametrize("place", ["d.", "cc.", "C.", "favicon.ico", "robots.txt", "x", "%FF", "%00"])
def test_other_places_at_the_top_are_nothing(api: People, place: str) -> None:
    answer = Api().get(f"/{place}", headers={"Accept-Language": "ru"})

    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json["detail"] == "По этому адресу ничего нет."


def test_what_is_nothing_but_punctuation_leads_nowhere(api: People) -> None:
    assert api.nobody.get("/r/%2E%2E%2E").status == 404


@pytest.mark.parametrize("path", ["/console/cases/case_1", "/console/requests/req_1", "/console/settings/keys/key_1"])
def test_deep_links_of_the_console_lose_it_before_anybody_signs_in(path: str) -> None:
    answer = Api().get(f"{path}.")

    assert (answer.status, answer.headers["location"]) == (302, f"./{path.rpartition('/')[2]}")
    assert Api().get(f"{path}%20спасибо").headers["location"] == answer.headers["location"]


def test_calls_of_programs_are_taken_as_they_are(api: People) -> None:
    assert api.staff.get("/v1/cases/case_1.").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/c",
        "/r/{token}",
        "/r/xxx",
        "/r/{token}/qr.svg",
        "/r/xxx/qr.svg",
        "/r/{token}/state",
        "/console/sign-in",
        "/console",
        "/docs",
        "/console/assets/console.css",
        "/console/assets/none.css",
        "/console/figures.csv",
        "/v1/openapi.json",
        "/v1/account",
        "/v1/cases",
        "/a/acc_1/logo/abc",
    ],
)
def test_head_answers_as_get_does_without_a_body(api: People, path: str) -> None:
    address = path.replace("{token}", token_of(asked(api.staff)))
    caller = api.staff if path.startswith("/v1/") else Api()

    got, head = caller.get(address), caller.call("HEAD", address)

    assert (head.status, head.text) == (got.status, "")
    assert head.headers.keys() == got.headers.keys()
    assert head.headers.get("location") == got.headers.get("location")


def test_head_of_what_the_caller_has_already_is_not_modified(api: People) -> None:
    path = f"/r/{token_of(asked(api.staff))}/state"
    known = {"If-None-Match": Api().get(path).headers["etag"]}

    got, head = (Api().call(method, path, headers=known) for method in ("GET", "HEAD"))

    assert (got.status, head.status, head.text, head.headers) == (304, 304, "", got.headers)


def test_whatever_answers_get_answers_head() -> None:
    app.app.load_all()
    pages = {each.path for each in OPERATIONS if each.method == "GET"}

    assert len(pages) > 80
    assert {path for path in pages if "HEAD" not in app.app.routes[path]} == set()
