"""Sessions of boto3 that share the descriptions of AWS services: each would read them from disk at its first client."""

import os
from functools import cache
from typing import Any

import boto3
import botocore.session
from botocore.loaders import Loader, create_loader

_new_client: Any = boto3.client
_new_resource: Any = boto3.resource


@cache
def _descriptions() -> Loader:
    return create_loader()


def new_session(**credentials: str) -> boto3.session.Session:
    """Return a session; its arguments are those of boto3's."""
    session: Any = botocore.session.get_session()
    session.register_component("data_loader", _descriptions())
    return boto3.session.Session(botocore_session=session, **credentials)


def shared_client(service: str, **options: Any) -> Any:
    """Return the default session's client of a service; one with options of its own is new."""
    return _new_client(service, **options) if options else _shared(_new_client, service)


def shared_resource(service: str, **options: Any) -> Any:
    """Return the default session's resource of a service; one with options of its own is new."""
    return _new_resource(service, **options) if options else _shared(_new_resource, service)


def _shared(make: Any, service: str) -> Any:
    """Return the default session's earlier client or resource of a service: a new client needs 10 ms."""
    session: Any = boto3._get_default_session()
    made = vars(session).setdefault("made_before", {})
    key = (make, service, os.environ.get("AWS_ENDPOINT_URL"), os.environ.get("AWS_DEFAULT_REGION"))
    if key not in made:
        made[key] = make(service)
    return made[key]
