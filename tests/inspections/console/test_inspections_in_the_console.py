"""Photos of the vehicle on the page of a quote, and the settings of inspections."""

from tests.clients.bodies import PERSON, added
from tests.policies.sales import quote
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

SETTINGS = "/console/settings/inspections"


def quoted(api: People) -> str:
    made: str = api.agent.post("/v1/quotes", quote(added(api.agent, PERSON))).expect(201)["id"]
    return made


def test_b8_photos_are_asked_for_in_one_press(api: People) -> None:
    page, desk = f"/console/quotes/{quoted(api)}", at_desk(api.staff).speaking("ru")
    assert "Попросить фото машины" in desk.get(page).text

    answer = desk.post(f"{page}/photos", {})

    assert answer.status == 303, seen(answer)
    shown = desk.get(str(answer.headers["location"]))
    assert "Запрос фото автомобиля отправлен клиенту." in seen(shown)
    assert ("Попросить фото машины" in shown.text, "/console/cases/case_" in shown.text) == (False, True)


def test_an_agent_asks_and_sees_no_case(api: People) -> None:
    page, desk = f"/console/quotes/{quoted(api)}", at_desk(api.agent)

    assert desk.post(f"{page}/photos", {}).status == 303

    shown = desk.get(page)
    assert ("0 photos came." in seen(shown), "/console/cases" in shown.text) == (True, False)


def test_who_may_not_ask_sees_no_button(api: People) -> None:
    page = f"/console/quotes/{quoted(api)}"

    assert "Ask for photos of the vehicle" not in at_desk(api.viewer).get(page).text


def test_a_refusal_is_said_on_the_page_of_the_quote(api: People) -> None:
    quote_id = quoted(api)
    api.agent.post(f"/v1/quotes/{quote_id}/price", {}).expect(200)
    api.agent.post(f"/v1/quotes/{quote_id}/sell", {}).expect(201)

    answer = at_desk(api.staff).post(f"/console/quotes/{quote_id}/photos", {})

    assert (answer.status, "This quote is sold." in seen(answer)) == (409, True)


def base_of(page: str) -> str:
    return page.partition('name="base" value="')[2].partition('"')[0]


def test_choices_are_saved_and_errors_are_told_at_their_fields(api: People) -> None:
    desk = at_desk(api.admin).speaking("ru")
    typed = {"base": base_of(desk.get(SETTINGS).text), "process": "osago", "template": "quick", "days": "3"}

    wrong = desk.post(SETTINGS, {**typed, "process": "none", "days": "31"})
    assert (wrong.status, desk.post(SETTINGS, typed).status) == (422, 303)

    assert [each for each in ("process", "days") if f'id="{each}-wrong"' not in wrong.text] == []
    page = desk.get(SETTINGS)
    assert '<option value="osago" selected>ОСАГО' in page.text
    assert desk.post(SETTINGS, {**typed, "days": "5"}).status == 409
