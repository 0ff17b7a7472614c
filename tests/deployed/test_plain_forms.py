"""Plain forms at the running S3: limited to their signature, and nothing gets lost between two of them."""

import re
from html import unescape
from urllib.parse import urlencode, urlsplit

import pytest

from tests.deployed.conftest import Ask
from tests.deployed.inside import Root
from tests.photos import photos_factory
from tests.support.running import Form, PhotoRequest, call, eventually

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def pressed(request: PhotoRequest, **button: str) -> str:
    """Press a button of the page and return where that leads to."""
    answer = call("POST", f"{request.link}/plain?lang=ru", body=urlencode(button).encode(), headers=FORM)
    assert answer.status == 303, answer.body
    return answer.header("Location")


def form_in(request: PhotoRequest, category: str = "exterior") -> Form:
    """Return the form for one photo, as the browser has it."""
    page = call("GET", pressed(request, add=category)).body.decode()
    (action,) = re.findall(r'action="([^"]+)" enctype="multipart/form-data"', page)
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return Form(unescape(action), {name: unescape(value) for name, value in fields})


def test_s3_leads_back_to_the_page_and_the_photo_is_filed(ask: Ask) -> None:
    request, data = ask(), photos_factory.small_jpeg()

    answer = form_in(request).post(data)

    assert answer.status == 303
    back = answer.header("Location")
    assert urlsplit(back)._replace(query="").geturl() == request.link
    assert call("GET", back).status == 200
    (item,) = request.filed(1)
    assert request.original(item) == data


@pytest.mark.parametrize(
    ("data", "changed"),
    [
        (b"<html>", {"Content-Type": "text/html"}),
        (b"x", {"success_action_redirect": "https://elsewhere.example/"}),
        (b"x", {"key": "incoming/x"}),
    ],
    ids=["a web page", "another way back", "another key"],
)
def test_a_form_takes_one_photo_and_nothing_else(ask: Ask, root: Root, data: bytes, changed: dict[str, str]) -> None:
    form = form_in(ask())

    answer = Form(form.url, {**form.fields, **changed}).post(data)

    assert (answer.status, b"AccessDenied" in answer.body) == (403, True), answer.body
    assert root.versions(form.fields["key"]) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "Файл пустой."), (b"\xff\xd8\xff" + b"\0" * (15 * 1024 * 1024), "Фотография слишком большая.")],
    ids=["nothing", "over 15 MB"],
)
def test_a_file_that_can_t_be_taken_is_refused_on_our_page(ask: Ask, data: bytes, said: str) -> None:
    request = ask()
    form = form_in(request)

    def page(address: str) -> str:
        return call("GET", address).body.decode()

    assert said not in page(f"{request.link}?lang=ru")
    answer = form.post(data)
    assert answer.status == 303
    eventually(lambda: page(answer.header("Location")), holds=lambda shown: said in shown)
    assert request.attachments() == []


def test_another_photo_through_the_same_form_is_filed_too(ask: Ask) -> None:
    request = ask(categories=[{"code": "exterior", "max": 3}])
    form, first, second = form_in(request), photos_factory.small_jpeg(), photos_factory.jpeg(330, 210)

    assert form.post(first).status == 303
    request.filed(1)
    assert form.post(second).status == 303

    items = request.filed(2)
    assert {request.original(item) for item in items} == {first, second}


def test_a_photo_through_a_form_of_a_withdrawn_request_changes_nothing_for_its_owner(ask: Ask) -> None:
    request = ask()
    location = pressed(request, add="exterior")
    assert request.staff("POST", f"photo-requests/{request.id}/revoke").status == 200

    assert call("GET", location).status == 404
