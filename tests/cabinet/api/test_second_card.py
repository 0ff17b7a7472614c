"""A second record of the same person, such as in another agent's base: it joins the cabinet, and follows contacts."""

import re

import pytest

from chalicelib.base.languages import Language
from chalicelib.features.clients.personal import Purpose
from chalicelib.identity.area.model import AreaPerson
from chalicelib.identity.table import area as people
from tests.cabinet.joiners import (
    EMAIL,
    NEW_EMAIL,
    NEW_PHONE,
    PASSWORD,
    PHONE,
    Joiner,
    email_code,
    insured,
    letters,
    sms_code,
)
from tests.cabinet.visitors import HOME, at_area, mail_code, nobody, sign_in
from tests.clients.bodies import added, person
from tests.clients.personal_data import write_text
from tests.clients.texts import texts
from tests.policies.sales import sold
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.area import SLUG, holder, open_area, registered
from tests.support.mailboxes import verify_sender

SECOND = "ББ 200000001"


@pytest.fixture(autouse=True)
def _area(api: People) -> None:
    open_area(api.account.id)
    verify_sender()


@pytest.fixture
def first(api: People) -> str:
    """Return the client of the house who has a cabinet."""
    client_id = insured(api)
    joiner = Joiner(api.account.id).asked()
    joiner.confirm(sms=sms_code(), email=email_code()).expect(200)
    joiner.choose().expect(201)
    return client_id


def in_agents_base(api: People, **changes: object) -> str:
    """Add the same person to an agent's base, with a policy."""
    client_id = added(api.agent, person(**{"email": EMAIL, "phone": PHONE, **changes}))
    sold(api.agent, client_id, number=SECOND, vehicle={"plate": "А125ВС 777"})
    return client_id


def people_of(api: People, client_id: str) -> list[str]:
    return people.list_people_of_client(api.account.id, client_id)


def at_password(api: People) -> Joiner:
    """Bring a registration by the second policy to its last step."""
    joiner = Joiner(api.account.id, number=SECOND, address="192.0.2.10").asked()
    last = joiner.confirm(sms=sms_code(), email=email_code()).expect(200)
    assert (last["next"], last["has_cabinet"]) == ("password", True)
    return joiner


def test_a_policy_of_the_second_record_joins_the_cabinet_by_its_password(api: People, first: str) -> None:
    second = in_agents_base(api)
    joiner = at_password(api)

    wrong = joiner.choose("a quite different one")
    joiner.choose(PASSWORD).expect(201)

    assert (wrong.status, wrong.pointers) == (422, ["/password"])
    assert people_of(api, first) == people_of(api, second)
    assert len(people_of(api, first)) == 1


def test_another_password_makes_no_second_cabinet_and_is_counted(api: People, first: str) -> None:
    second = in_agents_base(api)
    joiner = at_password(api)

    tries = [joiner.choose("a quite different one").status for _ in range(6)]

    assert tries == [422] * 5 + [429]
    assert joiner.choose(PASSWORD).status == 429
    assert people_of(api, second) == []


def test_somebody_of_another_name_does_not_join_by_the_same_e_mail(api: People, first: str) -> None:
    second = in_agents_base(api, given_name="Анна", document=None)
    joiner = Joiner(api.account.id, number=SECOND, address="192.0.2.10").asked(given_name="Анна")
    last = joiner.confirm(sms=sms_code(), email=email_code()).expect(200)

    refused = joiner.choose(PASSWORD)

    assert (last["has_cabinet"], refused.status) == (False, 409)
    assert people_of(api, second) == []


def test_a_registration_leaves_the_phone_of_a_cabinet_without_an_e_mail(api: People) -> None:
    """A couple with one phone: the cabinet of the one who came first would have no sign-in name any more."""
    other = registered(api.account.id, email=None, phone=PHONE)
    client_id = insured(api)
    joiner = Joiner(api.account.id).asked()
    joiner.confirm(sms=sms_code(), email=email_code()).expect(200)

    refused = joiner.choose()

    assert (refused.status, refused.json["reason"]) == (409, "contact-taken")
    assert people_of(api, client_id) == []
    assert sign_in(nobody(), login=PHONE).status == 403
    assert people.get_person(api.account.id, other.id) == other


def test_the_page_says_that_a_cabinet_without_an_e_mail_has_the_phone(api: People) -> None:
    registered(api.account.id, email=None, phone=PHONE)
    insured(api)
    joiner = Joiner(api.account.id).asked()
    joiner.confirm(sms=sms_code(), email=email_code()).expect(200)
    visitor = nobody()
    visitor.cookies.update(joiner.cookies)

    page = visitor.post(f"{HOME}/register/password", {"password": PASSWORD})

    assert (page.status, "already belongs to somebody else's client area" in seen(page)) == (409, True)


def test_a_refused_registration_takes_no_phone_from_another_cabinet(api: People) -> None:
    other = registered(api.account.id, email="own@mail.example", phone=PHONE)
    registered(api.account.id, email=EMAIL, phone="+79161230000")
    insured(api)
    joiner = Joiner(api.account.id).asked()
    joiner.confirm(sms=sms_code(), email=email_code()).expect(200)

    assert joiner.choose().status == 409
    assert people.get_person(api.account.id, other.id) == other


def test_an_invitation_for_the_second_record_joins_and_leaves_the_phone(api: People, first: str) -> None:
    second = in_agents_base(api, email="second@mail.example")
    api.admin.post(f"/v1/clients/{second}/invitation", {"document_seen": True}).expect(202)
    token = link()
    joiner = Joiner(api.account.id, address="192.0.2.11")
    joiner.post(f"invitations/{token}", {}).expect(201)

    last = joiner.confirm(sms=sms_code()).expect(200)
    joiner.choose(PASSWORD).expect(201)

    assert last["has_cabinet"] is True
    assert people_of(api, first) == people_of(api, second)
    assert stored(api, first).phone == PHONE


def link() -> str:
    """Return the token of the last invitation's link."""
    said = [each for _, each in [*letters(), *texts()] if "/i/" in each][-1]
    found = re.search(rf"/area/{SLUG}/i/([\w-]{{22}})", said)
    assert found
    return found[1]


def stored(api: People, client_id: str) -> AreaPerson:
    """Return the only person of a client."""
    (person_id,) = people_of(api, client_id)
    found = people.get_person(api.account.id, person_id)
    assert found is not None
    return found


def test_the_page_of_the_last_step_says_that_there_is_a_cabinet(api: People, first: str) -> None:
    in_agents_base(api)
    joiner = at_password(api)
    visitor = nobody()
    visitor.cookies.update(joiner.cookies)

    page = visitor.get(f"{HOME}/register/password")
    refused = visitor.post(f"{HOME}/register/password", {"password": "not the right one"})
    done = visitor.post(f"{HOME}/register/password", {"password": PASSWORD})

    assert "You have a client area already" in seen(page)
    assert (refused.status, refused.text.count('class="wrong"')) == (422, 1)
    assert (done.status, done.headers["location"]) == (303, HOME)


def test_cards_get_a_contact_that_is_confirmed_in_the_area_and_get_it_back_when_it_is_undone(api: People) -> None:
    house, agents = added(api.admin, person(email=EMAIL)), added(api.agent, person(email=EMAIL))
    visitor = at_area(registered(api.account.id, holder(house), holder(agents)))

    visitor.call("POST", "/me/contacts", {"email": NEW_EMAIL}).expect(202)
    visitor.call("POST", "/me/contacts/code", {"channel": "email", "code": mail_code()}).expect(200)

    cards = [api.admin.get(f"/v1/clients/{each}").expect(200) for each in (house, agents)]
    assert [each["email"] for each in cards] == [NEW_EMAIL, NEW_EMAIL]
    history = api.admin.get(f"/v1/clients/{house}/history").expect(200)["items"]
    assert history[0]["actor"].startswith("person:")
    undo = next(re.search(rf"/area/{SLUG}/undo/[\w-]+", said) for to, said in letters() if "/undo/" in said)
    assert undo
    assert nobody().post(undo[0]).status == 303
    assert api.admin.get(f"/v1/clients/{house}").expect(200)["email"] == EMAIL


def test_a_registration_with_another_phone_brings_the_card_up_to_date(api: People) -> None:
    client_id = insured(api)
    joiner = Joiner(api.account.id).asked(phone=NEW_PHONE)
    joiner.right_answer().expect(200)
    joiner.confirm(sms=sms_code(NEW_PHONE), email=email_code()).expect(200)
    assert api.admin.get(f"/v1/clients/{client_id}").expect(200)["phone"]["number"] == PHONE

    joiner.choose().expect(201)

    assert api.admin.get(f"/v1/clients/{client_id}").expect(200)["phone"]["number"] == NEW_PHONE


def test_a_registration_confirms_the_phone_of_the_card(api: People, first: str) -> None:
    shown = api.admin.get(f"/v1/clients/{first}").expect(200)

    assert shown["phone"]["confirmed_at"] is not None
    history = api.admin.get(f"/v1/clients/{first}/history").expect(200)["items"]
    assert "phone_confirmed" in {each["type"] for each in history}


@pytest.mark.parametrize("code", ["document", "sum_insured", "premium"])
def test_the_account_chooses_which_questions_are_asked(api: People, code: str) -> None:
    version = api.admin.get("/v1/account/area").expect(200)["version"]
    api.admin.patch("/v1/account/area", {"version": version, "questions": [code]}).expect(200)

    asked = set()
    for number in range(6):
        joiner = Joiner(api.account.id, number=f"XX {number}", address=f"192.0.2.{number}")
        joiner.start().expect(201)
        asked.add(joiner.details().expect(200)["question"])

    words = {"document": "last 4 characters", "sum_insured": "sum insured", "premium": "premium"}
    assert len(asked) == 1
    assert words[code] in asked.pop()


def test_without_any_question_the_settings_are_refused(api: People) -> None:
    version = api.admin.get("/v1/account/area").expect(200)["version"]
    refused = api.admin.patch("/v1/account/area", {"version": version, "questions": []})

    assert (refused.status, refused.pointers) == (422, ["/questions"])


@pytest.mark.parametrize("language", ["ru"])
def test_a_prepared_registration_asks_for_the_consents_that_staff_have_not_got(api: People, language: Language) -> None:
    write_text(api.account.id)
    write_text(api.account.id, "Присылайте предложения.", purpose=Purpose.ADVERTISING)
    client_id = insured(api)
    api.admin.post(f"/v1/clients/{client_id}/invitation", {"document_seen": True}).expect(202)
    token = link()
    visitor = nobody(language=language)
    visitor.post(f"{HOME}/i/{token}")
    visitor.post(f"{HOME}/register/codes", {"sms": sms_code()})
    page = visitor.get(f"{HOME}/register/password")

    refused = visitor.post(f"{HOME}/register/password", {"password": PASSWORD, "advertising": "yes"})
    done = visitor.post(f"{HOME}/register/password", {"password": PASSWORD, "personal_data": "yes"})

    assert (page.text.count('type="checkbox"'), " checked" in page.text) == (2, False)
    assert (refused.status, 'id="consents-wrong"' in refused.text) == (422, True)
    assert refused.text.count(" checked") == 1
    assert done.status == 303
    (consent,) = api.admin.get(f"/v1/clients/{client_id}/consents").expect(200)["items"]
    assert (consent["purpose"], consent["channel"]) == ("personal_data", "web")


def test_a_consent_that_staff_have_is_not_asked_for_again(api: People) -> None:
    write_text(api.account.id)
    client_id = insured(api)
    api.admin.post(f"/v1/clients/{client_id}/consents", {"purpose": "personal_data", "channel": "paper"}).expect(201)
    api.admin.post(f"/v1/clients/{client_id}/invitation", {"document_seen": True}).expect(202)
    joiner = Joiner(api.account.id)
    joiner.post(f"invitations/{link()}", {}).expect(201)

    assert joiner.confirm(sms=sms_code()).expect(200)["consents"] == []
    joiner.choose().expect(201)
