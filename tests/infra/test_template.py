"""Promises of the merged template about staff, their tokens, and the parameters of a deployment."""

import re

import pytest

from chalicelib.base.settings import Settings
from tests.infra.conftest import Template
from tests.infra.resources import of_type, the


def test_staff_are_made_by_admins_and_sign_in_by_password(template: Template) -> None:
    pool, client = the(template, "StaffPool"), the(template, "StaffClient")

    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert pool["DeletionProtection"] == "ACTIVE"
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    assert sorted(client["ExplicitAuthFlows"]) == ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH"]
    assert (client["GenerateSecret"], client["PreventUserExistenceErrors"]) == (True, "ENABLED")
    assert {group["GroupName"] for _, group in of_type(template, "AWS::Cognito::UserPoolGroup")} == {
        "admin",
        "staff",
        "viewer",
        "agent",
    }


def test_nobody_changes_their_own_email_past_us(template: Template) -> None:
    assert the(template, "StaffClient")["WriteAttributes"] == ["locale"]
    assert all(not attribute.get("Required") for attribute in the(template, "StaffPool").get("Schema", ()))


def test_staffs_tokens_are_checked_by_the_pools_own_keys_on_aws(template: Template) -> None:
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    address, parts = variables["STAFF_JWKS_URL"]["Fn::Sub"]
    host = parts["Host"]["Fn::If"]

    assert template["Parameters"]["StaffKeysHost"]["Default"] == ""
    assert template["Conditions"]["KeysFromAws"] == {"Fn::Equals": [{"Ref": "StaffKeysHost"}, ""]}
    assert host[0] == "KeysFromAws"
    issuer = variables["STAFF_TOKEN_ISSUER"]["Fn::Sub"]
    assert issuer == "https://cognito-idp.${AWS::Region}.${AWS::URLSuffix}/${StaffPool}"
    assert address.replace("${Host}", host[1]["Fn::Sub"]) == f"{issuer}/.well-known/jwks.json"


def test_what_is_for_an_emulator_is_off_unless_a_deployment_says_so(template: Template) -> None:
    parameters = template["Parameters"]

    assert {name: parameters[name]["Default"] for name in ("Emulated", "WebhooksToLoopback", "StaffKeysHost")} == {
        "Emulated": "false",
        "WebhooksToLoopback": "false",
        "StaffKeysHost": "",
    }


@pytest.mark.parametrize(
    ("variable", "address", "taken"),
    [("mail_sender", right, True) for right in ("photos@example.org", "fotos+1@xn--80ak6aa92e.com", "o'hara@a.example")]
    + [("mail_sender", wrong, False) for wrong in ("josé@x.org", "photos@пример.рф", "a b@x.org", "<a@b.org>", "a@b")]
    + [("public_base_url", right, True) for right in ("https://a.example.org", "https://xn--80ak6aa92e.com/api")]
    + [("public_base_url", f"https://{wrong}", False) for wrong in ("фото.рф", "a.org/апи", "a.org/", "a.org/a b")],
)
def test_addresses_of_a_deployment_are_such_as_links_and_mails_take(
    template: Template, variable: str, address: str, taken: bool
) -> None:
    parameter = template["Parameters"][{"mail_sender": "MailSender", "public_base_url": "PublicBaseUrl"}[variable]]
    (said,) = (each.pattern for each in Settings.model_fields[variable].metadata if hasattr(each, "pattern"))

    assert (re.fullmatch(parameter["AllowedPattern"], address) is not None) == taken
    assert (re.search(said, address) is not None) == taken
