"""The only reader of the environment."""

import os
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any, Literal

from annotated_types import Ge, Le
from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

#: Stages that are an emulator, or tests.
ONE_MACHINE = ("local", "test")
_QUEUE_URL = "_queue_url"
#: In ASCII, a host in other letters as `xn--…`: links of messages, headers and origins are made of it.
Url = Annotated[str, StringConstraints(pattern=r"^https?://[!-~]+[!-.0-~]$")]


class Settings(BaseModel):
    """The environment of the functions; infra/template.yaml and infra/system set each by the upper-cased name.

    A missing or malformed value is a pydantic ValidationError at the first use, which names the variable.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    stage: str
    #: The address of owners and staff for the API, without a trailing slash; every link is built on it.
    public_base_url: Url
    accounts_table: str
    area_table: str
    cases_table: str
    chat_table: str
    claims_table: str
    clients_table: str
    outbox_table: str
    idempotency_table: str
    policies_table: str
    sockets_table: str
    webhooks_table: str
    photos_bucket: str
    #: The address of the WebSocket API for pages, and the one for functions, by which they reach open sockets.
    sockets_url: Annotated[str, StringConstraints(pattern=r"^wss?://[!-~]+[!-.0-~]$")]
    sockets_endpoint: Url
    #: URLs of the queues, by the names of their variables (`due_work_queue_url`): see `queue_url`.
    queue_urls: Mapping[str, str] = {}
    #: Secrets Manager id of the key from which link tokens and typed codes are derived.
    link_secret_id: str
    #: The same of the key from which the secrets are derived that sign webhooks, in and out.
    hook_secret_id: str
    #: The same of the key of hashes of people's documents, and of codes by SMS.
    identity_secret_id: str
    #: Allows webhooks to this machine by plain http: for the emulator and its tests, refused everywhere else.
    webhooks_to_loopback: bool = False
    #: The training bank's address, in place of all payment providers: for the emulator and its tests, refused
    #: everywhere else. Empty: the providers' own addresses.
    payments_to_loopback: Annotated[str, StringConstraints(pattern=r"^(http://(127\.0\.0\.1|localhost):[0-9]+)?$")] = ""
    #: `iss` of the user pool's tokens and where its keys are published.
    staff_token_issuer: Url
    staff_jwks_url: Url
    staff_client_id: str
    staff_user_pool_id: str
    #: Verified SES identity that e-mails come from; a tenant's name is shown before it.
    mail_sender: Annotated[
        str, StringConstraints(pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+$")
    ]
    #: SES configuration set whose events report deliveries and bounces; none when empty.
    mail_configuration_set: str = ""
    #: Seconds in which a presigned upload must begin.
    upload_seconds: Annotated[int, Ge(60), Le(3600)] = 900
    #: SMS segments that all accounts together may send in an hour; more are held until the next.
    sms_segments_per_hour: Annotated[int, Ge(0)] = 500
    #: The highest share of one account in that, in per cent.
    sms_share_per_cent: Annotated[int, Ge(1), Le(100)] = 100
    #: The ceiling of an account's quotas of SMS without one of its own from the operator.
    sms_ceiling_countries: Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}(,[A-Z]{2})*)?$")] = (
        "RU,BY,KZ,KG,AM,GE,UZ,UA,ES,PT,FR,DE,GB,MX,CO,AR,CL,PE,US"
    )
    sms_ceiling_per_day: Annotated[int, Ge(0)] = 2000
    sms_ceiling_per_phone: Annotated[int, Ge(0)] = 20
    sms_ceiling_per_prefix: Annotated[int, Ge(0)] = 200
    #: Wrong codes from all addresses in an hour; after them no code is looked up until the hour ends.
    wrong_codes_per_hour: Annotated[int, Ge(1)] = 1000
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @model_validator(mode="before")
    @classmethod
    def _with_queue_urls(cls, variables: dict[str, str]) -> dict[str, Any]:
        urls = {name: value for name, value in variables.items() if name.endswith(_QUEUE_URL)}
        return {**variables, "queue_urls": urls}

    @model_validator(mode="after")
    def _loopback_on_one_machine_only(self) -> "Settings":
        if self.webhooks_to_loopback and self.stage not in ONE_MACHINE:
            raise ValueError(f"WEBHOOKS_TO_LOOPBACK is for the stages {', '.join(ONE_MACHINE)} only")
        if self.payments_to_loopback and self.stage not in ONE_MACHINE:
            raise ValueError(f"PAYMENTS_TO_LOOPBACK is for the stages {', '.join(ONE_MACHINE)} only")
        return self

    @property
    def origin(self) -> str:
        """Return scheme, host and port of our pages, as browsers write them in `Origin`."""
        scheme, _, rest = self.public_base_url.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}"

    def queue_url(self, name: str) -> str:
        """Return the URL of a queue of infra/system by its name, such as `due-work`; '' when the stage has none.

        Without a queue its sender does the work itself, or leaves it to the sweep.
        """
        return self.queue_urls.get(f"{name.replace('-', '_')}{_QUEUE_URL}", "")


@cache
def settings() -> Settings:
    """Return the settings of this process, read once."""
    return Settings.model_validate({name.lower(): value for name, value in os.environ.items()})


def function_name() -> str:
    """Return the name of the Lambda function that this process is, such as `file_photos`; '' when it is none.

    AWS reserves the variable for itself and sets it before anything is imported; infra/system has the names,
    `osmotr-<stage>-<name>`.
    """
    return os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "").rpartition("-")[2]


def inherited(names: Iterable[str]) -> dict[str, str]:
    """Return those of the named variables that are set, for the environment of a child process."""
    return {name: os.environ[name] for name in names if name in os.environ}
