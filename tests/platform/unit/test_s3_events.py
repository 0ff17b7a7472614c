"""S3's notifications as they come in messages."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.aws.s3_events import ObjectCreated, objects_created
from tests.support.lambda_events import TEST_EVENT, object_created, object_removed


@pytest.mark.parametrize("key", ["incoming/a b+c/Повреждения-02.jpg", "%2F", "é/é", "a&b=c?d#e", "100%"])
def test_a_key_is_read_as_it_was_before_s3_quoted_it(key: str) -> None:
    assert list(objects_created(object_created(key, version_id="v1"))) == [ObjectCreated(key, "v1")]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_key_survives_quoting(key: str) -> None:
    assert [created.key for created in objects_created(object_created(key))] == [key]


@pytest.mark.parametrize("quoted", ["incoming/%FF", "incoming/%C0%AF", "%ED%A0%80"])
def test_a_key_that_is_no_text_is_none_of_ours_and_hides_no_other(quoted: str) -> None:
    records = [
        {"eventName": "ObjectCreated:Post", "s3": {"object": {"key": key}}} for key in (quoted, "incoming/%C3%A9")
    ]

    found = [each.key for each in objects_created(json.dumps({"Records": records}))]

    assert found == [quoted, "incoming/é"]


def test_without_versioning_there_is_no_version() -> None:
    assert list(objects_created(object_created("key"))) == [ObjectCreated("key", None)]


@pytest.mark.parametrize("body", [TEST_EVENT, object_removed("key"), '{"Records": []}'])
def test_what_tells_of_no_new_object_gives_none(body: str) -> None:
    assert list(objects_created(body)) == []


@pytest.mark.parametrize("body", ["", "text", "[]", "null", "1", "{}", '{"Event": "s3:Other"}'])
def test_what_is_no_notification_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        list(objects_created(body))


def test_every_record_of_a_message_is_given() -> None:
    records = [json.loads(object_created(key))["Records"][0] for key in ("one", "two")]

    assert [created.key for created in objects_created(json.dumps({"Records": records}))] == ["one", "two"]
