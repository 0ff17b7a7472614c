"""Reports of SMS, beyond CloudFormation: SNS logs texts for a whole account and region, under fixed names.

Three steps, each harmless to repeat; `make deploy` takes all, the emulator knows only the first:

1. the two groups of that log exist, keep lines for 30 days unless they have a retention already, and hand each line
   to this stage's function. CloudWatch Logs allows two such subscriptions a group, hence two stages;
2. SNS writes the log: of every text, by a role that is there already or else by this stack's own;
3. the groups are encrypted by this stack's key, unless they are by another one: logs under a lost key are lost.
"""

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.target import DeployError, Stack, Target

#: The log holds phone numbers, and a line has served when it was handed on.
KEPT_DAYS = 30
EVERY_TEXT = "100"


def log_groups(region: str, account: str) -> tuple[str, str]:
    """Return the names under which SNS logs texts that arrived, and those that didn't."""
    arrived = f"sns/{region}/{account}/DirectPublishToPhoneNumber"
    return arrived, f"{arrived}/Failure"


def subscribe_to_sms_reports(stack: Stack, stage: str, target: Target) -> None:
    """Subscribe the stack's function to the log's lines. Raises DeployError."""
    logs = target.client("logs")
    try:
        account: str = target.client("sts").get_caller_identity()["Account"]
        for group in log_groups(str(target.session.region_name), account):
            keep_group(logs, group)
            logs.put_subscription_filter(
                logGroupName=group,
                filterName=f"osmotr-{stage}",
                filterPattern="",
                destinationArn=stack.outputs["RelaySmsReportsArn"],
            )
    except (BotoCoreError, ClientError) as error:
        raise DeployError(f"the log of SMS can't be subscribed to: {error}") from error


def keep_group(logs: Any, group: str) -> None:
    """Make a log group, unless it is there, and let it forget."""
    known = _group(logs, group)
    if known is None:
        logs.create_log_group(logGroupName=group)
    if "retentionInDays" not in (known or {}):
        logs.put_retention_policy(logGroupName=group, retentionInDays=KEPT_DAYS)


def encrypt_sms_reports(stack: Stack, target: Target) -> None:
    """Encrypt the log of texts, whose lines name phones, by the stack's key. Raises DeployError."""
    logs = target.client("logs")
    try:
        account: str = target.client("sts").get_caller_identity()["Account"]
        for group in log_groups(str(target.session.region_name), account):
            if not (_group(logs, group) or {}).get("kmsKeyId"):
                logs.associate_kms_key(logGroupName=group, kmsKeyId=stack.outputs["DataKeyArn"])
    except (BotoCoreError, ClientError) as error:
        raise DeployError(f"the log of SMS can't be encrypted: {error}") from error


def _group(logs: Any, name: str) -> dict[str, Any] | None:
    """Return the description of a log group; None if there is none. Another one's name may begin with its."""
    found: list[dict[str, Any]] = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    return next((each for each in found if each["logGroupName"] == name), None)


def log_every_sms(stack: Stack, target: Target) -> None:
    """Set SNS's log of each text's outcome. Raises DeployError."""
    sns = target.client("sns")
    try:
        wanted = settings_to_change(sns.get_sms_attributes()["attributes"], role=stack.outputs["SmsLoggingRoleArn"])
        if wanted:
            sns.set_sms_attributes(attributes=wanted)
    except (BotoCoreError, ClientError) as error:
        raise DeployError(f"SNS can't be told to log what becomes of SMS: {error}") from error


def settings_to_change(known: Mapping[str, str], *, role: str) -> dict[str, str]:
    """Return the account's settings of SMS to set; a role that is set already does for all stages."""
    wanted = {"DeliveryStatusIAMRole": known.get("DeliveryStatusIAMRole") or role}
    wanted["DeliveryStatusSuccessSamplingRate"] = EVERY_TEXT
    return {name: value for name, value in wanted.items() if known.get(name) != value}
