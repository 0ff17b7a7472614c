"""One least-privilege policy a function: its permissions, and that none may do everything with everything."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from infra.system import FUNCTIONS
from infra.system.chalice_settings import policy
from tests.infra.conftest import Template

#: A phone number is no resource, so AWS takes only `*` for SMS; topics are denied beside it. The emulator's SES names
#: no identity either; on AWS it is named.
MAY_NAME_EVERYTHING = {"SendSms", "SendMail"}
SENDERS = {"dispatch_outbox", "do_due"}

Statement = dict[str, Any]


def names() -> list[str]:
    return sorted(function.name for function in FUNCTIONS)


def statements(name: str) -> list[Statement]:
    (function,) = [each for each in FUNCTIONS if each.name == name]
    found: list[Statement] = policy(function)["Statement"]
    return found


def allowed(name: str) -> set[str]:
    return {action for one in statements(name) if one["Effect"] == "Allow" for action in one["Action"]}


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)


def test_every_handler_of_the_app_is_a_function_of_the_data(template: Template) -> None:
    handlers = {
        resource["Properties"]["Handler"].removeprefix("app.")
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Serverless::Function"
    }

    assert handlers == (set(names()) - {"api_handler"}) | {"app"}


def test_every_handler_is_declared_in_app(template: Template) -> None:
    functions = [one for one in template["Resources"].values() if one["Type"] == "AWS::Serverless::Function"]

    assert all(one["Properties"]["Handler"].startswith("app.") for one in functions)


def test_each_function_has_a_role_of_its_own_with_its_policy(template: Template) -> None:
    functions = [one for one in template["Resources"].values() if one["Type"] == "AWS::Serverless::Function"]
    roles = {one["Properties"]["Role"]["Fn::GetAtt"][0] for one in functions}

    assert len(roles) == len(functions)
    written = [json.dumps(statements(name), sort_keys=True) for name in names()]
    for role in roles:
        (policy,) = template["Resources"][role]["Properties"]["Policies"]
        assert json.dumps(policy["PolicyDocument"]["Statement"], sort_keys=True) in written


@pytest.mark.parametrize("name", names())
def test_no_statement_names_every_action_or_every_resource(name: str) -> None:
    for statement in statements(name):
        assert not any("*" in action for action in statement["Action"])
        if statement["Sid"] not in MAY_NAME_EVERYTHING:
            assert "*" not in list(strings(statement["Resource"]))


def test_what_strangers_call_only_adds_to_the_outbox_and_lists_nothing_across_accounts() -> None:
    told = [each for each in statements("api_handler") if "OutboxTable" in json.dumps(each)]
    listed = [resource for each in statements("api_handler") for resource in strings(each["Resource"])]

    assert [each["Action"] for each in told] == [["dynamodb:PutItem"]]
    assert not [each for each in listed if each.endswith(("/index/*", "/index/by_due"))]


@pytest.mark.parametrize("name", names())
def test_no_function_may_scan_or_change_a_table_itself(name: str) -> None:
    assert not allowed(name) & {
        "dynamodb:Scan",
        "dynamodb:DeleteTable",
        "dynamodb:UpdateTable",
        "dynamodb:DescribeTable",
    }


@pytest.mark.parametrize("name", sorted(set(names()) - SENDERS))
def test_only_the_dispatcher_and_the_sweep_send_messages(name: str) -> None:
    assert not any(action.startswith(("sns:", "ses:")) for action in allowed(name))


@pytest.mark.parametrize("name", sorted(SENDERS))
def test_senders_reach_phones_and_no_topic_and_mail_from_our_identity_alone(name: str) -> None:
    by_sid = {statement["Sid"]: statement for statement in statements(name)}

    assert by_sid["NoTopics"]["Effect"] == "Deny"
    assert by_sid["NoTopics"]["Resource"] == {"Fn::Sub": "arn:${AWS::Partition}:sns:*:*:*"}
    condition, on_aws, emulated = by_sid["SendMail"]["Resource"]["Fn::If"]
    assert (condition, emulated) == ("OnAws", "*")
    assert [arn["Fn::Sub"].rsplit(":", 1)[1] for arn in on_aws] == [
        "identity/${MailIdentity}",
        "configuration-set/${MailConfiguration}",
    ]


def test_the_api_signs_uploads_and_writes_only_exports_of_clients_and_files_of_policies_beside() -> None:
    writes = [one for one in statements("api_handler") if "s3:PutObject" in one["Action"]]

    assert [one["Resource"] for one in writes] == [
        {"Fn::Sub": "${PhotosBucket.Arn}/claims/originals/*"},
        [{"Fn::Sub": "${PhotosBucket.Arn}/imports/*"}, {"Fn::Sub": "${PhotosBucket.Arn}/exports/*"}],
        {"Fn::Sub": "${PhotosBucket.Arn}/archives/*/clients/*"},
        {"Fn::Sub": "${PhotosBucket.Arn}/incoming/*"},
        [{"Fn::Sub": "${PhotosBucket.Arn}/branding/*"}, {"Fn::Sub": "${PhotosBucket.Arn}/logos/*"}],
        {"Fn::Sub": "${PhotosBucket.Arn}/documents/*/pol_*/fil_*"},
    ]


def test_inspection_reads_documents_of_claims_and_writes_their_pictures() -> None:
    by_action = {action: one["Resource"] for one in statements("file_documents") for action in one["Action"]}

    assert by_action["s3:GetObjectVersion"] == {"Fn::Sub": "${PhotosBucket.Arn}/claims/originals/*"}
    assert by_action["s3:PutObject"] == {"Fn::Sub": "${PhotosBucket.Arn}/claims/previews/*"}
    assert by_action["sqs:SendMessage"] == {"Fn::GetAtt": ["DocumentEvents", "Arn"]}


def test_filing_reads_originals_and_writes_renditions() -> None:
    by_action = {action: one["Resource"] for one in statements("file_photos") for action in one["Action"]}

    assert by_action["s3:GetObjectVersion"] == {"Fn::Sub": "${PhotosBucket.Arn}/incoming/*"}
    assert by_action["s3:PutObject"] == {"Fn::Sub": "${PhotosBucket.Arn}/renditions/*"}
    # photos without time left go back to their own queue, and nowhere else
    assert by_action["sqs:SendMessage"] == {"Fn::GetAtt": ["PhotoEvents", "Arn"]}
    # a photo that an owner took back while it was being filed
    assert by_action["s3:DeleteObjectVersion"] == [
        {"Fn::Sub": "${PhotosBucket.Arn}/incoming/*"},
        {"Fn::Sub": "${PhotosBucket.Arn}/renditions/*"},
        {"Fn::Sub": "${PhotosBucket.Arn}/archives/*"},
    ]


def test_archives_are_made_of_originals_and_of_nothing_else_and_sealed_by_one_key() -> None:
    by_action = {action: one["Resource"] for one in statements("make_archives") for action in one["Action"]}

    assert by_action["s3:GetObjectVersion"] == [
        {"Fn::Sub": f"${{PhotosBucket.Arn}}/{each}/*"} for each in ("incoming", "claims/originals")
    ]
    assert "/identity-key-" in str(by_action["secretsmanager:GetSecretValue"])
    for action in ("s3:PutObject", "s3:AbortMultipartUpload", "s3:DeleteObjectVersion"):
        assert by_action[action] == {"Fn::Sub": "${PhotosBucket.Arn}/archives/*"}
    assert not {"dynamodb:PutItem", "sqs:SendMessage"} & by_action.keys()


def test_reconciling_changes_nothing_but_how_far_it_has_come() -> None:
    changing = ("Put", "Update", "Delete", "Publish")
    own = [each for each in statements("reconcile_photos") if each["Sid"] == "KeepItsPlace"]

    assert {
        action
        for action in allowed("reconcile_photos") - {"logs:PutLogEvents"}
        if action.split(":")[1].startswith(changing)
    } == {"dynamodb:PutItem"}
    assert [each["Condition"] for each in own] == [
        {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["comparison"]}}
    ]


@pytest.mark.parametrize("name", names())
def test_nothing_names_a_host_that_only_some_partitions_have(name: str) -> None:
    assert not [each for each in strings(statements(name)) if "amazonaws.com" in each or each.startswith("arn:aws:")]


def test_the_dispatcher_may_note_in_a_clients_history_that_a_message_was_sent() -> None:
    (clients,) = [one for one in statements("dispatch_outbox") if one["Sid"] == "Clients"]

    assert {"dynamodb:ConditionCheckItem", "dynamodb:PutItem"} <= set(clients["Action"])
