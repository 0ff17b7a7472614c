"""Clients get their printed policies and receipts by a link, and open them there."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine

from chalicelib.features.policies.links import path_of, url_of
from chalicelib.features.printing import service as printing
from tests.clients.bodies import PERSON, added, person
from tests.clients.texts import confirm, texts
from tests.policies.mail import mails, path_in, without_email
from tests.policies.sales import sold
from tests.printing import orders
from tests.support import outbox
from tests.support.api.client import Answer
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.mailboxes import verify_sender

MAIL = "vera@example.org"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def _queue(_today: None, api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    verify_sender()
    orders.open_queue(monkeypatch)


def printed(api: People, client_id: str = "", **changes: Any) -> dict[str, Any]:
    """Issue a policy whose first instalment is paid, and print its documents."""
    made = sold(api.agent, client_id or added(api.agent, PERSON), paid_instalments=1, **changes)
    print_all(api, made["id"])
    return made


def print_all(api: People, policy_id: str, receipts: tuple[int, ...] = (1,)) -> None:
    """Print all documents that a policy has ordered."""
    for subject in (policy_id, *(f"{policy_id}#{each}" for each in receipts)):
        for each in printing.list_documents(api.account.id, subject):
            printing.hasten(each)
    orders.work()


def press(api: People, path: str) -> Answer:
    """Press the page's button."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return api.nobody.call("POST", path, raw="open=yes", headers=form)


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("ru", "ваш полис К-0123456789", ("Ваш страховой полис готов", "с 01.12.2026 по 30.11.2027", "до 29.11.2028")),
        ("es", "su póliza К-0123456789", ("Su póliza de seguro está lista", "del 01/12/2026 al 30/11/2027")),
        ("en", "your policy К-0123456789", ("Your insurance policy is ready", "from 01 Dec 2026 to 30 Nov 2027")),
    ],
)
def test_case_21_a_printed_policy_is_sent_in_the_clients_language(
    api: People, language: str, subject: str, words: tuple[str, ...]
) -> None:
    printed(api, added(api.agent, person(language=language)), number="К-0123456789")

    (mail,) = mails(subject)

    assert mail.to == MAIL
    assert [each for each in words if each not in mail.text] == []
    assert [each for each in ("Гевердава", "XTAGFK", "А123ВС", "4517") if each in mail.text + mail.subject] == []


def test_case_21_the_link_leads_over_a_page_to_the_file_for_five_minutes(api: People) -> None:
    made = printed(api, number="К-0123456789")
    path = path_in(mails("ваш полис")[0].link)

    page = api.nobody.get(f"{path}?lang=ru")
    answer = press(api, path)

    assert "К-0123456789" in seen(page) and "Открыть документ" in seen(page)
    assert [each for each in ("Гевердава", "XTAGFK", "<script") if each in page.text] == []
    assert answer.status == 302
    address = str(answer.headers["location"])
    document = printing.list_documents(api.account.id, made["id"])[0].id
    assert f"/documents/{api.account.id}/{document}.pdf" in address
    assert re.search(r"(X-Amz-Expires=300|Expires=)", address)
    allowed = re.search(r"form-action ([^;]+);", str(page.headers["content-security-policy"]))
    assert allowed and "{0.scheme}://{0.netloc}".format(urlsplit(address)) in allowed[1].split()


def test_a_receipt_is_sent_for_each_payment(api: People) -> None:
    made = printed(api, plan="in_2")
    (first,) = mails("квитанция")
    api.agent.post(f"/v1/policies/{made['id']}/received", {"version": 1, "instalments": [2]}).expect(200)
    print_all(api, made["id"], (1, 2))

    (_, second) = mails("квитанция")

    assert "24 160,25 ₽" in first.text and "взнос 1 из 2" in first.text and "взнос 2 из 2" in second.text
    assert "Квитанция" in seen(api.nobody.get(f"{path_in(second.link)}?lang=ru"))
    assert press(api, path_in(first.link)).headers["location"] != press(api, path_in(second.link)).headers["location"]
    assert len(mails("ваш полис")) == 1


def test_a_document_is_sent_once_however_often_it_is_worked_on(api: People) -> None:
    made = printed(api)
    print_all(api, made["id"])
    orders.work()

    assert len(mails("ваш полис")) == 1 and len(mails("квитанция")) == 1
    told = [each for each in outbox.messages() if each.kind == "policy_told"]
    assert len(told) == 2 and "vera@" not in str([each.data for each in told])


def test_a_corrected_policy_is_sent_anew_by_the_same_link(api: People) -> None:
    made = printed(api)
    (first,) = mails("ваш полис")
    api.agent.patch(f"/v1/policies/{made['id']}", {"version": 1, "vehicle": {"vin": "1HGCM82633A004352"}}).expect(200)
    print_all(api, made["id"])

    (corrected,) = mails("исправленный")

    assert "внесены исправления" in corrected.text and corrected.link == first.link
    last = printing.list_documents(api.account.id, made["id"])[-1]
    assert last.id in str(press(api, path_in(first.link)).headers["location"])


def test_the_history_says_to_whom_it_was_sent(api: People) -> None:
    made = printed(api)
    mails()

    history = api.agent.get(f"/v1/policies/{made['id']}/history").expect(200)["items"]

    told = [each["data"] for each in history if each["type"] == "told"]
    assert [each["to"] for each in told] == ["v***@example.org"] * 2
    assert {each["what"] for each in told} == {"policy", "receipt"}


def test_a_client_without_email_gets_an_sms_to_a_confirmed_phone_alone(api: People) -> None:
    client_id = without_email(api, added(api.agent, PERSON))
    printed(api, client_id)
    assert texts() == [] and mails() == []
    confirm(api.agent, client_id)
    before = len(texts())

    printed(api, client_id, number="К-2", vehicle={"plate": "В001ОР 99"})

    sent = [said for _, said in texts()[before:]]
    assert len(sent) == 2 and all(re.search(r"/d/[A-Za-z0-9_-]+$", each) for each in sent)
    assert api.nobody.get(path_in(sent[0])).status == 200


def test_the_link_ends_a_time_after_the_policy_and_with_the_clients_erasure(api: People) -> None:
    client_id = added(api.agent, PERSON)
    made = printed(api, client_id)
    path = path_of("file", api.account.id, made["id"])

    with time_machine.travel("2028-11-29T23:59:00+03:00", tick=False):
        assert api.nobody.get(path).status == 200
    with time_machine.travel("2028-11-30T00:00:00+03:00", tick=False):
        assert (api.nobody.get(path).status, press(api, path).status) == (404, 404)
    assert api.nobody.get(path).status == 200
    api.admin.post(f"/v1/clients/{client_id}/erasure", {"reason": "asked"}).expect(200)
    assert (api.nobody.get(path).status, press(api, path).status) == (404, 404)


def test_a_document_in_print_is_waited_for_and_a_failed_one_is_told(api: People) -> None:
    made = sold(api.agent, added(api.agent, PERSON), paid_instalments=1)
    unpaid = sold(api.agent, added(api.agent, person(surname="Другая", document=None)), number="К-77")
    path = path_of("file", api.account.id, made["id"])

    page = api.nobody.get(f"{path}?lang=en")

    assert "being prepared" in seen(page) and page.headers["refresh"] == "5;url=?lang=en"
    assert press(api, path).headers["location"] == path.rpartition("/")[2]
    assert "not ready yet" in seen(api.nobody.get(f"{path_of('file', api.account.id, unpaid['id'])}?lang=en"))


def test_unknown_links_of_documents_look_alike(api: People) -> None:
    made = printed(api)
    good, checked = (path_of(each, api.account.id, made["id"]) for each in ("file", "check"))
    other = checked.replace("/p/", "/d/")

    wrong = [good[:-1] + ("A" if good[-1] != "A" else "B"), f"{good}1", f"{good}01", other, "/d/x"]
    answers = [api.nobody.get(each) for each in wrong]

    assert [each.status for each in answers] == [404] * len(wrong)
    assert len({each.text for each in answers}) == 1
    assert [press(api, each).status for each in wrong] == [404] * len(wrong)
    assert url_of("file", api.account.id, made["id"]).endswith(good)
