"""The target of a deployment, and the deployed stack."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import boto3


class DeployError(Exception):
    """The stack could not be deployed, or not in full; the message has the reason."""


@dataclass(frozen=True)
class Stack:
    """A stack as it is now: its outputs by name, and the effect of this deployment."""

    name: str
    outputs: Mapping[str, str]
    parameters: Mapping[str, str]
    change: str
    """`created`, `updated` or `unchanged`."""


@dataclass(frozen=True)
class Target:
    """The target of a deployment: a boto3 session, and the endpoint when it is not AWS."""

    session: boto3.session.Session
    endpoint_url: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)

    def client(self, service: Any) -> Any:
        """Return a client of the target's account and region."""
        return self.session.client(service, endpoint_url=self.endpoint_url)
