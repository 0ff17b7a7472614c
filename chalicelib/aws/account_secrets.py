"""Secrets that accounts bring: `osmotr/<stage>/<purpose>/<account>` in Secrets Manager.

They are written and used, and never shown again.
"""

import json
from collections.abc import Mapping

from botocore.exceptions import ClientError

from chalicelib.aws.clients import client
from chalicelib.base.settings import settings

Secrets = Mapping[str, Mapping[str, str]]


def read_secrets(purpose: str, account_id: str) -> Secrets:
    """Return an account's secrets of a purpose by name; empty if it has none."""
    try:
        found = client("secretsmanager").get_secret_value(SecretId=_name(purpose, account_id))
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        return {}
    read: Secrets = json.loads(found["SecretString"])
    return read


def write_secrets(purpose: str, account_id: str, secrets: Secrets) -> None:
    """Replace an account's secrets of a purpose."""
    name, text = _name(purpose, account_id), json.dumps(secrets)
    try:
        client("secretsmanager").put_secret_value(SecretId=name, SecretString=text)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise
        client("secretsmanager").create_secret(Name=name, SecretString=text)


def _name(purpose: str, account_id: str) -> str:
    return f"osmotr/{settings().stage}/{purpose}/{account_id}"
