"""Sends a package to CloudFormation, on AWS or in the emulator: one bucket for artifacts, one stack a stage.

`python -m infra.deploy --stage prod --mail-sender osmotr@example.org --mail-identity example.org` deploys to the
account and region of the ordinary AWS configuration, as `make deploy STAGE=prod` does. Each option may also come from
the environment: OSMOTR_MAIL_SENDER and so on.
"""

import argparse
import hashlib
import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from infra.package import Package, build
from infra.parameters import defaults_of, parameters_of
from infra.sms_reports import encrypt_sms_reports, log_every_sms, subscribe_to_sms_reports
from infra.stages import LOCAL, why_not
from infra.target import DeployError, Stack, Target
from infra.wheels import PackageError

#: The tag of the stack with the digest of the last package, so that sending the same again is told at once.
FINGERPRINT_TAG = "osmotr-fingerprint"
#: A place-holder, replaced at once: the API's own address is not known before the first deployment.
UNKNOWN_ADDRESS = "https://address.invalid/api"
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]


def deploy(*, package: Package, stage: str, parameters: Mapping[str, str], target: Target) -> Stack:
    """Create or update the stack of a stage and wait until it is done. Raises DeployError."""
    name = stack_name(stage)
    fingerprint = hashlib.sha256(json.dumps([package.fingerprint, sorted(parameters.items())]).encode()).hexdigest()
    cloudformation = target.client("cloudformation")
    before = find_stack(cloudformation, name)
    if before and tags_of(before).get(FINGERPRINT_TAG) == fingerprint and before["StackStatus"].endswith("_COMPLETE"):
        return stack_of(before, "unchanged")
    request = {
        "StackName": name,
        "TemplateURL": upload(package, stage, target),
        "Parameters": [
            {"ParameterKey": key, "ParameterValue": value} for key, value in {"Stage": stage, **parameters}.items()
        ],
        "Capabilities": CAPABILITIES,
        "Tags": [{"Key": key, "Value": value} for key, value in {**target.tags, FINGERPRINT_TAG: fingerprint}.items()],
    }
    change = "updated" if before else "created"
    send(cloudformation, request, create=before is None)
    after = find_stack(cloudformation, name)
    if after is None:
        raise DeployError(f"stack {name} vanished while it was {change}")
    return stack_of(after, change)


def stack_name(stage: str) -> str:
    return f"osmotr-{stage}"


def find_stack(cloudformation: Any, name: str) -> dict[str, Any] | None:
    """Return the stack's description, None when there is none."""
    try:
        stacks: list[dict[str, Any]] = cloudformation.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return next((stack for stack in stacks if stack["StackStatus"] != "DELETE_COMPLETE"), None)


def tags_of(stack: Mapping[str, Any]) -> dict[str, str]:
    """Return a described stack's tags by key."""
    return {tag["Key"]: tag["Value"] for tag in stack.get("Tags", [])}


def stack_of(described: Mapping[str, Any], change: str) -> Stack:
    """Make a Stack of CloudFormation's description."""
    return Stack(
        name=described["StackName"],
        outputs={output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])},
        parameters={one["ParameterKey"]: one["ParameterValue"] for one in described.get("Parameters", [])},
        change=change,
    )


def upload(package: Package, stage: str, target: Target) -> str:
    """Put zips and template into the artifact bucket under names that say their content; return the template's URL."""
    bucket = artifact_bucket(target)
    s3 = target.client("s3")
    code = upload_zip(s3, bucket, stage, package.code)
    layers = {name: upload_zip(s3, bucket, stage, path) for name, path in package.layers.items()}
    template = template_with_code(package.template, code, layers)
    template_key = f"{stage}/{hashlib.sha256(template).hexdigest()}.json"
    upload_once(s3, bucket, template_key, template)
    return f"{s3.meta.endpoint_url}/{bucket}/{template_key}"


def upload_zip(s3: Any, bucket: str, stage: str, path: Path) -> str:
    """Upload a zip unless it is there, and return its address."""
    content = path.read_bytes()
    key = f"{stage}/{hashlib.sha256(content).hexdigest()}.zip"
    upload_once(s3, bucket, key, content)
    return f"s3://{bucket}/{key}"


def upload_once(s3: Any, bucket: str, key: str, content: bytes) -> None:
    """Put an object whose key names its content, unless it is there."""
    if key not in {item["Key"] for item in s3.list_objects_v2(Bucket=bucket, Prefix=key).get("Contents", [])}:
        s3.put_object(Bucket=bucket, Key=key, Body=content)


def artifact_bucket(target: Target) -> str:
    """Return the account's and region's bucket for packages, private, made at the first use."""
    account = target.client("sts").get_caller_identity()["Account"]
    region = target.session.region_name
    bucket = f"osmotr-artifacts-{account}-{region}"
    s3 = target.client("s3")
    if bucket in {item["Name"] for item in s3.list_buckets()["Buckets"]}:
        return bucket
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=bucket, ObjectOwnership="BucketOwnerEnforced", **place)
    s3.put_public_access_block(
        Bucket=bucket,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "BlockPublicPolicy": True,
            "IgnorePublicAcls": True,
            "RestrictPublicBuckets": True,
        },
    )
    return bucket


def template_with_code(template: Path, code_uri: str, layer_uris: Mapping[str, str]) -> bytes:
    """Return the SAM template with the zip's address in each function, and those of layers by their names."""
    document = json.loads(template.read_text())
    for name, resource in document["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = code_uri
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            resource["Properties"]["ContentUri"] = layer_uris[name]
    return json.dumps(document).encode()


def send(cloudformation: Any, request: dict[str, Any], *, create: bool) -> None:
    """Create or update the stack and wait for the end. Raises DeployError with the first reasons of a failure."""
    name = request["StackName"]
    began = time.time()
    waiter = cloudformation.get_waiter("stack_create_complete" if create else "stack_update_complete")
    try:
        if create:
            cloudformation.create_stack(**request, OnFailure="DELETE")
        else:
            cloudformation.update_stack(**request)
        local = cloudformation.meta.endpoint_url.startswith("http://")
        waiter.wait(StackName=name, WaiterConfig={"Delay": 1 if local else 10, "MaxAttempts": 1800 if local else 360})
    except ClientError as error:
        if "No updates are to be performed" not in str(error):
            raise DeployError(f"CloudFormation refused {name}: {error}") from error
    except WaiterError as error:
        raise DeployError(f"{name} failed:\n" + "\n".join(reasons(cloudformation, name, since=began))) from error
    except BotoCoreError as error:
        raise DeployError(f"CloudFormation gave no answer about {name}: {error}") from error


def reasons(cloudformation: Any, name: str, *, since: float) -> list[str]:
    """Return the failures of a stack, first failure first."""
    try:
        events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    except ClientError as error:
        return [str(error)]
    failed = [
        f"  {event['LogicalResourceId']} ({event['ResourceType']}): {event.get('ResourceStatusReason', 'no reason')}"
        for event in reversed(events)
        if event["ResourceStatus"].endswith("_FAILED") and event["Timestamp"].timestamp() >= since - 1
    ]
    return failed[:10] or ["  CloudFormation gave no reason"]


def deploy_to_aws(options: argparse.Namespace) -> Stack:
    """Deploy to the account and region of the AWS configuration.

    Without --public-base-url the first deployment is done twice: API Gateway's own address is known only after it.
    """
    session = boto3.session.Session()
    if not session.region_name:
        raise DeployError("no region: set AWS_DEFAULT_REGION or the profile's region")
    target = Target(session)
    known = find_stack(target.client("cloudformation"), stack_name(options.stage))
    kept = stack_of(known, "unchanged").parameters if known else {}
    package = build(options.stage)
    parameters = parameters_of(named_in(options), kept=kept, defaults=defaults_of(package), written=options.parameters)
    address = options.public_base_url or address_of(known)
    stack = deploy(
        package=package, stage=options.stage, parameters=parameters | {"PublicBaseUrl": address}, target=target
    )
    if address == UNKNOWN_ADDRESS:
        known_now = parameters | {"PublicBaseUrl": own_address(stack)}
        stack = deploy(package=package, stage=options.stage, parameters=known_now, target=target)
    subscribe_to_sms_reports(stack, options.stage, target)
    encrypt_sms_reports(stack, target)
    log_every_sms(stack, target)
    return stack


def named_in(options: argparse.Namespace) -> dict[str, str]:
    """Return the template's parameters that have an option of their own, as they were named; empty if they weren't."""
    return {
        "MailSender": options.mail_sender,
        "MailIdentity": options.mail_identity,
        "AlarmEmail": options.alarm_email,
        "ExecuteApi": options.execute_api,
        "ReserveConcurrency": options.reserve_concurrency,
    }


def address_of(known: Mapping[str, Any] | None) -> str:
    """Return the PublicBaseUrl that a stack has already, else a place-holder for it."""
    return stack_of(known, "unchanged").parameters.get("PublicBaseUrl", UNKNOWN_ADDRESS) if known else UNKNOWN_ADDRESS


def own_address(stack: Stack) -> str:
    """Return API Gateway's address of the stack's API, as PublicBaseUrl wants it."""
    return stack.outputs["EndpointURL"].rstrip("/")


def options_of(arguments: list[str]) -> argparse.Namespace:
    """Parse the command line; OSMOTR_… variables supply missing options."""
    parser = argparse.ArgumentParser(prog="python -m infra.deploy", description="Deploy Osmotr to AWS.")
    parser.add_argument("--stage", required=True)
    for name, text in {
        "mail-sender": "address that e-mails come from",
        "mail-identity": "verified SES identity that covers it (default: the address itself)",
        "public-base-url": "own address of the API, when it has one (default: API Gateway's)",
        "alarm-email": "who is told of alarms",
        "execute-api": "closed: only a custom domain leads to the API; open",
        "reserve-concurrency": "false in an account whose quota of concurrent functions is under 690 (default: true)",
        "parameters": "others of the template, Name=value with spaces between; Name= goes back to the default",
    }.items():
        variable = f"OSMOTR_{name.upper().replace('-', '_')}"
        default = os.environ.get(variable, "")
        parser.add_argument(f"--{name}", default=default, help=f"{text} [{variable}]")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Deploy and print the outputs; 1 with one line when it can't be done."""
    if sys.version_info[:2] != (3, 13):
        print("make deploy needs Python 3.13, the version of the functions' runtime (.python-version)", file=sys.stderr)
        return 1
    options = options_of(arguments)
    if options.stage == LOCAL:
        print("osmotr: `make run` deploys the stage `local` on this machine: name another for AWS", file=sys.stderr)
        return 1
    try:
        stack = deploy_to_aws(options)
    except (DeployError, PackageError) as error:
        print(error, file=sys.stderr)
        return 1
    except (BotoCoreError, ClientError) as error:
        print(f"osmotr: can't deploy: {why_not(error)}", file=sys.stderr)
        return 1
    print(f"{stack.name} {stack.change}")
    for name, value in sorted(stack.outputs.items()):
        print(f"  {name}: {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
