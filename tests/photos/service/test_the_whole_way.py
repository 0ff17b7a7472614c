"""The whole way within one process: ask, reserve, upload, file, submit, look."""

import hashlib

import boto3
from ulid import ULID

from chalicelib.features.photos import service
from chalicelib.features.photos.model import RequestStatus, UploadStatus
from chalicelib.tenancy.model import CategoryChoice
from tests.photos import photos_factory
from tests.support.world import World


def test_a_photo_goes_from_request_to_attachment(world: World) -> None:
    shown = service.ask_for_photos(
        world.admin,
        service.Asking(phone="8 (916) 123-45-67", channels=("sms",), categories=[CategoryChoice(code="damage")]),
    )
    data = photos_factory.jpeg(800, 600)
    announced = service.Announced(
        photo_id=str(ULID()),
        category="damage",
        bytes=len(data),
        content_type="image/jpeg",
        sha256=hashlib.sha256(data).hexdigest(),
    )

    reservation = service.reserve_upload(shown.link.token, announced, address="192.0.2.1")
    assert reservation.form is not None
    key = reservation.form.fields["key"]
    boto3.client("s3").put_object(Bucket="photos", Key=key, Body=data)
    status = service.file_photo(service.Arrived(key=key, version_id=None))
    completed = service.submit(shown.link.token, address="192.0.2.1")

    assert status == UploadStatus.FILED
    assert completed.status == RequestStatus.COMPLETED
    view = service.show_case(world.admin, shown.request.case_id)
    assert [attachment.file_name for attachment in view.attachments] == ["Повреждения-01.jpg"]
    assert view.requests[0].request.filed == {"damage": 1}
    assert shown.messages[0].to == "+79161234567"
    assert [entry.type for entry in view.timeline] == [
        "case.created",
        "photo_request.created",
        "photo.filed",
        "photo_request.completed",
    ]
