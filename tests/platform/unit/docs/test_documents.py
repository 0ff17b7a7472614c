"""The documents are valid, match the types, and have valid examples."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from openapi_spec_validator import validate

import app
from chalicelib.base.installed import asyncapi_parts
from chalicelib.docs.descriptions import asyncapi_document, events_document, openapi_document
from chalicelib.docs.events import HEADERS, example_of
from chalicelib.docs.examples import example
from chalicelib.docs.rules import RULES
from chalicelib.features.cases import contract as cases_contract
from chalicelib.features.cases.model import CaseStatus
from chalicelib.features.photos import contract as photos_contract
from chalicelib.features.photos.asking_schemas import PhotoRequestBody
from chalicelib.features.photos.model import RequestStatus
from chalicelib.features.photos.rejection import RejectionReason
from chalicelib.features.webhooks import model as webhooks
from chalicelib.features.webhooks import outbound
from chalicelib.features.webhooks.mapping import FieldMapping, apply, check_mapping
from chalicelib.features.webhooks.schemas import RotateBody
from chalicelib.http.blueprint import OPERATIONS
from chalicelib.outbox.contract import any_event, event_model, kinds

VENDOR = Path(__file__).parent / "vendor"
FORMATS = FormatChecker(["date", "date-time", "email"])
OPERATION_SCHEMAS = openapi_document()["components"]["schemas"]


def references(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for each in part.values():
            yield from references(each)
    elif isinstance(part, list):
        for each in part:
            yield from references(each)


def found(document: Mapping[str, Any], reference: str) -> Any:
    place: Any = document
    for part in reference.removeprefix("#/").split("/"):
        place = place[part]
    return place


def test_the_contract_repeats_the_words_of_the_features() -> None:
    assert get_args(photos_contract.RequestStatus) == tuple(RequestStatus)
    assert get_args(cases_contract.CaseStatus) == tuple(CaseStatus)
    assert get_args(photos_contract.RejectionReason) == tuple(RejectionReason)


def test_the_schema_of_events_is_valid_and_has_each_under_its_type() -> None:
    document = events_document()

    Draft202012Validator.check_schema(document)
    assert [each["$ref"] for each in document["oneOf"]] == [f"#/$defs/{name}" for name in kinds()]
    for reference in references(document):
        found(document, reference)
    for name in kinds():
        assert document["$defs"][name]["properties"]["type"]["const"] == name


@pytest.mark.parametrize("name", kinds())
def test_the_example_of_an_event_is_one(name: str) -> None:
    validator = Draft202012Validator(events_document(), format_checker=FORMATS)

    validator.validate(example_of(name))
    assert type(any_event().validate_python(example_of(name))) is event_model(name)
    assert kinds()[name].entity in example_of(name)["data"]


@pytest.mark.parametrize("name", kinds())
def test_the_schema_of_an_event_is_what_its_type_says(name: str) -> None:
    data = kinds()[name].data
    described = events_document()["$defs"][data.__name__]

    assert set(described["required"]) == set(described["properties"]) == set(data.model_fields)


def test_receivers_are_let_take_what_is_added_later_and_nothing_less() -> None:
    validator = Draft202012Validator(events_document())
    event = example_of("photo_request.completed")

    assert validator.is_valid({**event, "new": 1, "data": {**event["data"], "new": 1}})
    assert not validator.is_valid({**event, "data": {"request_id": "req_1"}})
    assert not validator.is_valid({**event, "type": "claim.paid"})


def test_asyncapi_is_the_one_that_was_reviewed() -> None:
    digest = hashlib.sha256((VENDOR / "asyncapi-3.0.0.json").read_bytes()).hexdigest()

    assert digest in (VENDOR / "README.md").read_text()


def test_the_asyncapi_document_is_valid() -> None:
    schema = json.loads((VENDOR / "asyncapi-3.0.0.json").read_text())

    Draft7Validator(schema).validate(asyncapi_document())
    assert not Draft7Validator(schema).is_valid({**asyncapi_document(), "channels": {"x": {"address": 1}}})


def test_the_asyncapi_document_has_a_channel_and_an_operation_for_each_type() -> None:
    document = asyncapi_document()

    added = {place: [name for part in asyncapi_parts() for name in part[place]] for place in ("channels", "operations")}
    assert set(document["channels"]) == {*kinds(), *added["channels"]}
    operations = [each for name, each in document["operations"].items() if name not in added["operations"]]
    sent = {found(document, operation["messages"][0]["$ref"])["$ref"] for operation in operations}
    assert sent == {f"#/components/messages/{name}" for name in kinds()}
    for reference in references(document):
        found(document, reference)


@pytest.mark.parametrize("name", kinds())
def test_the_messages_of_asyncapi_have_the_schemas_of_events(name: str) -> None:
    """Its schemas are of JSON Schema's draft 7: nothing of ours may mean another thing there."""
    document = asyncapi_document()
    message = document["components"]["messages"][name]

    payload = {**message["payload"], "components": document["components"]}
    Draft7Validator(payload).validate(message["examples"][0]["payload"])
    Draft7Validator(message["headers"]).validate(message["examples"][0]["headers"])
    own = json.dumps(events_document()["$defs"][name]).replace("#/$defs/", "#/components/schemas/")
    assert found(document, message["payload"]["$ref"]) == json.loads(own)
    assert not re.search(r'"(prefixItems|unevaluated\w+|dependent\w+|\$dynamicRef)"', json.dumps(document))


def test_examples_of_other_messages_have_their_schemas() -> None:
    document = asyncapi_document()
    messages = {name: each for part in asyncapi_parts() for name, each in part["messages"].items()}

    assert messages
    for name, message in messages.items():
        payload = {**message["payload"], "components": document["components"]}
        Draft7Validator(payload).validate(message["examples"][0]["payload"])
        assert not Draft7Validator(payload).is_valid({}), name


def test_openapi_with_its_webhooks_is_valid() -> None:
    document = openapi_document()

    validate(document)
    assert set(document["webhooks"]) == set(kinds())
    for reference in references(document):
        found(document, reference)
    for name, described in document["webhooks"].items():
        schema = described["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert found(document, schema["$ref"])["properties"]["type"]["const"] == name
        assert [each["name"] for each in described["post"]["parameters"]] == list(HEADERS)


def test_no_event_has_the_name_of_a_type_of_the_api() -> None:
    from chalicelib.http.openapi import openapi  # noqa: PLC0415 - the document without events

    own = openapi()["components"]["schemas"]
    events = events_document()["$defs"]

    assert own.keys() & events.keys() == set()
    assert len(OPERATION_SCHEMAS) == len(own) + len(events)


BODIES = sorted(
    {
        content["schema"]["$ref"]
        for path in openapi_document()["paths"].values()
        for described in path.values()
        for content in [
            *described.get("requestBody", {}).get("content", {}).values(),
            *(each for response in described["responses"].values() for each in response.get("content", {}).values()),
        ]
        if "$ref" in content["schema"]
    }
)


@pytest.mark.parametrize("reference", BODIES)
def test_the_example_of_a_type_is_one(reference: str) -> None:
    """One that isn't: give the field's name a likely value, or the type a whole example, in docs/examples.py."""
    validator = Draft202012Validator(
        {"$ref": reference, "components": openapi_document()["components"]}, format_checker=FORMATS
    )

    validator.validate(example({"$ref": reference}, OPERATION_SCHEMAS))


def test_the_example_of_a_mapping_makes_a_body_that_can_be_asked_by() -> None:
    mapping = FieldMapping.model_validate(example({"$ref": "#/FieldMapping"}, {}))
    check_mapping(mapping, known=frozenset(PhotoRequestBody.model_fields), at="")

    made = apply(mapping, example({"$ref": "#/SignedBody"}, {}))

    assert PhotoRequestBody.model_validate_json(json.dumps(made.body), strict=True).phone == "+7 916 123-45-67"


def test_every_operation_names_the_kinds_of_its_problems() -> None:
    for path in openapi_document()["paths"].values():
        for described in path.values():
            for status, response in described["responses"].items():
                if int(status) >= 400 and "application/problem+json" in response.get("content", {}):
                    assert all(kind.startswith("urn:osmotr:problem:") for kind in response["x-problem-types"])


def test_the_rules_are_those_of_the_code() -> None:
    """A changed number needs changed words."""
    said = {title: [int(each) for each in re.findall(r"\d+", text)] for title, text in RULES.items()}
    first = [int(each.total_seconds()) for each in webhooks.SCHEDULE]

    assert said["Answer"] == [2, outbound.SECONDS]
    hours = [1, 2, 3, 4, 6, 8, 10, 12, 13, 15]
    assert first == [5, 60, 5 * 60, 30 * 60, *(each * 3600 for each in hours)]
    assert said["Retries"][1:15] == [5, 1, 5, 30, *hours]
    assert said["Retries"][15:] == [
        webhooks.GIVE_UP.total_seconds() / 3600,
        webhooks.LONGEST_RETRY_AFTER.total_seconds() / 3600,
    ]
    assert webhooks.JITTER == 0.1
    assert said["Rest"] == [webhooks.OPENS_AFTER, webhooks.FIRST_PAUSE.seconds, webhooks.LAST_PAUSE.seconds / 60]
    assert said["End"][:2] == [410, webhooks.GIVE_UP.total_seconds() / 3600]
    assert said["Rotation"] == [RotateBody().former_lives_hours]


def test_the_documents_are_operations_for_anyone() -> None:
    served = {each.path: each.audience.name for each in OPERATIONS if each.tag == "docs"}

    assert set(app.app.routes) >= served.keys()
    assert served == dict.fromkeys(
        ("/docs", "/v1/openapi.json", "/v1/asyncapi.json", "/v1/events.schema.json"), "public"
    )
