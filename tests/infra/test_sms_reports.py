"""Set-up for reports of SMS beside the stack, and its repetition."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.sms_reports import (
    encrypt_sms_reports,
    log_every_sms,
    log_groups,
    settings_to_change,
    subscribe_to_sms_reports,
)
from infra.target import DeployError, Stack, Target
from tests.support.faults import between, refusal
from tests.support.world import mocked

ROLE = "arn:aws:iam::123456789012:role/osmotr-prod-SmsLoggingRole"
FUNCTION = "arn:aws:lambda:eu-central-1:123456789012:function:osmotr-prod-relay_sms_reports"
KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
OUTPUTS = {"RelaySmsReportsArn": FUNCTION, "SmsLoggingRoleArn": ROLE, "DataKeyArn": KEY}
STACK = Stack("osmotr-prod", OUTPUTS, {}, "created")
GROUPS = log_groups("eu-central-1", "123456789012")


@pytest.fixture
def target() -> Iterator[Target]:
    with mocked():
        yield Target(boto3.session.Session(region_name="eu-central-1"))


@pytest.fixture
def filters(target: Target) -> Iterator[list[dict[str, Any]]]:
    """The subscriptions that were requested: moto wants the function itself, which is not tested here."""
    asked: list[dict[str, Any]] = []

    def keep(operation: str, parameters: dict[str, Any], call: Any) -> Any:
        if operation != "PutSubscriptionFilter":
            return call()
        asked.append(parameters)
        return {}

    with between(keep):
        yield asked


def kept(target: Target) -> dict[str, int | None]:
    groups = target.client("logs").describe_log_groups(logGroupNamePrefix="sns/")["logGroups"]
    return {group["logGroupName"]: group.get("retentionInDays") for group in groups}


def test_both_groups_exist_forget_and_call_the_function(target: Target, filters: list[dict[str, Any]]) -> None:
    subscribe_to_sms_reports(STACK, "prod", target)

    assert kept(target) == dict.fromkeys(GROUPS, 30)
    assert [(one["logGroupName"], one["filterName"], one["destinationArn"]) for one in filters] == [
        (group, "osmotr-prod", FUNCTION) for group in GROUPS
    ]
    assert GROUPS[1] == "sns/eu-central-1/123456789012/DirectPublishToPhoneNumber/Failure"


def test_groups_that_are_there_stay_as_they_are(target: Target, filters: list[dict[str, Any]]) -> None:
    logs = target.client("logs")
    logs.create_log_group(logGroupName=GROUPS[0])
    logs.put_retention_policy(logGroupName=GROUPS[0], retentionInDays=365)

    for _ in range(2):
        subscribe_to_sms_reports(STACK, "prod", target)

    assert kept(target) == {GROUPS[0]: 365, GROUPS[1]: 30}


def test_a_third_stage_is_told_in_one_line(target: Target) -> None:
    def refuse(operation: str, _: dict[str, Any], call: Any) -> Any:
        if operation == "PutSubscriptionFilter":
            raise refusal(operation, "LimitExceededException")
        return call()

    with between(refuse), pytest.raises(DeployError, match="LimitExceeded") as caught:
        subscribe_to_sms_reports(STACK, "prod", target)

    assert isinstance(caught.value.__cause__, ClientError)


@pytest.mark.parametrize("theirs", [None, "arn:aws:kms:eu-central-1:123456789012:key/of-another-stage"])
def test_each_group_is_encrypted_once_by_whichever_key_came_first(target: Target, theirs: str | None) -> None:
    asked: list[dict[str, Any]] = []

    def play(operation: str, parameters: dict[str, Any], call: Any) -> Any:
        if operation == "AssociateKmsKey":  # moto has no such thing
            asked.append(parameters)
            return {}
        if operation == "DescribeLogGroups":
            return {"logGroups": [{"logGroupName": group, "kmsKeyId": theirs} for group in GROUPS[:1] if theirs]}
        return call()

    with between(play):
        encrypt_sms_reports(STACK, target)

    assert asked == [{"logGroupName": group, "kmsKeyId": KEY} for group in GROUPS[bool(theirs) :]]


def test_every_text_is_logged_by_the_stacks_role_and_a_second_time_nothing_is_set(target: Target) -> None:
    log_every_sms(STACK, target)

    known = target.client("sns").get_sms_attributes()["attributes"]
    assert known["DeliveryStatusIAMRole"] == ROLE
    assert known["DeliveryStatusSuccessSamplingRate"] == "100"
    assert settings_to_change(known, role="another stage's") == {}


def test_a_role_that_is_set_already_stays() -> None:
    known = {"DeliveryStatusIAMRole": "theirs", "DeliveryStatusSuccessSamplingRate": "10", "MonthlySpendLimit": "50"}

    assert settings_to_change(known, role=ROLE) == {"DeliveryStatusSuccessSamplingRate": "100"}
