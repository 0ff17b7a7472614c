"""Places of photos: hidden unless the account asks for them."""

from typing import Any

import boto3
import pytest

from chalicelib.identity import keys as api_keys
from chalicelib.identity.model import Scope
from tests.photos import photos_factory
from tests.photos.photos_factory import Camera, jpeg
from tests.support.api.client import as_key
from tests.support.api.desk import at_desk
from tests.support.api.people import People
from tests.support.api.steps import asked, photo_sent

MAKERS: dict[str, photos_factory.MakePhoto] = {
    "image/jpeg": jpeg,
    "image/png": photos_factory.png,
    "image/webp": photos_factory.webp,
    "image/heic": photos_factory.heic,
}
PLACE = Camera(gps=(55.75, 37.6))


def places(api: People, request: Any) -> list[Any]:
    """Return the places of the request's photos by the API; the console must show the same."""
    told = [each["gps"] for each in api.viewer.get(f"/v1/cases/{request['case_id']}/attachments").json["items"]]
    page = at_desk(api.staff).get(f"/console/cases/{request['case_id']}").text
    assert page.count("mlat=55.75") == sum(place is not None for place in told)
    return told


def test_no_format_tells_a_place_unless_the_account_asks_for_it(api: People) -> None:
    request = asked(api.staff, categories=[{"code": "damage", "max": 30}])
    for content_type, make in MAKERS.items():
        photo_sent(request, make(camera=PLACE), content_type=content_type)

    assert places(api, request) == [None] * 4
    assert api.viewer.get("/v1/account").expect(200)["keep_place"] is False

    assert api.admin.patch("/v1/account", {"keep_place": True}).expect(200)["keep_place"] is True
    for content_type, make in MAKERS.items():
        photo_sent(request, make(320, 200, camera=PLACE), content_type=content_type)

    assert places(api, request) == [None] * 4 + [[55.75, 37.6]] * 4


def test_places_of_before_are_shown_only_while_the_account_asks_for_them(api: People) -> None:
    request = asked(api.staff)
    api.admin.patch("/v1/account", {"keep_place": True}).expect(200)
    photo_sent(request, jpeg(camera=PLACE))
    photos = f"/console/cases/{request['case_id']}/photos"
    tag = at_desk(api.staff).get(photos).headers["etag"]

    seen_while = []
    for keep in (True, False, True):
        api.admin.patch("/v1/account", {"keep_place": keep}).expect(200)
        seen_while += places(api, request)

    assert seen_while == [[55.75, 37.6], None, [55.75, 37.6]]
    api.admin.patch("/v1/account", {"keep_place": False}).expect(200)
    assert at_desk(api.staff).get(photos, **{"If-None-Match": tag}).status == 200


def test_the_original_keeps_its_bytes_either_way(api: People) -> None:
    request, data = asked(api.staff), jpeg(camera=PLACE)

    photo_sent(request, data)

    (key,) = (
        each["Key"] for each in boto3.client("s3").list_objects_v2(Bucket="photos", Prefix="incoming/")["Contents"]
    )
    assert boto3.client("s3").get_object(Bucket="photos", Key=key)["Body"].read() == data


@pytest.mark.parametrize("told", ["yes", 1, None, []])
def test_the_setting_is_true_or_false(api: People, told: Any) -> None:
    assert api.admin.patch("/v1/account", {"keep_place": told}).pointers == ["/keep_place"]


def test_who_may_not_read_cases_does_not_decide_what_is_seen_of_them(api: People) -> None:
    _, secret = api_keys.add_api_key(account_id=api.account.id, name="x", scopes=frozenset({Scope.ACCOUNT_WRITE}))

    refused = as_key(secret).patch("/v1/account", {"keep_place": True})

    assert "cases:read" in refused.expect(403)["detail"]
