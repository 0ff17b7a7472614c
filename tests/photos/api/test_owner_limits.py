"""Limits of owners' calls: more than anyone needs, but finite."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.base.languages import LANGUAGES
from chalicelib.features.photos import table
from chalicelib.features.photos.service import access, limits
from tests.photos.photos_factory import jpeg
from tests.support.api.client import Answer, Api
from tests.support.api.people import People
from tests.support.api.steps import announced, asked, token_of

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
READS: dict[str, Callable[[Api, str], Answer]] = {
    "page": lambda owner, token: owner.get(f"/r/{token}"),
    "state": lambda owner, token: owner.get(f"/r/{token}/state"),
    "qr code": lambda owner, token: owner.get(f"/r/{token}/qr.svg"),
    "plain form": lambda owner, token: owner.get(f"/r/{token}/plain/01J9Z6X0000000000000000000"),
}
WRITES: dict[str, Callable[[Api, str], Answer]] = {
    "opened": lambda owner, token: owner.post(f"/r/{token}/opened", {}),
    "upload": lambda owner, token: owner.post(f"/r/{token}/uploads", announced(jpeg(350, 200))),
    "plain": lambda owner, token: owner.post(f"/r/{token}/plain", raw="add=damage", headers=FORM),
}


def few(monkeypatch: pytest.MonkeyPatch, name: str, count: int) -> None:
    """Set a limit so low that a test gets there."""
    monkeypatch.setattr(limits, name, count)


def held_back(answer: Answer, language: str = "en") -> None:
    """Check that an answer has advice in the visitor's language, and a time."""
    assert answer.status == 429
    assert 0 < int(answer.headers["retry-after"]) <= limits.WRITE_SECONDS
    if answer.headers["content-type"].startswith("text/html"):
        assert f'<html lang="{language}">' in answer.text
        assert "Надежда" not in answer.text
    else:
        assert answer.headers["content-language"] == language
        assert answer.json["type"] == "urn:osmotr:problem:quota-exceeded"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("read", READS)
def test_looking_without_end_is_held_back(
    api: People, monkeypatch: pytest.MonkeyPatch, read: str, language: str
) -> None:
    token, owner = token_of(asked(api.staff)), Api(headers={"Accept-Language": language})
    few(monkeypatch, "CALLS_OF_LINK", 2)

    answers = [READS[read](owner, token) for _ in range(3)]

    assert [answer.status for answer in answers[:2]] == [303 if read == "plain form" else 200] * 2
    held_back(answers[2], language)


def test_an_address_is_held_back_and_another_is_not(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = [token_of(asked(api.staff)) for _ in range(3)]
    few(monkeypatch, "CALLS_OF_ADDRESS", 2)

    statuses = [Api().get(f"/r/{token}/state").status for token in tokens]

    assert statuses == [200, 200, 429]
    assert Api(address="192.0.2.77").get(f"/r/{tokens[2]}/state").status == 200


@pytest.mark.parametrize(
    ("write", "limit"),
    [
        ("opened", "WRITES_OF_LINK"),
        ("opened", "WRITES_OF_ADDRESS_PART"),
        ("upload", "WRITES_OF_ADDRESS_PART"),
        ("plain", "WRITES_OF_LINK"),
        ("plain", "WRITES_OF_ADDRESS_PART"),
    ],
)
def test_writing_without_end_is_held_back_and_writes_nothing(
    api: People, monkeypatch: pytest.MonkeyPatch, write: str, limit: str
) -> None:
    request: Any = asked(api.staff)
    first = announced(jpeg(340, 200))
    for _ in range(2):  # both limits count the second
        Api().post(f"/r/{token_of(request)}/uploads", first).expect(201)
    few(monkeypatch, limit, 1)

    answer = WRITES[write](Api(headers={"Accept-Language": "ru"}), token_of(request))

    held_back(answer, "ru")
    shown = api.viewer.get(f"/v1/photo-requests/{request['id']}").expect(200)
    assert (shown["opened_at"], shown["categories"][0]["pending"]) == (None, 1)


def test_a_link_reserves_no_more_than_a_script_would(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_of(asked(api.staff))
    monkeypatch.setattr(table, "MAX_RESERVATIONS", 1)

    answers = [Api().post(f"/r/{token}/uploads", announced(jpeg(360 + n, 200))) for n in range(2)]

    answers[0].expect(201)
    assert answers[1].status == 429
    assert answers[1].headers["retry-after"] == "3600"


def test_the_limits_are_over_what_owners_do() -> None:
    tabs_and_devices, polls_in_a_minute, photos = 5, 30, 500
    assert tabs_and_devices * polls_in_a_minute * 2 < limits.CALLS_OF_LINK
    assert photos * 2 <= table.MAX_RESERVATIONS
    assert photos * 4 <= limits.WRITES_OF_LINK
    assert photos * 4 <= limits.WRITES_OF_ADDRESS_PART
    # hundreds of owners behind one mobile operator's address, each asking every 6 s
    assert limits.CALLS_OF_ADDRESS > 500 * 10


def test_guesses_at_codes_are_as_few_as_their_length_was_chosen_for() -> None:
    assert (access.CODE_TRIES, access.WRONG_TOKENS) == (10, 30)  # decisions/0025


def test_the_past_is_forgotten(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_of(asked(api.staff))
    few(monkeypatch, "CALLS_OF_LINK", 1)
    moments = iter([60.0, 60.0, 119.0, 119.0, 120.0, 120.0])
    monkeypatch.setattr("chalicelib.features.photos.service.limits.time.time", lambda: next(moments))

    answers = [Api().get(f"/r/{token}/state") for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 429, 200]
    assert answers[1].headers["retry-after"] == "1"


def test_guesses_from_all_over_a_network_of_ipv6_count_as_one_neighbours(api: People) -> None:
    def guess(address: str) -> int:
        return Api(address=address).post("/c", raw="code=0000-0000", headers=FORM).status

    tries = [guess(f"2001:db8:1:2::{number:x}") for number in range(access.CODE_TRIES + 1)]

    assert tries == [404] * access.CODE_TRIES + [429]
    assert [guess(address) for address in ("2001:db8:1:3::1", "::ffff:192.0.2.1", "::ffff:192.0.2.2", "")] == [404] * 4
