"""Pages of a registration, by forms alone, as a browser without script sends them."""

import gzip
import re

import pytest

from chalicelib.base.languages import LANGUAGES
from chalicelib.features.cabinet.joining.challenges import code_of
from chalicelib.features.cabinet.joining.questions import question_for
from chalicelib.features.clients.personal import Purpose
from chalicelib.identity.table import area as people
from tests.cabinet.joiners import (
    EMAIL,
    NEW_EMAIL,
    NEW_PHONE,
    NUMBER,
    PASSWORD,
    PHONE,
    RIGHT,
    VERA,
    email_code,
    insured,
    letters,
    sms_code,
)
from tests.cabinet.solving import solve_page
from tests.cabinet.visitors import HOME, Visitor, nobody
from tests.clients.personal_data import TEXT, write_text
from tests.support.api.client import Answer
from tests.support.api.desk import scripts_of, seen
from tests.support.api.people import People
from tests.support.area import open_area
from tests.support.mailboxes import verify_sender

REGISTER = f"{HOME}/register"
DETAILS = {name: value for name, value in VERA.items() if isinstance(value, str)}


@pytest.fixture(autouse=True)
def _area(api: People) -> None:
    open_area(api.account.id)
    verify_sender()


@pytest.fixture
def client_id(api: People) -> str:
    return insured(api)


def challenge_in(page: Answer) -> str:
    """Return the id of a page's challenge."""
    found = re.search(r'name="challenge" value="([0-9a-f]+)"', page.text)
    assert found
    return found[1]


def led(answer: Answer) -> str:
    """Return the place below the area that an answer leads to."""
    assert answer.status == 303, answer.text
    return answer.headers["location"].removeprefix(f"{HOME}/").removeprefix(HOME)


def begun(api: People, visitor: Visitor, number: str = NUMBER) -> str:
    """Send the number with the right code of the picture."""
    challenge = challenge_in(visitor.get(REGISTER))
    code = code_of(api.account.id, challenge)
    return led(visitor.post(REGISTER, {"policy_number": number, "challenge": challenge, "code": code.lower()}))


def test_k5_a_policyholder_registers_without_script(api: People, client_id: str) -> None:
    visitor = nobody(language="ru")
    first = visitor.get(REGISTER)
    assert "Укажите номер любого вашего полиса, в том числе уже недействующего" in seen(first)
    assert "Буквенно-числовой код с картинки" in seen(first)
    assert all(each in seen(first) for each in ("Обновить", "Продолжить", "Войти в личный кабинет"))

    assert begun(api, visitor) == "register/details"
    assert led(visitor.post(f"{REGISTER}/details", DETAILS)) == "register/codes"
    page = seen(visitor.get(f"{REGISTER}/codes"))
    assert "v***@mail.example" in page
    codes = {"sms": f"{sms_code()[:3]} {sms_code()[3:]}", "email": email_code()}
    assert led(visitor.post(f"{REGISTER}/codes", codes)) == "register/password"
    assert led(visitor.post(f"{REGISTER}/password", {"password": PASSWORD})) == ""
    home = seen(visitor.get(HOME))
    assert "Добро пожаловать: ваш кабинет открыт." in home
    assert "Вера Сергеевна" in home
    assert people.list_people_of_client(api.account.id, client_id)


def test_a_question_is_asked_and_a_wrong_answer_counted(api: People, client_id: str) -> None:
    visitor = nobody()
    begun(api, visitor)
    assert led(visitor.post(f"{REGISTER}/details", {**DETAILS, "email": NEW_EMAIL})) == "register/question"

    wrong = visitor.post(f"{REGISTER}/question", {"answer": "0"})

    assert wrong.status == 422
    assert "This answer does not match." in seen(wrong)
    assert "You have 2 answers left." in seen(wrong)
    right = RIGHT[question_for(api.account.id, NUMBER)]
    assert led(visitor.post(f"{REGISTER}/question", {"answer": right})) == "register/codes"


def test_three_wrong_answers_lead_to_the_page_that_says_to_call(api: People, client_id: str) -> None:
    visitor = nobody()
    begun(api, visitor)
    visitor.post(f"{REGISTER}/details", {**DETAILS, "phone": NEW_PHONE})
    for _ in range(2):
        visitor.post(f"{REGISTER}/question", {"answer": "0"})

    assert led(visitor.post(f"{REGISTER}/question", {"answer": "0"})) == "register/staff"
    assert "We can't open the cabinet here" in seen(visitor.get(f"{REGISTER}/staff"))
    assert led(visitor.get(f"{REGISTER}/codes")) == "register/staff"


def test_another_picture_keeps_the_number(api: People) -> None:
    visitor = nobody()
    first = challenge_in(visitor.get(REGISTER))

    page = visitor.post(f"{REGISTER}/picture", {"policy_number": NUMBER, "challenge": first})

    assert page.status == 200
    assert f'value="{NUMBER}"' in page.text
    assert challenge_in(page) != first


def test_a_wrong_code_shows_another_picture_and_the_error_at_the_field(api: People) -> None:
    visitor = nobody()
    first = challenge_in(visitor.get(REGISTER))

    page = visitor.post(REGISTER, {"policy_number": NUMBER, "challenge": first, "code": "AAAAA"})

    assert page.status == 422
    assert 'id="code-wrong"' in page.text
    assert challenge_in(page) != first


def test_the_solution_of_the_task_stands_for_the_code(api: People, client_id: str) -> None:
    visitor = nobody()
    page = visitor.get(REGISTER)

    sent = {"policy_number": NUMBER, "challenge": challenge_in(page), "code": "", "solution": solve_page(page.text)}

    assert led(visitor.post(REGISTER, sent)) == "register/details"
    assert "script-src 'sha256-" in page.headers["content-security-policy"]
    assert scripts_of(page) == [""]


def test_all_errors_of_details_are_shown_at_once_with_what_was_typed(api: People) -> None:
    write_text(api.account.id)
    visitor = nobody()
    begun(api, visitor)

    page = visitor.post(f"{REGISTER}/details", {"given_name": "Вера", "phone": "12", "email": "x"})

    assert page.status == 422
    wrong = re.findall(r'id="(\w+)-wrong"', page.text)
    assert wrong == ["surname", "phone", "email", "consents"]
    assert 'value="Вера"' in page.text


def test_each_consent_has_its_own_text_and_tick_and_is_recorded_with_the_cabinet(api: People, client_id: str) -> None:
    write_text(api.account.id)
    write_text(api.account.id, "Присылайте предложения.", purpose=Purpose.ADVERTISING)
    visitor = nobody(language="ru")
    begun(api, visitor)
    page = visitor.get(f"{REGISTER}/details")
    assert page.text.count('type="checkbox"') == 2
    assert " checked" not in page.text
    assert TEXT in seen(page)

    visitor.post(f"{REGISTER}/details", {**DETAILS, "personal_data": "yes"})
    visitor.post(f"{REGISTER}/codes", {"sms": sms_code(), "email": email_code()})
    visitor.post(f"{REGISTER}/password", {"password": PASSWORD})

    (consent,) = api.staff.get(f"/v1/clients/{client_id}/consents").expect(200)["items"]
    assert (consent["purpose"], consent["channel"]) == ("personal_data", "web")
    assert consent["actor"].startswith("person:per_")


def test_pages_of_other_steps_lead_to_the_own_one(api: People, client_id: str) -> None:
    visitor = nobody()
    for step in ("details", "question", "codes", "password", "staff"):
        assert led(visitor.get(f"{REGISTER}/{step}")) == "register"
    begun(api, visitor)
    for step in ("question", "codes", "password", "staff"):
        assert led(visitor.get(f"{REGISTER}/{step}")) == "register/details"
    assert led(visitor.post(f"{REGISTER}/password", {"password": PASSWORD})) == "register/details"
    for step in ("question", "codes", "codes/send"):
        sent = {"answer": "1", "sms": "123456"}
        assert led(nobody().post(f"{REGISTER}/{step}", sent)) == "register"


def test_case_10_an_invitation_opens_by_a_button(api: People, client_id: str) -> None:
    api.staff.post(f"/v1/clients/{client_id}/invitation", {"document_seen": True}).expect(202)
    ((to, said),) = letters()
    found = re.search(rf"{HOME}/i/[\w-]+", said)
    assert found
    assert to == EMAIL
    visitor = nobody()

    page = visitor.get(found[0])
    again = visitor.get(found[0])

    assert "Your client area is ready" in seen(page)
    assert again.status == 200
    assert led(visitor.post(found[0])) == "register/codes"
    assert led(visitor.post(f"{REGISTER}/codes", {"sms": sms_code(PHONE)})) == "register/password"
    assert led(visitor.post(f"{REGISTER}/password", {"password": PASSWORD})) == ""
    assert nobody().get(found[0]).status == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_small_and_speak_one_language(api: People, client_id: str, language: str) -> None:
    visitor = nobody(language=language)
    pages = [visitor.get(REGISTER)]
    begun(api, visitor)
    pages.append(visitor.get(f"{REGISTER}/details"))
    visitor.post(f"{REGISTER}/details", {**DETAILS, "email": NEW_EMAIL})
    pages.append(visitor.get(f"{REGISTER}/question"))

    for page in pages:
        assert page.status == 200
        assert f'<html lang="{language}">' in page.text
        assert len(gzip.compress(page.text.encode())) <= 30_000


def test_a_form_of_another_site_is_refused(api: People) -> None:
    assert nobody().post(REGISTER, {}, headers={"Origin": "https://evil.example"}).status == 403
