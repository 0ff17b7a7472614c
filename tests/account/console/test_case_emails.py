"""Recipients of e-mails about cases, as chosen by an administrator for the account, and by each person."""

import re

import pytest

from chalicelib.base.languages import LANGUAGES, Language, text
from chalicelib.features.account.console.email_choices import OWN_CHOICES, RULES
from chalicelib.identity import table
from chalicelib.identity.case_emails import CaseEmails, OwnCaseEmails
from chalicelib.identity.model import Role
from tests.account.console.forms import filled_in, now_of, saved
from tests.support.api.client import Answer
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People

ME = "/console/me"
ORGANISATION = "/console/settings/organisation"


def chosen(answer: Answer) -> list[str]:
    return re.findall(r'name="case_emails" value="(\w+)" required checked', answer.text)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.STAFF, Role.VIEWER])
def test_everybody_chooses_their_own_emails(api: People, role: Role) -> None:
    desk = at_desk(getattr(api, role))
    assert chosen(desk.get(ME)) == ["account"]

    for choice in (*reversed(OwnCaseEmails), OwnCaseEmails.MINE):
        answer = desk.post(f"{ME}/emails", {"case_emails": choice})

        assert (answer.status, answer.headers["location"]) == (303, ME)
        page = desk.get(ME)
        assert chosen(page) == [choice]
        assert "Your choice of e-mails is saved." in seen(page)
    user = table.get_user(f"sub-{role}-{api.account.id}")
    assert user is not None
    assert (user.case_emails, user.version, user.role) == (OwnCaseEmails.MINE, 0, role)


def test_who_sees_no_cases_chooses_no_emails_about_them(api: People) -> None:
    desk = at_desk(api.agent)

    assert chosen(desk.get(ME)) == []
    assert "E-mails about cases" not in seen(desk.get(ME))
    assert desk.post(f"{ME}/emails", {"case_emails": "all"}).status == 403


@pytest.mark.parametrize("typed", [{}, {"case_emails": "ALL"}, {"case_emails": "everything"}], ids=str)
def test_what_is_no_choice_is_said_at_its_field(api: People, typed: dict[str, str]) -> None:
    desk = at_desk(api.staff)

    answer = desk.post(f"{ME}/emails", typed)

    assert answer.status == 422
    assert 'id="case_emails-wrong">Choose one of these.' in answer.text
    assert '<a href="#case_emails">E-mails about cases: Choose one of these.' in answer.text
    assert chosen(desk.get(ME)) == ["account"]


@pytest.mark.parametrize("rule", CaseEmails)
def test_an_administrator_sets_the_accounts_rule(api: People, rule: CaseEmails) -> None:
    desk = at_desk(api.admin)
    assert filled_in(desk.get(ORGANISATION))["case_emails"] == "handler"

    saved(desk, "organisation", case_emails=rule)

    assert now_of(api).case_emails is rule
    assert filled_in(desk.get(ORGANISATION))["case_emails"] == rule
    assert RULES[rule] in seen(desk.get(ME))


def test_a_form_of_before_leaves_the_rule_as_it_is(api: People) -> None:
    desk = at_desk(api.admin)
    saved(desk, "organisation", case_emails="everybody")
    typed = filled_in(desk.get(ORGANISATION))
    del typed["case_emails"]

    assert desk.post(ORGANISATION, typed).status == 303

    assert now_of(api).case_emails is CaseEmails.EVERYBODY


def test_a_rule_that_is_none_is_said_at_its_field(api: People) -> None:
    desk = at_desk(api.admin)

    answer = desk.post(ORGANISATION, {**filled_in(desk.get(ORGANISATION)), "case_emails": "all"})

    assert answer.status == 422
    assert 'id="case_emails-wrong"' in answer.text


def test_the_api_has_the_rule(api: People) -> None:
    assert api.viewer.get("/v1/account").expect(200)["case_emails"] == "handler"

    changed = api.admin.patch("/v1/account", {"case_emails": "administrators"}).expect(200)

    assert changed["case_emails"] == "administrators"
    assert api.admin.patch("/v1/account", {"case_emails": "all"}).pointers == ["/case_emails"]
    assert api.staff.patch("/v1/account", {"case_emails": "nobody"}).status == 403


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_words_for_the_choices(api: People, language: Language) -> None:
    page = at_desk(api.admin).speaking(language).get(ME)

    assert all(text(language, words) in seen(page) for words in OWN_CHOICES.values())
