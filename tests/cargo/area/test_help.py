"""The help page of the client area: for everybody, in their language, with the account's own words and address."""

import pytest

from tests.cabinet.visitors import HOME, at_area, nobody
from tests.clients.bodies import PERSON, added
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.area import company_user, holder, open_area, registered

HELP = "experienciacliente@impackta.example"
WAY = {
    "es": ("Mi cuenta > Perfil > Permisos y usuarios.", "«Gestión de siniestros»", "Ayuda"),
    "en": ("My account > Profile > Permissions and users.", "“Claim handling”", "Help"),
    "ru": ("Мой профиль > Профиль > Права и пользователи.", "«Ведение убытков»", "Помощь"),
}


@pytest.mark.parametrize("language", WAY)
def test_r7_it_explains_use_and_activation_without_a_sign_in(api: People, language: str) -> None:
    open_area(api.account.id)

    answer = nobody(language=language).get(f"{HOME}/help")

    assert answer.status == 200
    way, permission, title = WAY[language]
    page = seen(answer)
    assert [each for each in (way, permission, title) if each not in page] == []
    assert "{" not in page


def test_buttons_are_named_as_they_are_written_on_the_pages(api: People) -> None:
    open_area(api.account.id)

    page = seen(nobody(language="en").get(f"{HOME}/help"))

    for each in ("“Start settling the claim”", "“I don't want this claim”", "“Send the documents for review”"):
        assert each in page, each


def test_policyholders_read_nothing_of_companies(api: People) -> None:
    open_area(api.account.id)
    client_id = added(api.agent, PERSON)
    mine = at_area(registered(api.account.id, holder(client_id)), language="en")
    company = at_area(
        registered(api.account.id, company_user(client_id), email="c@mail.example", phone="+79160000001"), language="en"
    )

    assert "Claim handling" not in seen(mine.get(f"{HOME}/help"))
    assert "Claim handling" in seen(company.get(f"{HOME}/help"))


def test_r24_each_page_leads_to_help_and_names_the_address(api: People) -> None:
    open_area(api.account.id, help_email=HELP)
    visitor = at_area(registered(api.account.id, holder(added(api.agent, PERSON))), language="es")

    for by, path in ((visitor, ""), (visitor, "/claims"), (visitor, "/nowhere"), (nobody(), "/sign-in")):
        page = by.get(f"{HOME}{path}").text
        assert f'href="mailto:{HELP}"' in page, path
        assert f'href="{HOME}/help"' in page, path


def test_own_words_stand_above_ours_in_the_reader_s_language_or_another(api: People) -> None:
    open_area(api.account.id, help_text={"es": "Lunes a viernes, 9–18 h.\n\nTel. 900 000 000"})

    page = nobody(language="ru").get(f"{HOME}/help").text

    assert "<p>Lunes a viernes, 9–18 h.</p>" in page
    assert page.index("Lunes") < page.index("<p>Tel. 900 000 000</p>") < page.index("Новый убыток")


def test_own_words_are_saved_by_the_api_and_on_the_page(api: People) -> None:
    version = api.admin.get("/v1/account/area").expect(200)["version"]

    kept = api.admin.patch("/v1/account/area", {"version": version, "help_text": {"en": " Call us. "}}).expect(200)

    assert kept["help_text"] == {"en": "Call us."}
    long = {"version": kept["version"], "help_text": {"en": "x" * 4001}}
    assert [each["pointer"] for each in api.admin.patch("/v1/account/area", long).expect(422)["errors"]] == [
        "/help_text/en"
    ]
