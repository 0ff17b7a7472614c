"""Renders the functions for chalice: .chalice/config.json, and a policy for the role of each."""

import json
from pathlib import Path

from infra.system import FUNCTIONS
from infra.system.grants import grants_of
from infra.system.model import Function, Json, Statement

#: Bytes from which API Gateway sends answers gzipped: an owner's page is 17 KB so, and 65 KB otherwise.
MINIMUM_COMPRESSION_BYTES = 1400


def write_settings(folder: Path) -> None:
    """Write the settings and the policies into a `.chalice` folder."""
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(config(), indent=1))
    for function in FUNCTIONS:
        (folder / _policy_file(function)).write_text(json.dumps(policy(function), indent=1))


def config() -> Json:
    return {
        "version": "2.0",
        "app_name": "osmotr",
        "autogen_policy": False,
        "manage_iam_role": True,
        "api_gateway_stage": "api",
        "api_gateway_endpoint_type": "REGIONAL",
        "minimum_compression_size": MINIMUM_COMPRESSION_BYTES,
        "lambda_functions": {
            function.name: {
                "iam_policy_file": _policy_file(function),
                "lambda_memory_size": function.memory,
                "lambda_timeout": function.timeout,
            }
            for function in FUNCTIONS
        },
    }


def policy(function: Function) -> Json:
    """Return the policy of a function's role."""
    return {"Version": "2012-10-17", "Statement": [_statement(each) for each in grants_of(function)]}


def _statement(statement: Statement) -> Json:
    resources = statement.resources
    return {
        "Sid": statement.sid,
        "Effect": statement.effect,
        "Action": list(statement.actions),
        "Resource": resources[0] if len(resources) == 1 else list(resources),
        **({"Condition": statement.condition} if statement.condition else {}),
    }


def _policy_file(function: Function) -> str:
    return f"policy-{function.name}.json"
