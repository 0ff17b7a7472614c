"""Keys that live in Secrets Manager, read once by each process."""

from functools import cache

from chalicelib.aws.clients import client
from chalicelib.settings import settings


@cache
def link_key() -> bytes:
    """Return the key from which owners' links are derived."""
    return _key(settings().link_secret_id)


@cache
def hook_key() -> bytes:
    """Return the key from which the secrets that sign webhooks are derived."""
    return _key(settings().hook_secret_id)


def _key(secret_id: str) -> bytes:
    answer = client("secretsmanager").get_secret_value(SecretId=secret_id)
    return str(answer["SecretString"]).encode()
