"""The template's mails of the user pool, and their mentions in code and texts."""

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.identity.factors.waiting import CODE_STEP
from chalicelib.identity.password_rules import MIN_PASSWORD
from chalicelib.identity.people import INVITATION_DAYS
from chalicelib.identity.sessions import PASSWORD_CHANGE
from tests.infra.conftest import Template


@pytest.fixture
def pool(template: Template) -> dict[str, Any]:
    """The pool's properties."""
    properties: dict[str, Any] = template["Resources"]["StaffPool"]["Properties"]
    return properties


def test_the_invitation_says_in_three_languages_where_as_whom_and_with_what(pool: dict[str, Any]) -> None:
    letter = pool["AdminCreateUserConfig"]["InviteMessageTemplate"]
    body = letter["EmailMessage"]["Fn::Sub"]

    assert [body.count(part) for part in ("{username}", "{####}", 'href="${PublicBaseUrl}/console"')] == [3, 3, 3]
    assert [body.count(f'<p lang="{language}">') for language in ("ru", "es", "en")] == [1, 1, 1]
    assert len(body) <= 20_000  # Cognito's bounds
    assert len(letter["EmailSubject"]) <= 140


def test_the_code_comes_in_three_languages(pool: dict[str, Any]) -> None:
    letter = pool["VerificationMessageTemplate"]
    body = letter["EmailMessage"]["Fn::Sub"]

    assert letter["DefaultEmailOption"] == "CONFIRM_WITH_CODE"
    assert [body.count(part) for part in ("{####}", "${PublicBaseUrl}/console/forgotten/code")] == [3, 3]
    assert [body.count(f'<p lang="{language}">') for language in ("ru", "es", "en")] == [1, 1, 1]
    assert len(letter["EmailSubject"]) <= 140


def test_its_mails_come_from_our_own_sender(pool: dict[str, Any]) -> None:
    sender = pool["EmailConfiguration"]

    assert sender["EmailSendingAccount"] == "DEVELOPER"
    assert "${MailSender}" in sender["From"]["Fn::Sub"]
    assert sender["SourceArn"]["Fn::Sub"].endswith(":identity/${MailIdentity}")


def test_it_asks_for_codes_and_waits_for_them_as_long_as_we_do(template: Template, pool: dict[str, Any]) -> None:
    client = template["Resources"]["StaffClient"]["Properties"]

    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])
    assert timedelta(minutes=client["AuthSessionValidity"]) == CODE_STEP == PASSWORD_CHANGE


def test_texts_say_what_the_pool_demands(pool: dict[str, Any]) -> None:
    policy = pool["Policies"]["PasswordPolicy"]

    assert policy["TemporaryPasswordValidityDays"] == INVITATION_DAYS
    assert policy["MinimumLength"] == MIN_PASSWORD
    letter = json.dumps(pool["AdminCreateUserConfig"], ensure_ascii=False)
    for words in (f"{INVITATION_DAYS} дня", f"{INVITATION_DAYS} días", f"{INVITATION_DAYS} days"):
        assert words in letter
