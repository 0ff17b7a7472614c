"""Retakes: the request's part on them, its defaults from former ones, and their counts."""

from datetime import timedelta

import pytest

from chalicelib.base.clock import now
from chalicelib.features.photos import service, table
from chalicelib.features.photos.model import PhotoRequest
from chalicelib.features.photos.retakes import asked_again_at, replaced_by, to_ask_again
from chalicelib.features.photos.service.messages import written
from chalicelib.features.photos.verdicts import Again, UnusableReason
from chalicelib.tenancy import service as accounts
from tests.photos.retaking import again, judged, photos_in_case
from tests.support.sending import ADDRESS, attachments, days_later, photo, request_of, send_and_file
from tests.support.sweeping import sweep_cases
from tests.support.world import World

BLURRED, DARK, OTHER = UnusableReason.BLURRED, UnusableReason.DARK, UnusableReason.OTHER


def requests_of(world: World, case_id: str) -> list[PhotoRequest]:
    return [shown.request for shown in service.list_requests(world.admin, case_id)]


def test_a_request_asks_for_a_photo_in_place_of_each(world: World) -> None:
    first, second, vin = photos_in_case(world, "damage", "damage", "vin")
    rejected = [judged(first), judged(second, reason=OTHER, text="Не видна царапина"), judged(vin, reason=DARK)]

    request = again(world, *rejected).request

    assert request.again == (
        Again(attachment_id=first.id, category="damage", reason=BLURRED),
        Again(attachment_id=second.id, category="damage", reason=OTHER, text="Не видна царапина"),
        Again(attachment_id=vin.id, category="vin", reason=DARK),
    )
    assert [(each.code, each.min, each.max) for each in request.categories] == [("damage", 2, 10), ("vin", 1, 10)]
    stored = table.get_request(request.account_id, request.case_id, request.id)
    assert stored is not None
    assert stored.again == request.again


def test_what_it_says_stays_as_it_was_when_it_was_made(world: World) -> None:
    (photo_,) = photos_in_case(world, "damage")
    shown = again(world, judged(photo_, reason=DARK))

    judged(photo_, usable=True)

    assert request_of(shown).again[0].reason == DARK


def test_other_categories_are_asked_for_beside_and_of_both_the_larger_number(world: World) -> None:
    (photo_,) = photos_in_case(world, "damage")

    request = again(world, judged(photo_), template="quick").request
    more = again(world, photo_, categories="all").request

    assert [(each.code, each.min) for each in request.categories] == [("damage", 1), ("vin", 1)]
    assert len(more.categories) == len(world.account.categories)


def test_it_goes_to_whom_and_how_the_photos_were_asked_for(world: World) -> None:
    before = {"phone": "+79161234567", "email": "m@example.org", "channels": ("sms", "email"), "language": "es"}
    (photo_,) = photos_in_case(world, "damage", owner_name="Мария", **before)

    request = again(world, judged(photo_)).request

    assert {name: getattr(request, name) for name in before} == before
    assert request.owner_name == "Мария"


def test_of_what_is_said_nothing_is_taken_over(world: World) -> None:
    (photo_,) = photos_in_case(world, "damage", phone="+79161234567", channels=("sms",), language="es")

    asked = service.Asking(case_id=photo_.case_id, again=(judged(photo_).id,), phone="+79161110000", language="ru")
    request = service.ask_for_photos(world.admin, asked).request

    assert (request.phone, request.language, request.channels) == ("+79161110000", "ru", ())


def test_a_category_that_the_account_has_no_more_is_asked_for_as_before(world: World) -> None:
    (photo_,) = photos_in_case(world, "keys")
    account = accounts.load_account(world.account.id)
    accounts.change_account(world.admin, changes={"own_categories": ()}, since=account)

    request = again(world, judged(photo_)).request

    assert [category.label("ru") for category in request.categories] == ["Ключи"]


def test_a_photo_is_to_be_asked_for_until_a_request_asks_for_it(world: World) -> None:
    photos = photos_in_case(world, "damage", "damage")
    rejected = judged(photos[0])
    case_id = rejected.case_id
    assert to_ask_again([*photos[1:], rejected], requests_of(world, case_id), at=now()) == (rejected,)

    shown = again(world, rejected)

    assert to_ask_again([rejected], requests_of(world, case_id), at=now()) == ()
    assert asked_again_at(rejected.id, requests_of(world, case_id), at=now()) == shown.request.created_at


@pytest.mark.parametrize("end", ["withdrawn", "expired"])
def test_a_request_that_ended_in_vain_asks_for_nothing(world: World, end: str) -> None:
    (photo_,) = photos_in_case(world, "damage")
    shown = again(world, judged(photo_))
    if end == "withdrawn":
        service.revoke(world.admin, shown.request.id)
    at = now() + timedelta(days=8 if end == "expired" else 0)

    assert asked_again_at(photo_.id, requests_of(world, photo_.case_id), at=at) is None


def test_the_new_photo_gets_a_number_of_its_own_and_says_what_it_replaces(world: World) -> None:
    first, second = photos_in_case(world, "damage", "damage")
    shown = again(world, judged(first))

    send_and_file(shown, photo(7), category="damage")

    (new,) = [each for each in attachments(world, shown) if each.request_id == shown.request.id]
    assert new.file_name == "Повреждения-03.jpg"
    requests = requests_of(world, first.case_id)
    assert (replaced_by(new, requests), replaced_by(second, requests)) == ((first.id,), ())
    assert {each.id for each in attachments(world, shown)} == {first.id, second.id, new.id}


def test_retakes_are_counted_by_reason_when_asked_and_once_only(world: World) -> None:
    photos = photos_in_case(world, "damage", "damage", "vin")
    shown = again(world, judged(photos[0]), judged(photos[1]), judged(photos[2], reason=DARK))
    counts = {reason: service.show_figures(world.admin).tally().asked_again(reason) for reason in UnusableReason}
    assert counts == {BLURRED: 2, DARK: 1, UnusableReason.TOO_FAR: 0, UnusableReason.WRONG_SUBJECT: 0, OTHER: 0}

    for number, each in enumerate(photos):
        send_and_file(shown, photo(10 + number), category=each.category)
    service.submit(shown.link.token, address=ADDRESS)

    figures = service.show_figures(world.admin)
    assert figures.tally().all_asked_again == 3
    assert sum(line.tally.all_asked_again for line in figures.lines()) == 3
    assert figures.tally(device="unknown").all_asked_again + figures.tally(device="unopened").all_asked_again == 3


def test_retakes_of_a_request_that_is_open_again_are_counted_once(world: World) -> None:
    (photo_,) = photos_in_case(world, "damage")
    shown = again(world, judged(photo_))
    with days_later(8):
        sweep_cases()
        service.extend(world.admin, shown.request.id, days=3)

        figures = service.show_figures(world.admin)
        assert figures.tally().asked_again(BLURRED) == 1
        assert sum(line.tally.all_asked_again for line in figures.lines()) == 1


def test_the_messages_say_why_and_what_to_do_better(world: World) -> None:
    photos = photos_in_case(world, "damage", "damage", "vin", language="en")
    rejected = [judged(photos[0]), judged(photos[1]), judged(photos[2], reason=OTHER, text="Digit 9")]
    asked = service.Asking(case_id=photos[0].case_id, again=tuple(each.id for each in rejected))

    preview = service.preview_messages(world.admin, asked)

    assert " 3 " in preview.sms
    assert preview.subject.endswith(": 3 photos to take once more")
    assert "- Damage\n  2 × The photo is blurred.\n  Hold the phone still" in preview.text
    assert "- VIN\n  The photo can't be used.\n  “Digit 9”\n" in preview.text


def test_a_later_message_speaks_of_what_has_not_come(world: World) -> None:
    photos = photos_in_case(world, "damage", "vin", language="en")
    shown = again(world, *map(judged, photos))
    send_and_file(shown, photo(9), category="vin")

    _, email = written(world.account, request_of(shown))

    assert "- Damage\n  The photo is blurred." in email.text
    assert "- VIN\n  The photo is blurred." not in email.text
