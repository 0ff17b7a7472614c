"""Uploads by form: S3 accepts exactly the signed fields."""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from chalicelib.base.languages import text
from chalicelib.features.photos.rejection import RejectionReason
from tests.deployed.conftest import Ask
from tests.deployed.inside import Root
from tests.photos import photos_factory
from tests.support.running import Form, PhotoRequest, announce, eventually, form_of, new_photo_id

Spoil = Callable[[Form], Form]


def reserved(ask: Ask, data: bytes) -> tuple[PhotoRequest, str, Form]:
    request, photo_id = ask(), new_photo_id()
    return request, photo_id, form_of(announce(request, data, photo_id=photo_id))


def rewritten(form: Form, change: Callable[[dict[str, Any]], object]) -> Form:
    """Return the form with another policy under the same signature."""
    policy = json.loads(base64.b64decode(form.fields["policy"]))
    change(policy)
    return form.with_fields(policy=base64.b64encode(json.dumps(policy).encode()).decode())


def later(policy: dict[str, Any]) -> None:
    policy["expiration"] = "2099-01-01T00:00:00Z"


def longer(policy: dict[str, Any]) -> None:
    policy["conditions"] = [
        ["content-length-range", 0, 10**9] if isinstance(each, list) and each[0] == "content-length-range" else each
        for each in policy["conditions"]
    ]


SPOILED: Mapping[str, tuple[Spoil, str]] = {
    "another key": (lambda form: form.with_fields(key=f"{form.fields['key']}x"), "AccessDenied"),
    "a folder above": (lambda form: form.with_fields(key="incoming/photo.jpg"), "AccessDenied"),
    "a web page": (lambda form: form.with_fields(Content_Type="text/html"), "AccessDenied"),
    "an added acl": (lambda form: form.with_fields(acl="public-read"), "AccessDenied"),
    "no policy": (lambda form: form.without("policy"), "InvalidArgument"),
    "no signature": (lambda form: form.without("x-amz-signature"), "InvalidArgument"),
    "a forged signature": (lambda form: form.with_fields(x_amz_signature="0" * 64), "SignatureDoesNotMatch"),
    "a later end": (lambda form: rewritten(form, later), "SignatureDoesNotMatch"),
    "any length": (lambda form: rewritten(form, longer), "SignatureDoesNotMatch"),
}


@pytest.mark.parametrize("what", SPOILED)
def test_a_form_that_was_changed_stores_nothing(ask: Ask, root: Root, what: str) -> None:
    spoil, code = SPOILED[what]
    data = photos_factory.small_jpeg()
    request, photo_id, form = reserved(ask, data)

    answer = spoil(form).post(data)

    assert (answer.status in {400, 403}, code.encode() in answer.body) == (True, True), answer.body
    assert root.versions(root.incoming_key(request, photo_id)) == []
    assert request.photos()[photo_id]["status"] == "pending"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(lambda data: data + b"\0", b"EntityTooLarge", id="a byte more"),
        pytest.param(lambda data: data[:-1], b"EntityTooSmall", id="a byte less"),
        pytest.param(lambda _: b"", b"EntityTooSmall", id="nothing"),
    ],
)
def test_a_photo_has_exactly_the_announced_length(
    ask: Ask, root: Root, change: Callable[[bytes], bytes], code: bytes
) -> None:
    data = photos_factory.small_jpeg()
    request, photo_id, form = reserved(ask, data)

    answer = form.post(change(data))

    assert (answer.status, code in answer.body) == (400, True), answer.body
    assert root.versions(root.incoming_key(request, photo_id)) == []


def test_a_form_of_one_tenant_does_not_write_into_another(ask: Ask, root: Root) -> None:
    data = photos_factory.small_jpeg()
    _, _, form = reserved(ask, data)
    ours, theirs = root.system["account_id"], root.system["other_account"]["account_id"]
    key = form.fields["key"].replace(ours, theirs)

    answer = form.with_fields(key=key).post(data)

    assert answer.status == 403
    assert root.versions(key) == []


def test_a_form_ends(ask: Ask, root: Root) -> None:
    data = photos_factory.small_jpeg()
    request, photo_id, form = reserved(ask, data)
    fields = {name: form.fields[name] for name in ("Content-Type", "x-amz-checksum-sha256", "success_action_status")}
    ended = root.acting_as("api_handler")("s3").generate_presigned_post(
        root.system["buckets"]["photos"],
        form.fields["key"],
        Fields=fields,
        Conditions=[{name: value} for name, value in fields.items()],
        ExpiresIn=-1,
    )

    answer = Form(ended["url"], ended["fields"]).post(data)

    assert (answer.status, b"expired" in answer.body) == (403, True), answer.body
    assert root.versions(root.incoming_key(request, photo_id)) == []


def test_another_photo_in_the_same_form_is_never_shown_and_leaves_only_the_attached_version(
    ask: Ask, root: Root
) -> None:
    data = photos_factory.small_jpeg()
    request, photo_id, form = reserved(ask, data)
    assert form.post(data).status == 201
    request.filed(1)
    key = root.incoming_key(request, photo_id)
    attached = root.versions(key)

    replayed = form.post(data[:-1] + b"\0")

    assert replayed.status == 201
    assert eventually(lambda: root.versions(key), holds=lambda versions: versions == attached) == attached
    (item,) = request.filed(1)
    assert request.original(item) == data


def test_other_bytes_than_announced_are_refused_with_a_reason_and_leave_their_place_free(ask: Ask) -> None:
    data = photos_factory.small_jpeg()
    request, photo_id, form = reserved(ask, data)

    assert form.post(data[:-1] + b"\0").status == 201

    photo = eventually(lambda: request.photos()[photo_id], holds=lambda shown: shown["status"] != "pending")
    assert photo["status"] == "rejected"
    assert photo["reason"] == text("ru", RejectionReason.CHECKSUM_MISMATCH.message)
    assert request.attachments() == []
    assert announce(request, data).json()["status"] == "pending"
