"""The page of blocked addresses: which, why, and lifting the block after a question."""

from chalicelib.messaging.reasons import FailureReason
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.api.steps import PHONE, blocked

BLOCKED = "/console/settings/blocked"


def test_blocked_addresses_are_listed_with_their_reasons(api: People) -> None:
    blocked(api.account.id, "email", "<b>@mail.example", FailureReason.COMPLAINT)
    blocked(api.account.id, "sms", PHONE, FailureReason.OPTED_OUT)

    answer = at_desk(api.admin).speaking("en").get(BLOCKED)

    assert "<b>@mail.example" in seen(answer)
    assert "<b>@mail" not in answer.text
    assert "the recipient reported it as spam" in seen(answer)
    assert "the recipient has refused SMS" in seen(answer)
    assert answer.text.count("/lift") == 2


def test_nothing_blocked_is_said(api: People) -> None:
    assert "No address is blocked." in seen(at_desk(api.admin).speaking("en").get(BLOCKED))


def test_a_block_is_lifted_after_a_question(api: People) -> None:
    desk, address = at_desk(api.admin).speaking("ru"), f"{BLOCKED}/{blocked(api.account.id)}/lift"

    question = desk.get(address)
    done = desk.post(address)

    assert "owner@mail.example" in seen(question)
    assert "Снова отправлять" in seen(question)
    assert (done.status, done.headers["location"].endswith(BLOCKED)) == (303, True)
    assert "Блокировка снята." in seen(desk.get(BLOCKED))


def test_a_block_that_somebody_has_lifted_already_is_said_to_be_gone(api: People) -> None:
    desk, address = at_desk(api.admin).speaking("en"), f"{BLOCKED}/{blocked(api.account.id)}/lift"
    blocked(api.account.id, "sms", PHONE)
    at_desk(api.admin).post(address)

    question, done = desk.get(address), desk.post(address)

    assert question.status == 404
    assert "This address is not blocked any more." in seen(question)
    assert question.text.count("/lift") == 1  # the other one, in the list
    assert (done.status, done.headers["location"].endswith(BLOCKED)) == (303, True)
    assert "This address is not blocked any more." in seen(desk.get(BLOCKED))


def test_another_accounts_blocks_are_nobodys(api: People) -> None:
    address = f"{BLOCKED}/{blocked(api.account.id)}/lift"
    stranger = at_desk(api.stranger).speaking("en")

    theirs, missing = stranger.get(address), stranger.get(f"{BLOCKED}/email-0/lift")
    assert (theirs.status, seen(theirs)) == (404, seen(missing))
    assert "owner@mail.example" not in theirs.text

    assert stranger.post(address).status == 303
    assert "This address is not blocked any more." in seen(stranger.get(BLOCKED))
    assert "owner@mail.example" in at_desk(api.admin).get(BLOCKED).text


def test_more_than_a_page_is_led_to(api: People) -> None:
    for number in range(51):
        blocked(api.account.id, "email", f"owner-{number}@mail.example")
    desk = at_desk(api.admin).speaking("en")

    first = desk.get(BLOCKED)
    path = first.text.partition('<p><a href="')[2].partition('"')[0]

    assert first.text.count("/lift") == 50
    assert desk.get(path).text.count("/lift") == 1
