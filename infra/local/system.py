"""The whole system on this machine: package, emulator, deployment, demo accounts, a file that tells where all is."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import boto3

from infra.deploy import deploy, find_stack, stack_name, tags_of
from infra.local import emulator as emulators
from infra.local.bank.book import Shop
from infra.local.bank.server import Bank, running_bank
from infra.local.emulator import ACCESS_KEY, REGION, SECRET_KEY, Emulator, EmulatorError
from infra.local.lock import only_run
from infra.package import ROOT, Package, build
from infra.sms_reports import subscribe_to_sms_reports
from infra.system import ALL_QUEUES, FUNCTIONS, TABLES
from infra.target import DeployError, Stack, Target

STAGE = "local"
#: The API's stable address in the emulator, by this tag of the stack.
API_ID = "osmotr"
API_ID_TAG = "ms-custom-id"
#: The tag that says which routes the deployed API has.
ROUTES_TAG = "osmotr-routes"
MAIL_SENDER = "osmotr@example.org"
STATE_DIR = ROOT / ".local"
DEFAULT_PORT = 4566


@dataclass(frozen=True)
class Deployment:
    """A deployment and its addresses; `environment` is the API function's, with the root's credentials."""

    base_url: str
    emulator_url: str
    region: str
    outputs: Mapping[str, str]
    environment: Mapping[str, str]


@contextmanager
def run_system(
    *,
    state_dir: Path = STATE_DIR,
    port: int | None = None,
    say: Callable[[str], None] = lambda line: None,
    started: Callable[[Emulator], None] = lambda emulator: None,
) -> Iterator[dict[str, Any]]:
    """Run Osmotr for the time of the block; yield the content of <state_dir>/run.json.

    On the port of the state, or a free one, when none is given. The state stays in `state_dir` and is taken up by the
    next run. `say` gets a line per step, `started` the emulator, to watch it. Raises PackageError, EmulatorError,
    DeployError, AlreadyRunning.
    """
    state_dir = state_dir.resolve()
    run_file = state_dir / "run.json"
    with only_run(state_dir), training_bank(state_dir) as bank:
        run_file.unlink(missing_ok=True)
        emulators.stop_orphan(state_dir)
        port = emulators.require_free(emulators.port_of(state_dir, wanted=port))
        say("package ...")
        package = build(STAGE)
        say("emulator ...")
        emulator = emulators.start(port=port, state_dir=state_dir, say=say)
        (state_dir / emulators.PORT).write_text(str(port))
        try:
            started(emulator)
            say("deployment ...")
            target = target_of(emulator)
            stack = deploy_here(package, emulator, target, bank=bank.url)
            verify_sender(target)
            subscribe_to_sms_reports(stack, STAGE, target)
            deployment = deployment_of(stack, emulator, target)
            say(f"stack {stack.change}, accounts ...")
            content = describe(deployment, accounts(deployment, state_dir, fresh=stack.change == "created"), bank.url)
            open_shops(bank, content["shops"])
            write_whole(run_file, json.dumps(content, indent=2, ensure_ascii=False))
            yield content
        finally:
            run_file.unlink(missing_ok=True)
            say("stopping ...")
            if not emulators.stop(emulator):
                say("the emulator had to be killed; changes since the last run are lost")


def target_of(emulator: Emulator) -> Target:
    """Return the emulator as a place to deploy to."""
    session = boto3.session.Session(aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY, region_name=REGION)
    return Target(session, emulator.url)


def base_url(emulator: Emulator) -> str:
    """Return the API's address in a browser of this machine."""
    return f"http://localhost:{emulator.port}/_aws/execute-api/{API_ID}/api"


@contextmanager
def training_bank(state_dir: Path) -> Iterator[Bank]:
    """Run the training bank on the port that it had before, if that is free."""
    port = state_dir / "bank-port"
    wanted = int(port.read_text()) if port.exists() else 0
    with running_bank(
        port=wanted if wanted and emulators.is_port_free(wanted) else 0, file=state_dir / "bank.json"
    ) as bank:
        port.write_text(str(bank.server_port))
        yield bank


def open_shops(bank: Bank, shops: Mapping[str, Mapping[str, str]]) -> None:
    """Register the demo account's shops at the bank; their switches stay as somebody chose them."""
    for shop in (Shop.model_validate(each) for each in shops.values()):
        known = bank.book.content.shops.get(shop.id)
        bank.book.open_shop(shop.model_copy(update={"switches": known.switches}) if known else shop)


def parameters(emulator: Emulator, *, bank: str) -> dict[str, str]:
    """Return the template's parameters for this machine."""
    return {
        "PublicBaseUrl": base_url(emulator),
        "MailSender": MAIL_SENDER,
        "MailIdentity": MAIL_SENDER,
        "StaffKeysHost": emulator.url,
        "SocketsHost": emulator.url,
        "Emulated": "true",
        "WebhooksToLoopback": "true",
        "PaymentsToLoopback": bank,
        "LogRetentionDays": "7",
        "ReserveConcurrency": "false",
    }


def deploy_here(package: Package, emulator: Emulator, target: Target, *, bank: str) -> Stack:
    """Deploy, keeping the API's address.

    The emulator replaces an API whose routes changed, and can't while the old one has the address: the change goes by
    way of another.
    """
    routes = hashlib.sha256(json.dumps(api_of(package)).encode()).hexdigest()
    wanted = parameters(emulator, bank=bank)
    known = find_stack(target.client("cloudformation"), stack_name(STAGE))
    if known and tags_of(known).get(ROUTES_TAG) != routes:
        aside = replace(target, tags={API_ID_TAG: f"{API_ID}-moving"})
        deploy(package=with_marked_api(package), stage=STAGE, parameters=wanted, target=aside)
    here = replace(target, tags={API_ID_TAG: API_ID, ROUTES_TAG: routes})
    return deploy(package=package, stage=STAGE, parameters=wanted, target=here)


def api_of(package: Package) -> dict[str, Any]:
    """Return the OpenAPI document that chalice made of the routes."""
    template = json.loads(package.template.read_text())
    document: dict[str, Any] = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    return document


def with_marked_api(package: Package) -> Package:
    """Return the package with an API that differs from the real one in its description alone."""
    template = json.loads(package.template.read_text())
    template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["info"]["description"] = "moving"
    marked = package.template.with_name("sam-moving.json")
    marked.write_text(json.dumps(template))
    return replace(package, template=marked, fingerprint=f"{package.fingerprint}-moving")


def verify_sender(target: Target) -> None:
    """Make the sender a verified identity, as an operator does once on AWS."""
    ses = target.client("sesv2")
    known = {identity["IdentityName"] for identity in ses.list_email_identities()["EmailIdentities"]}
    if MAIL_SENDER not in known:
        ses.create_email_identity(EmailIdentity=MAIL_SENDER)


def deployment_of(stack: Stack, emulator: Emulator, target: Target) -> Deployment:
    """Return the addresses of a deployment. Raises EmulatorError if the state lacks a function of the stack."""
    functions, name = target.client("lambda"), stack.outputs["ApiHandlerFunction"]
    try:
        settings = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    except functions.exceptions.ResourceNotFoundException as error:
        message = (
            f"the state in {emulator.state_dir} is not whole: function {name} is missing. `make reset` begins anew"
        )
        raise EmulatorError(message) from error
    environment = {
        **settings,
        "AWS_ENDPOINT_URL": emulator.url,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
    }
    return Deployment(base_url(emulator), emulator.url, REGION, stack.outputs, environment)


def accounts(deployment: Deployment, state_dir: Path, *, fresh: bool) -> dict[str, Any]:
    """Return the demo accounts, made when the deployment is new.

    They are made in a process of its own, with the environment that production code reads. Values that can't be read
    back, such as passwords, are kept in a file.
    """
    kept = state_dir / "accounts.json"
    if fresh or not kept.exists():
        write_whole(kept, make_accounts(deployment))
    content: dict[str, Any] = json.loads(kept.read_text())
    if not content.keys() >= {"agent", "area", "cargo", "shops"}:  # the state of an older version
        write_whole(kept, make_accounts(deployment, kept))
        content = json.loads(kept.read_text())
    return content


def make_accounts(deployment: Deployment, *known: Path) -> str:
    """Make the demo accounts, or those that a file of logins lacks; return all logins as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", "infra.local.demo_accounts", *map(str, known)],
        cwd=ROOT,
        env={"PATH": os.environ.get("PATH", os.defpath), **deployment.environment},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise DeployError("the demo accounts could not be made: see the message above")
    return done.stdout


def describe(deployment: Deployment, demo: Mapping[str, Any], bank: str) -> dict[str, Any]:
    """Return the content of run.json: all that a tool needs to use the running system."""
    outputs, environment = deployment.outputs, deployment.environment
    return {
        "base_url": deployment.base_url,
        "emulator_url": deployment.emulator_url,
        "region": deployment.region,
        "bank": bank,
        **demo,
        "buckets": {"photos": outputs["PhotosBucketName"]},
        "tables": {table.name: outputs[f"{table.logical}Name"] for table in TABLES},
        "queues": {queue.name.replace("-", "_"): outputs[f"{queue.logical}QueueUrl"] for queue in ALL_QUEUES},
        "functions": {function.name: outputs[f"{function.stem}Function"] for function in FUNCTIONS},
        "user_pool": {
            "id": outputs["StaffPoolId"],
            "client_id": outputs["StaffClientId"],
            "issuer": environment["STAFF_TOKEN_ISSUER"],
            "jwks_url": environment["STAFF_JWKS_URL"],
        },
        "messages": {
            "sms": f"{deployment.emulator_url}/_ministack/sns/sms-messages",
            "email": f"{deployment.emulator_url}/_ministack/ses/messages",
        },
        "environment": dict(environment),
    }


def write_whole(path: Path, content: str) -> None:
    """Write a file so that a reader sees all of it or nothing. Only this user may read it, since it holds passwords."""
    unfinished = path.with_suffix(".tmp")
    unfinished.touch(mode=0o600)
    unfinished.write_text(content)
    unfinished.replace(path)
