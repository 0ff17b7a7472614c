"""Keys that live in Secrets Manager, read once by each process."""

from functools import cache

from chalicelib.aws.clients import client
from chalicelib.settings import settings


@cache
def link_key() -> bytes:
    """Return the key from which owners' links are derived."""
    answer = client("secretsmanager").get_secret_value(SecretId=settings().link_secret_id)
    return str(answer["SecretString"]).encode()
