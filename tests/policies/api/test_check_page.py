"""The page that a printed policy's QR code leads to."""

from collections.abc import Iterator

import pytest
import time_machine

from chalicelib.features.policies.links import url_of
from chalicelib.features.policies.public.pages import masked_number
from tests.clients.bodies import PERSON, added
from tests.policies.sales import sold
from tests.support.api.people import People


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


def path_of(api: People, policy_id: str) -> str:
    """Return the path of a policy's page."""
    return "/p/" + url_of("check", api.account.id, policy_id).rpartition("/")[2]


def test_case_21_a_code_says_until_when_and_nothing_personal(api: People) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), number="К-0123456789", paid_instalments=1)

    shown = api.nobody.get(f"{path_of(api, policy['id'])}?lang=ru")

    assert shown.status == 200
    assert "Действует до 30.11.2027" in shown.text
    assert "К-******6789" in shown.text
    assert [
        each for each in ("Гевердава", "Вера", "К-0123456789", "XTAGFK", "А123ВС", "48320") if each in shown.text
    ] == []
    assert "<script" not in shown.text and 'name="robots" content="noindex"' in shown.text


@pytest.mark.parametrize(
    ("moment", "paid", "said"),
    [
        ("2026-12-02T00:00:00+03:00", 0, "Not in force: the premium is not paid"),
        ("2027-12-01T00:00:00+03:00", 1, "Was in force until"),
    ],
)
def test_a_code_says_what_is_true_at_the_moment(api: People, moment: str, paid: int, said: str) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), paid_instalments=paid)

    with time_machine.travel(moment, tick=False):
        assert said in api.nobody.get(f"{path_of(api, policy['id'])}?lang=en").text


def test_a_code_of_a_policy_that_begins_later_or_was_cancelled(api: People) -> None:
    later = sold(api.agent, added(api.agent, PERSON), begins="2026-12-20", ends="2027-12-19", paid_instalments=1)

    assert "In force from" in api.nobody.get(f"{path_of(api, later['id'])}?lang=en").text
    body = {"effective": "2026-12-01", "reason": "x", "version": 1}
    api.agent.post(f"/v1/policies/{later['id']}/cancel", body).expect(200)
    assert "Cancelled before its first day" in api.nobody.get(f"{path_of(api, later['id'])}?lang=en").text
    assert api.agent.get(f"/v1/policies/{later['id']}").expect(200)["statuses"] == ["cancelled"]
    with time_machine.travel("2026-12-02T09:00:00+03:00", tick=False):
        assert "Cancelled" in api.nobody.get(f"{path_of(api, later['id'])}?lang=en").text


def test_an_unknown_code_is_one_404(api: People) -> None:
    policy = sold(api.agent, added(api.agent, PERSON))
    good = path_of(api, policy["id"])

    wrong = [good[:-1] + ("A" if good[-1] != "A" else "B"), "/p/x", path_of(api, "pol_01JQ8ZK3N5V7W9X2Y4B6D8F0HA")]

    answers = [api.nobody.get(each) for each in wrong]
    assert [each.status for each in answers] == [404] * 3
    assert len({each.text for each in answers}) == 1


@pytest.mark.parametrize(
    ("number", "masked"), [("ХХХ 0123456789", "ХХХ ******6789"), ("К-000001", "К-**0001"), ("12", "12"), ("", "")]
)
def test_a_number_is_masked(number: str, masked: str) -> None:
    assert masked_number(number) == masked
