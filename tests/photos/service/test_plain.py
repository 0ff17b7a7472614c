"""Photos that plain forms bring: nothing is known of them before they are there."""

import hashlib
from typing import Any

import pytest

from chalicelib.base.errors import Conflict, Invalid, LinkExpired, LinkUnknown
from chalicelib.features.photos import service, table
from chalicelib.features.photos.model import UploadStatus
from chalicelib.features.photos.service import Shown
from tests.photos import photos_factory
from tests.support import sending
from tests.support.faults import counted
from tests.support.sweeping import sweep_cases
from tests.support.world import World

BACK = "https://photos.example/r/x?lang=ru"


def begin(shown: Shown, category: str = "damage") -> str:
    """Press the category's button."""
    return service.begin_photo(shown.link.token, category, address=sending.ADDRESS, device="phone")


def form(shown: Shown, photo_id: str) -> Any:
    """Look at a slot's form."""
    return service.show_form(shown.link.token, photo_id, back_to=BACK, address=sending.ADDRESS)


def key_of(shown: Shown, photo_id: str) -> str:
    return str(form(shown, photo_id).form.fields["key"])


def came(shown: Shown, data: bytes, category: str = "damage") -> tuple[str, str, str]:
    """Bring a photo by a form and file it; return its id, its key and its version."""
    photo_id = begin(shown, category)
    key = key_of(shown, photo_id)
    version = sending.put(key, data)
    sending.file(key, version)
    return photo_id, key, version


def hashes(world: World, shown: Shown) -> list[str]:
    return sorted(attachment.sha256 for attachment in sending.attachments(world, shown))


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "heic"])
def test_the_bytes_say_what_the_photo_is(world: World, kind: str) -> None:
    shown, data = sending.ask(world), getattr(photos_factory, kind)()

    photo_id, _, version = came(shown, data)

    upload = sending.upload_of(shown, photo_id)
    (attachment,) = sending.attachments(world, shown)
    assert (upload.status, upload.sha256, upload.bytes) == (UploadStatus.FILED, sha(data), len(data))
    assert (attachment.content_type, attachment.bytes, attachment.version_id) == (f"image/{kind}", len(data), version)
    assert attachment.file_name.rpartition(".")[2] in {"jpg", "png", "webp", "heic"}
    assert sending.request_of(shown).used == sending.request_of(shown).filed == {"damage": 1}


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"%PDF-1.7 " + b"0" * 99, "not_an_image"), (b"GIF89a" + b"0" * 99, "unsupported_type")],
    ids=["pdf", "gif"],
)
def test_what_is_no_photo_is_refused_and_leaves_its_place(world: World, data: bytes, reason: str) -> None:
    shown = sending.ask(world, categories={"damage": (1, 1)})

    photo_id, _, _ = came(shown, data)

    assert sending.upload_of(shown, photo_id).reason == reason
    assert sending.request_of(shown).used == {"damage": 0}
    came(shown, sending.photo())
    assert hashes(world, shown) == [sha(sending.photo())]


def test_the_form_says_exactly_what_it_may_send(world: World) -> None:
    shown = sending.ask(world)

    signed = form(shown, begin(shown)).form

    assert signed.fields["Content-Type"] == "application/octet-stream"
    assert signed.fields["success_action_redirect"] == BACK
    assert signed.fields["key"].startswith("incoming/")


def test_a_form_that_is_opened_again_or_twice_at_once_takes_one_slot(world: World) -> None:
    shown = sending.ask(world, categories={"damage": (1, 1)})

    photos = {begin(shown) for _ in range(3)}

    assert len(photos) == 1
    assert sending.request_of(shown).used == {"damage": 1}


def test_a_slot_that_has_its_photo_is_not_offered_again(world: World) -> None:
    shown = sending.ask(world)
    first = begin(shown)
    sending.put(key_of(shown, first), sending.photo())  # and nobody has filed it yet

    second = begin(shown)

    assert second != first
    assert form(shown, first) is None


def test_a_slot_that_was_never_used_is_given_back(world: World) -> None:
    shown = sending.ask(world, categories={"damage": (1, 1)})
    photo_id = begin(shown)

    with sending.days_later(0.1):
        sweep_cases()

        assert sending.upload_of(shown, photo_id).status == UploadStatus.EXPIRED
        assert sending.request_of(shown).used == {"damage": 0}
        assert begin(shown) != photo_id


def test_a_photo_that_comes_late_is_filed_if_there_is_room(world: World) -> None:
    shown = sending.ask(world)
    photo_id = begin(shown)
    key = key_of(shown, photo_id)

    with sending.days_later(0.1):
        sweep_cases()
        sending.put(key, sending.photo())
        sending.file(key)

    assert sending.upload_of(shown, photo_id).status == UploadStatus.FILED
    assert sending.request_of(shown).used == {"damage": 1}


def test_the_sweep_files_a_photo_whose_event_got_lost(world: World) -> None:
    shown = sending.ask(world)
    photo_id = begin(shown)
    sending.put(key_of(shown, photo_id), sending.photo())

    with sending.days_later(0.1):
        sweep_cases()

    assert sending.upload_of(shown, photo_id).status == UploadStatus.FILED


@pytest.mark.parametrize("announced_first", [True, False])
def test_the_same_photo_is_stored_once_and_the_other_is_said(world: World, announced_first: bool) -> None:
    shown = sending.ask(world, categories={"damage": (1, 3), "vin": (1, 1)})
    if announced_first:
        sending.send_and_file(shown, sending.photo())
    else:
        came(shown, sending.photo())

    photo_id, _, _ = came(shown, sending.photo(), "vin")

    twin = sending.upload_of(shown, photo_id)
    assert (twin.status, twin.reason) == (UploadStatus.REJECTED, "duplicate")
    assert hashes(world, shown) == [sha(sending.photo())]
    assert sending.request_of(shown).used == {"damage": 1, "vin": 0}
    assert not any(photo_id in key for key in sending.keys_in_bucket("renditions/"))
    # the hash is still the first one's
    assert sending.reserve(shown, sending.announced(sending.photo())).status == "duplicate"


def test_a_photo_can_be_taken_back_and_sent_again(world: World) -> None:
    shown = sending.ask(world)
    photo_id, _, _ = came(shown, sending.photo())

    service.remove_upload(shown.link.token, photo_id, address=sending.ADDRESS)
    came(shown, sending.photo())

    assert hashes(world, shown) == [sha(sending.photo())]


def test_a_slot_can_be_taken_back_before_anything_came(world: World) -> None:
    shown = sending.ask(world)
    photo_id = begin(shown)

    service.remove_upload(shown.link.token, photo_id, address=sending.ADDRESS)

    assert sending.request_of(shown).used == {"damage": 0}
    assert form(shown, photo_id) is None


def test_another_photo_through_the_same_form_is_filed_too(world: World) -> None:
    shown = sending.ask(world)
    _, key, _ = came(shown, sending.photo(0))

    later = sending.put(key, sending.photo(1))
    for _ in range(2):  # events repeat
        sending.file(key, later)
        for copied in sending.keys_in_bucket("incoming/") - {key}:
            sending.file(copied)

    assert hashes(world, shown) == sorted([sha(sending.photo(0)), sha(sending.photo(1))])
    assert sending.request_of(shown).used == {"damage": 2}


def test_another_photo_for_which_there_is_no_room_is_said(world: World) -> None:
    shown = sending.ask(world, categories={"damage": (1, 1)})
    _, key, _ = came(shown, sending.photo(0))

    later = sending.put(key, sending.photo(1))
    for _ in range(2):
        sending.file(key, later)

    view = service.show_page(shown.link.token, address=sending.ADDRESS)
    assert [(upload.status, upload.reason) for upload in view.uploads] == [
        (UploadStatus.FILED, None),
        (UploadStatus.REJECTED, "too_many"),
    ]
    assert sending.request_of(shown).rejected == 1


def test_a_form_that_a_script_sends_without_end_fills_no_case(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_RESERVATIONS", 3)
    shown = sending.ask(world, categories={"damage": (1, 1)})
    _, key, _ = came(shown, sending.photo(0))

    for number in range(1, 8):
        sending.file(key, sending.put(key, sending.photo(number)))

    request = sending.request_of(shown)
    uploads = table.list_uploads(request.account_id, request.case_id)
    assert (request.rejected, len(uploads)) == (3, 4)


def test_the_same_photo_through_the_same_form_changes_nothing(world: World) -> None:
    shown = sending.ask(world)
    _, key, _ = came(shown, sending.photo())

    sending.file(key, sending.put(key, sending.photo()))

    assert sending.request_of(shown).used == {"damage": 1}
    assert sending.keys_in_bucket("incoming/") == {key}


def test_a_form_shows_that_a_person_is_there(world: World) -> None:
    shown = sending.ask(world)

    begin(shown)

    request = sending.request_of(shown)
    assert (request.device, request.opened_at is not None) == ("phone", True)


def test_looking_at_a_form_writes_nothing(world: World) -> None:
    shown = sending.ask(world)
    photo_id = begin(shown)

    with counted() as operations:
        form(shown, photo_id)

    assert operations == ["GetItem", "Query", "HeadObject"]


def test_what_can_not_be_begun_is_refused(world: World) -> None:
    shown = sending.ask(world, categories={"damage": (1, 1)})
    with pytest.raises(Invalid):
        begin(shown, "vin")
    came(shown, sending.photo())
    with pytest.raises(Conflict) as full:
        begin(shown)
    assert full.value.extra == {"full": "damage"}
    service.submit(shown.link.token, address=sending.ADDRESS)
    with pytest.raises(LinkExpired):
        begin(shown)


def test_an_ended_request_shows_no_form(world: World) -> None:
    shown = sending.ask(world)
    photo_id = begin(shown)
    service.revoke(world.admin, shown.request.id)

    with pytest.raises(LinkUnknown):
        form(shown, photo_id)
