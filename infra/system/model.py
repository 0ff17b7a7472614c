"""The types of the infrastructure's data (infra/system/parts); rendering.py makes CloudFormation of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

Json = dict[str, Any]

DAY = 86400


def camel(name: str) -> str:
    """Return the logical name of a `dashed-name` or a `snake_name`: `DashedName`."""
    return "".join(word.capitalize() for word in name.replace("-", "_").split("_"))


def sub(text: str) -> Json:
    return {"Fn::Sub": text}


def attribute(resource: str, name: str = "Arn") -> Json:
    """Return `!GetAtt`."""
    return {"Fn::GetAtt": [resource, name]}


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement of a policy. `skip` answers a finding of checkov on the role: its id and the reason."""

    sid: str
    actions: tuple[str, ...]
    resources: tuple[Any, ...]
    condition: Json | None = None
    effect: Literal["Allow", "Deny"] = "Allow"
    skip: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Index:
    """A global secondary index of strings that projects whole items: its hash and range attribute."""

    name: str
    keys: tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table whose keys are strings. Functions read its name in `<NAME>_TABLE`."""

    name: str
    keys: tuple[str, ...] = ("pk", "sk")
    indexes: tuple[Index, ...] = ()
    stream: Literal["NEW_IMAGE", "NEW_AND_OLD_IMAGES"] | None = None
    ttl: str | None = "ttl"

    @property
    def logical(self) -> str:
        """Its name in the template."""
        return f"{camel(self.name)}Table"

    @property
    def variable(self) -> str:
        """The environment variable with its name."""
        return f"{self.name.upper()}_TABLE"

    @property
    def arn(self) -> Json:
        """Its items, without those that an index finds."""
        return attribute(self.logical)

    def index(self, name: str) -> Json:
        """Return the ARN of an index, of all by `*`."""
        return sub(f"${{{self.logical}.Arn}}/index/{name}")


@dataclass(frozen=True, kw_only=True)
class Failures:
    """A queue that keeps given-up work; anything in it raises the alarm with the text `alarm`."""

    name: str
    alarm: str
    days: int = 14

    @property
    def logical(self) -> str:
        """Its name in the template."""
        return camel(self.name)

    @property
    def arn(self) -> Json:
        return attribute(self.logical)


@dataclass(frozen=True, kw_only=True)
class Late:
    """The alarm on a queue's oldest message: its name, its text, and the seconds that a message may wait."""

    name: str
    text: str
    seconds: int = 300


@dataclass(frozen=True, kw_only=True)
class Queue:
    """A queue that one function reads, with its dead-letter queue and two alarms.

    Functions read its URL in `<NAME>_QUEUE_URL`. A message stays hidden for six timeouts of its function, as AWS asks.
    """

    name: str
    dead: str
    late: Late
    tries: int = 5
    days: int | None = None  #: None: four, SQS's own
    dead_days: int = 14
    long_poll: bool = False

    @property
    def logical(self) -> str:
        """Its name in the template."""
        return camel(self.name)

    @property
    def variable(self) -> str:
        """The environment variable with its URL."""
        return f"{self.name.replace('-', '_').upper()}_QUEUE_URL"

    @property
    def arn(self) -> Json:
        return attribute(self.logical)

    @property
    def failures(self) -> Failures:
        """Its dead-letter queue."""
        return Failures(name=f"{self.name}-dead", alarm=self.dead, days=self.dead_days)


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A layer: the wheels of a requirements file, and folders of the project, by the names that they get there."""

    name: str
    requirements: str
    folders: Mapping[str, str]

    @property
    def logical(self) -> str:
        """Its name in the template."""
        return f"{camel(self.name)}Layer"


@dataclass(frozen=True)
class Http:
    """API Gateway calls the function. There is one."""


@dataclass(frozen=True)
class FromSockets:
    """The WebSocket API calls the function, and waits for its answer. There is one."""


@dataclass(frozen=True)
class FromQueue:
    """A queue calls the function, with at most as many calls at once as its share of the concurrency."""

    queue: Queue


@dataclass(frozen=True, kw_only=True)
class FromStream:
    """A table's stream calls the function with some of its changes.

    These are inserted items with the attributes `inserted`, or written items whose sort keys begin with one of `keys`.
    """

    table: Table
    failures: Failures
    inserted: Mapping[str, str] = MappingProxyType({})
    keys: tuple[str, ...] = ()
    retries: int = 5
    max_age: int = 3600  #: seconds


@dataclass(frozen=True, kw_only=True)
class Invoked:
    """A schedule of app.py, or an AWS service, invokes the function; failures of all its tries go to a queue."""

    failures: Failures
    retries: int
    max_age: int | None = None  #: seconds


Source = Http | FromSockets | FromQueue | FromStream | Invoked


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A metric filter over a function's log. Lines of a pattern count `value`: a number, or a field of the line."""

    logical: str
    metric: str
    pattern: str
    value: str = "1"
    default: int | None = None


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """An alarm on a metric of our own."""

    metric: str
    statistic: str
    threshold: float | Json
    text: str
    logical: str = ""
    period: int = 300
    periods: int = 1


@dataclass(frozen=True, kw_only=True)
class Function:
    """A Lambda function: a handler of app.py. Its log and its source are granted by themselves."""

    name: str
    source: Source
    timeout: int
    concurrency: int
    memory: int = 512
    grants: tuple[Statement, ...] = ()
    metrics: tuple[Metric, ...] = ()
    layers: tuple[Layer, ...] = ()

    @property
    def stem(self) -> str:
        """The beginning of the names of its log, its role and its output in the template."""
        return camel(self.name)

    @property
    def logical(self) -> str:
        """Its name in the template: as chalice has it."""
        return "APIHandler" if isinstance(self.source, Http) else self.stem

    @property
    def log(self) -> str:
        """Its log group's name in the template."""
        return f"{self.stem}Log"


@dataclass(frozen=True, kw_only=True)
class Part:
    """The infrastructure of one feature; `api` is granted to the API's function beside all others of its grants."""

    tables: tuple[Table, ...] = ()
    queues: tuple[Queue, ...] = ()
    failures: tuple[Failures, ...] = ()
    functions: tuple[Function, ...] = ()
    api: tuple[Statement, ...] = ()
    alarms: tuple[Alarm, ...] = ()
