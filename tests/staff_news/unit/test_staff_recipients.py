"""Recipients of news in a case: the account's rule by each person's choice, role and standing."""

from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from chalicelib.features.cases.model import Case
from chalicelib.features.staff_news.recipients import AT_MOST, Because, find_recipients
from chalicelib.identity.addressees import is_addressee
from chalicelib.identity.case_emails import CaseEmails, OwnCaseEmails
from chalicelib.identity.model import Role, User
from chalicelib.tenancy.model import Account
from tests.support.staff import user

AT = datetime(2026, 11, 28, 12, tzinfo=UTC)
ACCOUNT = Account(id="acc_1", name="A", created_at=AT)
SEEING = tuple(role for role in Role if role is not Role.AGENT)
PEOPLE = tuple((role, own) for role, own in product(SEEING, OwnCaseEmails))
#: By rule, roles that are told because of it, beside the handler, in a case that has one.
TOLD: dict[CaseEmails, dict[Role, Because]] = {
    CaseEmails.HANDLER: {},
    CaseEmails.ADMINISTRATORS: {Role.ADMIN: Because.ADMINISTRATOR},
    CaseEmails.EVERYBODY: dict.fromkeys(SEEING, Because.EVERYBODY),
    CaseEmails.NOBODY: {},
}


def case(handler: str | None) -> Case:
    return Case(
        id="case_1",
        account_id="acc_1",
        handler=handler and f"user:{handler}",
        created_at=AT,
        created_by="key:1",
        changed_at=AT,
    )


def account(rule: CaseEmails) -> Account:
    return ACCOUNT.model_copy(update={"case_emails": rule})


def person(role: Role, own: OwnCaseEmails) -> User:
    return user(ACCOUNT, f"{role}-{own}", role, case_emails=own)


def expected(rule: CaseEmails, role: Role, own: OwnCaseEmails, *, handles: bool, handled: bool) -> Because | None:
    """Return the expected reason, choice by choice."""
    by_rule = TOLD[rule].get(role)
    if not handled and role is Role.ADMIN and rule is not CaseEmails.NOBODY:
        by_rule = Because.NO_HANDLER
    if handles and rule is not CaseEmails.NOBODY:
        by_rule = Because.HANDLER
    return {
        OwnCaseEmails.ACCOUNT: by_rule,
        OwnCaseEmails.MINE: Because.HANDLER if handles else None,
        OwnCaseEmails.ALL: Because.HANDLER if handles else Because.CHOICE,
        OwnCaseEmails.NONE: None,
    }[own]


@pytest.mark.parametrize("rule", CaseEmails)
def test_rule_choice_and_role_say_who_is_told(rule: CaseEmails) -> None:
    users = [person(role, own) for role, own in PEOPLE]

    for handler in [None, "gone", *[each.id for each in users]]:
        found = find_recipients(account(rule), case(handler), users)

        wanted = {
            each.id: expected(
                rule, each.role, each.case_emails, handles=each.id == handler, handled=handler not in {None, "gone"}
            )
            for each in users
        }
        assert found == {user_id: why for user_id, why in wanted.items() if why}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, True),
        ({"invited_at": AT, "signed_in_at": AT}, True),
        ({"invited_at": AT, "signed_in_at": None}, False),
        ({"disabled": True}, False),
        ({"elsewhere": True, "invited_at": AT, "signed_in_at": None}, False),
        ({"elsewhere": True}, False),
        ({"role": Role.VIEWER}, True),
        ({"role": Role.AGENT, "case_emails": OwnCaseEmails.ALL}, False),
    ],
)
def test_only_who_has_signed_in_and_sees_cases_is_told(said: dict[str, Any], told: bool) -> None:
    assert is_addressee(user(ACCOUNT, "one", **said)) is told


def test_a_case_tells_fifty_people_at_most_its_handler_and_administrators_first() -> None:
    users = [user(ACCOUNT, f"a{number:03}") for number in range(60)]
    users += [user(ACCOUNT, "boss", Role.ADMIN), user(ACCOUNT, "handler")]

    found = find_recipients(account(CaseEmails.EVERYBODY), case("handler"), users)

    assert len(found) == AT_MOST
    assert list(found)[:3] == ["handler", "boss", "a000"]


def test_rows_of_before_are_of_the_rules_that_stand_for_them() -> None:
    assert ACCOUNT.case_emails is CaseEmails.HANDLER
    assert "case_emails" not in ACCOUNT.model_dump(exclude_defaults=True)
    assert user(ACCOUNT, "one").case_emails is OwnCaseEmails.ACCOUNT
