"""Pages of personal data: texts of consents, consents, export, erasure."""

from chalicelib.features.clients import table
from tests.account.console.forms import filled_in
from tests.clients.bodies import PERSON, added
from tests.clients.personal_data import TEXT, use, write_text
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

TEXTS = "/console/settings/clients/texts/personal_data-ru"


def test_a_changed_text_is_a_new_version(api: People) -> None:
    desk = at_desk(api.admin).speaking("en")

    for written in ("Первый текст", "Второй текст"):
        form = filled_in(desk.get(TEXTS))
        assert desk.post(TEXTS, {**form, "text": written, "since": "01.01.2026"}).status == 303

    assert "version 2, in use since 01 Jan 2026" in seen(desk.get("/console/settings/clients"))


def test_a_text_that_somebody_else_changed_comes_back(api: People) -> None:
    desk = at_desk(api.admin).speaking("en")
    form = filled_in(desk.get(TEXTS))
    desk.post(TEXTS, {**form, "text": "Первый текст"})

    late = desk.post(TEXTS, {**form, "text": "Мой текст"})

    assert (late.status, "Мой текст" in late.text) == (409, True)


def test_retention_needs_years_and_a_law(api: People) -> None:
    desk, here = at_desk(api.admin).speaking("en"), "/console/settings/clients"
    form = filled_in(desk.get(here))

    wrong = desk.post(here, {**form, "policies_years": "many", "policies_law": "x", "cases_years": "5"})

    assert wrong.status == 422
    assert "Write a number of years, from 0 to 75." in seen(wrong)
    assert "Write the law that demands it, with its article." in seen(wrong)
    assert desk.post(here, {**form, "cases_years": "3", "cases_law": "ФЗ, ст. 1"}).status == 303
    assert 'value="ФЗ, ст. 1"' in desk.get(here).text


def test_limits_are_numbers_within_bounds(api: People) -> None:
    desk, here = at_desk(api.admin).speaking("en"), "/console/settings/clients"
    form = filled_in(desk.get(here))
    assert (form["added_per_day"], form["stale_months"], form["replaced_within_days"]) == ("200", "12", "90")

    wrong = desk.post(
        here, {**form, "added_per_day": "0", "bound_share": "101", "stale_months": "", "cases_years": "x"}
    )

    assert (wrong.status, wrong.text.count('class="wrong"')) == (422, 4)
    assert "Write a whole number from 1 to 120." in seen(wrong)
    assert filled_in(wrong)["bound_share"] == "101"
    assert desk.post(here, {**form, "added_per_day": "1 500"}).status == 303
    assert filled_in(desk.get(here))["added_per_day"] == "1500"


def test_an_agent_records_and_withdraws_a_consent(api: People) -> None:
    write_text(api.account.id)
    client = added(api.agent, PERSON)
    desk, own = at_desk(api.agent).speaking("ru"), f"/console/clients/{client}"
    form = desk.get(f"{own}/consents")
    assert TEXT in seen(form)
    assert 'value="personal_data" checked' in form.text

    wrong = desk.post(f"{own}/consents", {"purpose": "", "channel": "paper", "given_at": "31.02.2026"})
    assert (wrong.status, wrong.text.count('class="wrong"')) == (422, 2)
    assert "Выберите цель согласия." in seen(wrong)
    given = {"purpose": "personal_data", "channel": "paper", "given_at": "10.01.2026"}
    assert desk.post(f"{own}/consents", given).status == 303

    tab = desk.get(f"{own}?tab=consents")
    assert "Обработка персональных данных" in seen(tab)
    consent = api.agent.get(f"/v1/clients/{client}/consents").expect(200)["items"][0]["id"]
    assert "Отозвать согласие?" in seen(desk.get(f"{own}/consents/{consent}/withdraw"))
    assert desk.post(f"{own}/consents/{consent}/withdraw", {"reason": "x"}).status == 303
    assert "Согласие на обработку отозвано" in seen(desk.get(f"{own}?tab=consents"))


def test_without_texts_the_page_says_where_to_write_them(api: People) -> None:
    client = added(api.agent, PERSON)

    page = at_desk(api.agent).speaking("en").get(f"/console/clients/{client}/consents")

    assert "An administrator writes it under Settings, Clients." in seen(page)


def test_an_export_asks_for_a_reason_and_leads_to_the_file(api: People) -> None:
    client = added(api.agent, PERSON)
    desk, here = at_desk(api.agent).speaking("en"), f"/console/clients/{client}/export"

    assert desk.post(here, {"reason": " "}).status == 422
    made = desk.post(here, {"reason": "asked"})

    assert "The file is ready" in seen(made)
    assert "/archives/" in made.text
    assert "export of all data" in seen(desk.get(f"/console/clients/{client}?tab=history"))


def test_the_page_before_an_erasure_says_what_goes_and_what_stays(api: People) -> None:
    client = added(api.key, PERSON)
    desk, here = at_desk(api.admin).speaking("en"), f"/console/clients/{client}/erasure"
    assert "This stays until" not in seen(desk.get(here))
    use(api.account.id, client, cases=1)

    question = seen(desk.get(here))

    for said in ("phone and e-mail", "This stays until", "identity document", "402-ФЗ"):
        assert said in question
    assert desk.post(here, {"reason": ""}).status == 422
    assert desk.post(here, {"reason": "consent withdrawn"}).status == 303
    page = desk.get(f"/console/clients/{client}")
    assert "Erased on request. What is left is kept until" in seen(page)
    assert "/erasure" not in page.text
    assert "/edit" not in page.text
    assert "consent withdrawn" in seen(desk.get("/console/settings/clients"))


def test_an_erased_prospect_is_gone(api: People) -> None:
    client = added(api.agent, PERSON)
    desk = at_desk(api.admin).speaking("en")

    done = desk.post(f"/console/clients/{client}/erasure", {"reason": "asked"})

    assert (done.status, table.get_client(api.account.id, client)) == (303, None)
