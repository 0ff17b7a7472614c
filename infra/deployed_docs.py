"""Writes docs/deployed.md from the template: functions, readers of each table and key, required permissions.

`make contract` writes the file; a test compares it with the present data.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from infra.package import ROOT, build_template
from infra.system import FUNCTIONS, TABLES
from infra.system.grants import grants_of
from infra.system.model import Function, Statement, Table

OUT = ROOT / "docs" / "deployed.md"
#: Secrets by the part of their name that policies name.
_SECRETS = {
    "link-key": "links and codes",
    "hook-key": "webhooks' secrets",
    "identity-key": "hashes of people's documents",
}
#: Operations of infra/deploy.py and infra/sms_reports.py beside CloudFormation.
_DEPLOYER = (
    "cloudformation:*Stack*",
    "s3:CreateBucket, s3:PutObject, s3:ListBucket, s3:PutBucketPublicAccessBlock (the bucket of packages)",
    "sts:GetCallerIdentity",
    "sns:SetSMSAttributes, iam:PassRole, logs:PutSubscriptionFilter, logs:AssociateKmsKey (the log of texts)",
)
#: Callers of functions without an event of their own in the template.
_CALLERS = {
    "api_handler": "API Gateway",
    "relay_sms_reports": "CloudWatch Logs",
    "serve_sockets": "API Gateway (WebSocket)",
}
#: Resources that the SAM transform makes of its own types.
_SAM = {
    "AWS::Serverless::LayerVersion": ("AWS::Lambda::LayerVersion",),
    "AWS::Serverless::Api": ("AWS::ApiGateway::RestApi", "AWS::ApiGateway::Deployment", "AWS::ApiGateway::Stage"),
    "AWS::Serverless::Function": (
        "AWS::Lambda::Function",
        "AWS::Lambda::Permission",
        "AWS::Lambda::EventSourceMapping",
        "AWS::Lambda::EventInvokeConfig",
        "AWS::Events::Rule",
    ),
}
#: Prefixes of IAM's actions where they are not the service's name in CloudFormation.
_PREFIXES = {
    "ApiGateway": "apigateway",
    "CloudWatch": "cloudwatch",
    "Cognito": "cognito-idp",
    "Events": "events",
    "SES": "ses",
    "WAFv2": "wafv2",
}


def document(template: Mapping[str, Any]) -> str:
    """Return the whole of docs/deployed.md for a template as it is deployed."""
    parts = [
        "# What is deployed\n",
        "Made by `make contract` from `infra/template.yaml` and `infra/system`; a test compares.\n",
        "## Functions\n",
        *_functions(template),
        "\n## Tables\n",
        *_tables(),
        "\n## Keys\n",
        *_keys(),
        "\n## Concurrency\n",
        _concurrency(template),
        "\n## What whoever deploys may do\n",
        *_permissions(template),
    ]
    return "\n".join(parts) + "\n"


def _functions(template: Mapping[str, Any]) -> Iterator[str]:
    yield "| function | called by | memory, MB | at most, s | share of concurrency |\n|---|---|---|---|---|"
    for resource in _of_type(template, "AWS::Serverless::Function").values():
        properties = resource["Properties"]
        name = properties["FunctionName"]["Fn::Sub"].rpartition("-")[2]
        events = {each["Type"] for each in properties.get("Events", {}).values()}
        called = ", ".join(sorted(events)) or _CALLERS[name]
        share = properties["ReservedConcurrentExecutions"]["Fn::If"][1]
        yield f"| `{name}` | {called} | {properties['MemorySize']} | {properties['Timeout']} | {share} |"


def _tables() -> Iterator[str]:
    yield "| table | function | may (a condition or an index can narrow it: `infra/system`) |\n|---|---|---|"
    for table in TABLES:
        granted = {function.name: _item_actions(function, table) for function in FUNCTIONS}
        for name, actions in sorted(granted.items()):
            if actions:
                yield f"| `{table.name}` | `{name}` | {', '.join(actions)} |"


def _item_actions(function: Function, table: Table) -> list[str]:
    reached = (table.arn, *(table.index(name) for name in ("*", *(each.name for each in table.indexes))))
    actions = {
        action.removeprefix("dynamodb:").removesuffix("Item")
        for statement in grants_of(function)
        if any(resource in reached for resource in statement.resources)
        for action in statement.actions
    }
    return sorted(actions)


def _keys() -> Iterator[str]:
    for secret, what in _SECRETS.items():
        readers = sorted(each.name for each in FUNCTIONS if any(_reads(one, secret) for one in grants_of(each)))
        names = ", ".join(f"`{each}`" for each in readers)
        yield f"- `osmotr/<stage>/{secret}` ({what}) can be read by: {names}."


def _reads(statement: Statement, secret: str) -> bool:
    allows = statement.effect == "Allow" and "secretsmanager:GetSecretValue" in statement.actions
    return allows and f"/{secret}-" in json.dumps(statement.resources)


def _concurrency(template: Mapping[str, Any]) -> str:
    functions = _of_type(template, "AWS::Serverless::Function").values()
    total = sum(each["Properties"]["ReservedConcurrentExecutions"]["Fn::If"][1] for each in functions)
    return (
        f"The shares are {total} in all, and AWS keeps 100 for functions without one: deploy with "
        f"`OSMOTR_RESERVE_CONCURRENCY=false` where the quota of concurrent executions is under {total + 100} "
        "(new accounts have 10), and ask AWS for more before owners come: a photo, a page and a message each take "
        "one for a moment."
    )


def _permissions(template: Mapping[str, Any]) -> Iterator[str]:
    yield "Create, change, delete and tag, through CloudFormation:\n"
    kinds = defaultdict(set)
    types = {resource["Type"] for resource in template["Resources"].values()}
    for made in {each for kind in types for each in _SAM.get(kind, (kind,))}:
        _, service, kind = made.split("::")
        kinds[_PREFIXES.get(service, service.lower())].add(kind)
    for prefix, names in sorted(kinds.items()):
        yield f"- `{prefix}`: {', '.join(sorted(names))}"
    yield "\nBeside it:\n"
    yield from (f"- {each}" for each in _DEPLOYER)


def _of_type(template: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {name: each for name, each in template["Resources"].items() if each["Type"] == kind}


def main() -> int:
    """Write the file."""
    OUT.write_text(document(json.loads(build_template("prod").read_text())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
