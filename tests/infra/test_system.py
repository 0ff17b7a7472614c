"""The infrastructure's data: each fact stands once, and consequences are derived."""

import ast

import pytest
from chalice.app import DynamoDBEventConfig
from chalice.package import YAMLTemplateSerializer

import app
from infra import package
from infra.system import ALL_QUEUES, FUNCTIONS, PARTS, QUEUES, TABLES, rendering
from infra.system.grants import GET, PUT_OBJECT, allow, grants_of, list_objects, objects, read_secret
from infra.system.model import Failures, FromQueue, FromStream, Function, Invoked, Statement, Table
from tests.architecture.source import sources

ROWS = allow("Rows", GET, Table(name="things").arn)


def granted(*grants: Statement) -> dict[str, Statement]:
    """Return by their names all statements of a function that has these grants."""
    source = Invoked(failures=Failures(name="lost", alarm="Lost"), retries=1)
    function = Function(name="do_things", source=source, timeout=1, concurrency=1, grants=grants)
    return {each.sid: each for each in grants_of(function)}


def test_each_module_of_the_parts_is_a_part() -> None:
    assert len(PARTS) == len(sources("infra/system/parts")) - 1


def test_no_name_is_given_twice() -> None:
    for kind in (TABLES, ALL_QUEUES, FUNCTIONS):
        names = [each.name for each in kind]
        assert sorted(names) == sorted(set(names))


def test_the_templates_own_resources_are_not_rendered_too() -> None:
    written = YAMLTemplateSerializer().load_template((package.ROOT / package.TEMPLATE).read_text())
    rendered = rendering.template()

    assert written["Resources"].keys() & rendered["Resources"].keys() == set()
    assert written["Outputs"].keys() & rendered["Outputs"].keys() == set()


def test_each_queue_calls_one_function() -> None:
    read = [each.source.queue.name for each in FUNCTIONS if isinstance(each.source, FromQueue)]

    assert sorted(read) == sorted(queue.name for queue in QUEUES)


def test_code_names_queues_that_there_are() -> None:
    calls = [node for source in sources("chalicelib") for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    named = {
        ast.literal_eval(call.args[0])
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "queue_url"
    }

    assert named == {queue.name for queue in QUEUES}


def test_a_handler_names_the_table_whose_stream_calls_it() -> None:
    declared = {each.name: each.stream_arn for each in app.app.event_sources if isinstance(each, DynamoDBEventConfig)}

    assert declared == {each.name: each.source.table.name for each in FUNCTIONS if isinstance(each.source, FromStream)}


@pytest.mark.parametrize(
    ("grants", "services"),
    [
        ((ROWS,), ["dynamodb"]),
        ((ROWS, objects("Write", PUT_OBJECT, "renditions/*")), ["dynamodb", "s3"]),
        ((ROWS, list_objects("List", "renditions/*", versions=True)), ["dynamodb"]),
        ((ROWS, read_secret("Key", "link-key")), ["dynamodb", "secretsmanager"]),
    ],
)
def test_the_data_key_is_used_through_what_is_read_or_written_and_nothing_else(
    grants: tuple[Statement, ...], services: list[str]
) -> None:
    condition = granted(*grants)["UseTheDataKey"].condition

    assert condition == {
        "StringEquals": {
            "kms:ViaService": [{"Fn::Sub": f"{each}.${{AWS::Region}}.${{AWS::URLSuffix}}"} for each in services]
        }
    }


def test_a_function_that_reaches_nothing_encrypted_uses_no_key() -> None:
    assert granted().keys() == {"WriteItsLog", "LeaveWhatFailed"}
    assert granted(list_objects("List", "renditions/*")).keys() == {"WriteItsLog", "LeaveWhatFailed", "List"}
