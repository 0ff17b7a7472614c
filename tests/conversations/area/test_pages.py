"""Pages of the client area: write, read, answer and rate, without a script."""

from chalicelib.frame.console.addresses import origin
from tests.cabinet.visitors import HOME, Visitor, at_area
from tests.claims.cases import shown
from tests.conversations.calls import counted
from tests.conversations.chats import answered, asked, in_area
from tests.conversations.console.test_requests_in_the_console import once_in
from tests.conversations.service.test_lists_of_talks import filled
from tests.support.api.client import Api
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.area import open_area, registered


def test_k16_a_client_writes_reads_and_rates_in_pages(api: People) -> None:
    open_area(api.account.id)
    visitor = at_area(registered(api.account.id), language="ru")
    form = {"once": once_in(visitor.get(f"{HOME}/messages/new").text)}

    empty = visitor.post(f"{HOME}/messages/new", {**form, "text": " "})
    sent = visitor.post(f"{HOME}/messages/new", {**form, "topic": "complaint", "text": "<script>alert(1)</script>"})
    here = sent.headers["location"]
    shown = visitor.get(here)
    ticket_id = here.rpartition("/")[2]
    api.staff.post(f"/v1/tickets/{ticket_id}/close", {"text": "Разобрались."}).expect(200)
    closed = visitor.get(here)
    rated = visitor.post(f"{here}/rating", {"stars": "4", "word": "Долго"})

    assert (empty.status, sent.status, rated.status) == (422, 303, 303)
    assert "Напишите от 1 до 4000 знаков." in seen(empty)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown.text  # case 53
    assert "Сообщение отправлено." in seen(shown)
    assert "Разобрались." in seen(closed)
    assert "Ваша оценка: 4 из 5." in seen(visitor.get(here))
    assert f'href="{HOME}/messages"' in visitor.get(HOME).text
    assert ticket_id in visitor.get(f"{HOME}/messages").text


def test_case_53_a_file_in_the_form_is_refused(api: People) -> None:
    open_area(api.account.id)
    visitor = at_area(registered(api.account.id), language="ru")
    once = once_in(visitor.get(f"{HOME}/messages/new").text)
    kind, whole = parts(
        {"once": once, "topic": "complaint", "text": "Смотрите файл", "file": "<html><script>1</script></html>"}
    )

    headers = {"Cookie": cookies_of(visitor), "Content-Type": kind, "Origin": origin()}
    answer = Api(headers=headers).post(f"{HOME}/messages/new", raw=whole)

    assert answer.status == 415
    assert visitor.call("GET", "/tickets").expect(200)["items"] == []


def parts(fields: dict[str, str], boundary: str = "x5f3") -> tuple[str, str]:
    """Return the content type and the body of a form with a file, as browsers send it."""
    heads = {"file": '; filename="a.html"\r\nContent-Type: text/html'}
    said = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{heads.get(name, "")}\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return f"multipart/form-data; boundary={boundary}", "".join([*said, f"--{boundary}--\r\n"])


def cookies_of(visitor: Visitor) -> str:
    return "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())


def test_the_home_page_says_how_many_messages_are_unread(api: People) -> None:
    visitor, claim_id = in_area(api)
    asked(visitor, claim_id)
    quiet = visitor.get(HOME)
    for number in range(2):
        answered(api.staff, claim_id, f"Фото {number}")
    told = visitor.get(HOME)
    with counted() as many:
        filled(api.account.id, claim_id, shown(api.key, claim_id)["client_id"], 120)
        many.clear()
        full = visitor.get(HOME)
    visitor.call("POST", f"/claims/{claim_id}/messages/read", {"seq": 123}).expect(204)
    with counted() as none:
        read = visitor.get(HOME)

    assert "непрочитанн" not in seen(quiet)
    assert "2 непрочитанных сообщения" in seen(told)
    assert "99+ непрочитанных сообщений" in seen(full)
    assert "непрочитанн" not in seen(read)
    assert (many["Query"], many["BatchGetItem"]) == (none["Query"], none["BatchGetItem"])
