"""Access of operators' commands to a stage: on AWS by the credentials at hand, `local` in the running system.

Each obstacle is a sentence that names the way out.
"""

import json
import re
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
)

LOCAL = "local"
#: As infra/template.yaml has it.
_STAGE = re.compile(r"[a-z][a-z0-9]{1,15}")
_NOT_RUNNING = "the system on this machine does not run: start it by `make run` in another terminal"
_NO_CREDENTIALS = "no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
_NO_REGION = "no AWS region: set AWS_DEFAULT_REGION, or the profile's region"
_NO_SUCH_STAGE = (
    "nothing is deployed as stage {stage!r} in this AWS account and region: look at AWS_PROFILE, "
    "AWS_DEFAULT_REGION, and `aws cloudformation list-stacks`"
)
_EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException"})


class StageError(Exception):
    """A stage can't be reached; the message has the reason and advice."""


def environment_of(stage: str) -> Mapping[str, str]:
    """Return the environment in which production code reaches a stage. Raises StageError."""
    if not stage:
        raise StageError("say which stage: STAGE=prod, or STAGE=local for the system that `make run` runs")
    if not _STAGE.fullmatch(stage):
        raise StageError(f"{stage!r} is no stage: 2 to 16 small Latin letters and digits, a letter first")
    return _local_environment() if stage == LOCAL else _deployed_environment(stage)


def local_system() -> dict[str, Any]:
    """Return the content of the running system's run.json. Raises StageError if none runs."""
    from infra.local.system import STATE_DIR  # noqa: PLC0415 - only a machine with the emulator has its imports

    try:
        system: dict[str, Any] = json.loads((STATE_DIR / "run.json").read_text())
    except FileNotFoundError:
        raise StageError(_NOT_RUNNING) from None
    if not _answers(system["emulator_url"]):  # the file outlives a system that was killed
        raise StageError(_NOT_RUNNING)
    return system


def _local_environment() -> Mapping[str, str]:
    environment: dict[str, str] = local_system()["environment"]
    return environment


def _answers(url: str) -> bool:
    address = urlsplit(url)
    try:
        with socket.create_connection((str(address.hostname), address.port or 80), timeout=5):
            return True
    except OSError:
        return False


def _deployed_environment(stage: str) -> Mapping[str, str]:
    """Read the API's function: it has been told all that there is of its stage."""
    try:
        session = boto3.session.Session()
        function = session.client("lambda").get_function_configuration(FunctionName=f"osmotr-{stage}-api_handler")
    except (BotoCoreError, ClientError) as error:
        raise StageError(_NO_SUCH_STAGE.format(stage=stage) if _is_missing(error) else why_not(error)) from error
    environment: dict[str, str] = function["Environment"]["Variables"]
    return environment


def why_not(error: BotoCoreError | ClientError) -> str:
    """Return the reason for which AWS could not be asked, or refused, with advice."""
    match error:
        case NoCredentialsError() | PartialCredentialsError():
            return _NO_CREDENTIALS
        case NoRegionError():
            return _NO_REGION
        case ClientError() if error.response["Error"]["Code"] in _EXPIRED:
            return f"the AWS credentials are not, or no longer, good: {error}"
    return str(error)


def _is_missing(error: BotoCoreError | ClientError) -> bool:
    return isinstance(error, ClientError) and error.response["Error"]["Code"] == "ResourceNotFoundException"
