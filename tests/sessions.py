"""Sessions of boto3 that share the descriptions of AWS services: each would read them from disk at its first client."""

from functools import cache
from typing import Any

import boto3
import botocore.session
from botocore.loaders import Loader, create_loader


@cache
def _descriptions() -> Loader:
    return create_loader()


def new_session(**credentials: str) -> boto3.session.Session:
    """Return a session; its arguments are those of boto3's."""
    session: Any = botocore.session.get_session()
    session.register_component("data_loader", _descriptions())
    return boto3.session.Session(botocore_session=session, **credentials)
