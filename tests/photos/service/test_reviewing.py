"""Verdicts on photos: their content, a case's counts, races, and reviewing at speed while photos come."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.aws.case_items import CasesRow
from chalicelib.base.errors import Invalid, NotFound
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case
from chalicelib.features.photos import service, table
from chalicelib.features.photos.model import Attachment
from chalicelib.features.photos.service import ReviewedMeanwhile, Seen
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import StaffMember
from tests.photos.retaking import photos_in_case
from tests.support import outbox, sending
from tests.support.world import World


@pytest.fixture
def photos(world: World) -> list[Attachment]:
    """Return three photos that wait in a case."""
    return photos_in_case(world, "damage", "damage", "vin")


def case_of(world: World, photo: Attachment) -> Case:
    return cases.show_case(world.admin, photo.case_id)


def as_it_is(world: World, photo: Attachment) -> Attachment:
    return service.show_attachment(world.admin, photo.case_id, photo.id)


def colleague(world: World) -> Caller:
    return world.admin._replace(principal=StaffMember("colleague"))


def noted(world: World, photo: Attachment) -> list[tuple[str, str]]:
    timeline = service.show_case(world.admin, photo.case_id).timeline
    return [(entry.type, entry.actor) for entry in timeline if entry.type.startswith("photo.unusable")]


def to_review(world: World) -> list[str]:
    page = cases.list_cases(world.admin, status=None, process=None, query=None, limit=10, position=None, to_review=True)
    return [case.id for case in page.items]


def test_a_case_counts_what_waits_and_leaves_the_list_when_nothing_does(world: World, photos: list[Attachment]) -> None:
    waiting = case_of(world, photos[0])
    assert (waiting.to_review, waiting.review_since is not None) == (3, True)
    assert (to_review(world), cases.count_cases(world.admin).to_review) == ([waiting.id], 1)

    for photo in photos:
        service.review_photo(world.admin, photo.id, usable=True)

    done = case_of(world, photos[0])
    assert (done.to_review, done.review_since, done.attachments) == (0, None, 3)
    assert (to_review(world), cases.count_cases(world.admin).to_review) == ([], 0)
    assert cases.count_cases(world.admin).by_status == {done.status: 1} | {
        status: 0 for status in type(done.status) if status != done.status
    }

    service.withdraw_verdict(world.admin, photos[1].id)

    assert (case_of(world, photos[0]).to_review, to_review(world)) == (1, [waiting.id])
    assert as_it_is(world, photos[1]).verdict is None


def test_what_is_said_of_a_photo_can_be_changed_and_history_has_what_is_unusable(
    world: World, photos: list[Attachment]
) -> None:
    photo = photos[0]
    service.review_photo(world.admin, photo.id, usable=False, reason="other", text="  Не тот автомобиль ")
    first = as_it_is(world, photo).verdict
    assert first is not None
    assert (first.usable, first.reason, first.text, first.by) == (
        False,
        "other",
        "Не тот автомобиль",
        world.admin.actor,
    )

    service.review_photo(colleague(world), photo.id, usable=False, reason="dark")
    service.review_photo(world.admin, photo.id, usable=True)
    service.withdraw_verdict(colleague(world), photo.id)

    assert noted(world, photo) == [
        ("photo.unusable", world.admin.actor),
        ("photo.unusable", "user:colleague"),
        ("photo.unusable_no_more", world.admin.actor),
    ]
    told = [event["data"] for event in outbox.events() if event["type"] == "photo.reviewed"]
    assert [(each["usable"], each["reason"]) for each in told] == [
        (False, "other"),
        (False, "dark"),
        (True, None),
        (None, None),
    ]
    assert case_of(world, photo).to_review == 3


def test_saying_the_same_again_changes_nothing(world: World, photos: list[Attachment]) -> None:
    first = service.review_photo(world.admin, photos[0].id, usable=True)
    before = case_of(world, photos[0])

    again = service.review_photo(colleague(world), photos[0].id, usable=True, seen=Seen(None))
    service.withdraw_verdict(world.admin, photos[1].id)

    assert (again, case_of(world, photos[0])) == (first, before)


def test_who_comes_second_with_something_else_is_told_who_was_first(world: World, photos: list[Attachment]) -> None:
    first = service.review_photo(colleague(world), photos[0].id, usable=True)

    with pytest.raises(ReviewedMeanwhile) as refused:
        service.review_photo(world.admin, photos[0].id, usable=False, reason="dark", seen=Seen(None))
    with pytest.raises(ReviewedMeanwhile):
        service.withdraw_verdict(world.admin, photos[0].id, seen=Seen(None))
    assert refused.value.verdict == first

    service.review_photo(world.admin, photos[0].id, usable=False, reason="dark", seen=Seen(first.at))
    service.review_photo(world.admin, photos[0].id, usable=True, seen=Seen(first.at))  # from another tab of one's own
    assert as_it_is(world, photos[0]).verdict is not None


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"usable": False}, ["/reason"]),
        ({"usable": False, "reason": "ugly"}, ["/reason"]),
        ({"usable": False, "reason": "other", "text": "  "}, ["/text"]),
        ({"usable": False, "text": "x" * 201}, ["/reason", "/text"]),
        ({"usable": True, "reason": "dark", "text": "x"}, ["/reason", "/text"]),
    ],
)
def test_what_is_no_verdict_is_said_all_at_once(
    world: World, photos: list[Attachment], said: dict[str, object], wrong: list[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        service.review_photo(world.admin, photos[0].id, **said)  # type: ignore[arg-type]
    assert [each.pointer for each in refused.value.errors] == wrong
    with pytest.raises(NotFound):
        service.review_photo(world.stranger, photos[0].id, usable=True)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("too\r\nfar\x00\u202eaway", "too far away"),
        (" \u200bdark\u200b ", "dark"),
        ("\u200b" * 300 + "dark", "dark"),
        ("x" * 199 + "\r\n", "x" * 199),
    ],
    ids=["lines and turned text", "unseen", "unseen beyond the length", "a line's end beyond the length"],
)
def test_words_are_one_line_of_what_can_be_seen(world: World, photos: list[Attachment], typed: str, kept: str) -> None:
    service.review_photo(world.admin, photos[0].id, usable=False, reason="other", text=typed)

    verdict = as_it_is(world, photos[0]).verdict
    assert verdict is not None
    assert verdict.text == kept


@pytest.mark.parametrize("text", ["\u200b", "\u2800 \u3164", "\u202e\u202c", "\r\n"])
def test_words_that_nobody_sees_are_none(world: World, photos: list[Attachment], text: str) -> None:
    with pytest.raises(Invalid) as refused:
        service.review_photo(world.admin, photos[0].id, usable=False, reason="other", text=text)

    assert [error.pointer for error in refused.value.errors] == ["/text"]
    service.review_photo(world.admin, photos[0].id, usable=True, text=text)


def test_photos_that_go_wait_no_more(world: World, photos: list[Attachment]) -> None:
    service.review_photo(world.admin, photos[0].id, usable=True)
    for photo, left in zip(photos, (2, 1, 0), strict=True):
        service.delete_attachment(world.admin, photo.id)
        assert case_of(world, photo).to_review == left
    with pytest.raises(NotFound):
        service.review_photo(world.admin, photos[0].id, usable=True)
    assert (to_review(world), cases.count_cases(world.admin).to_review) == ([], 0)


def test_photos_of_before_wait_for_nothing_and_take_a_verdict(world: World, photos: list[Attachment]) -> None:
    former = photos[0].model_copy(update={"to_review": False})
    row = table.attachments.attachment_row(former)
    row.document = {name: said for name, said in row.document.items() if name != "to_review"}
    row.save()

    service.review_photo(world.admin, former.id, usable=False, reason="dark")
    assert case_of(world, former).to_review == 3

    service.withdraw_verdict(world.admin, former.id)
    assert (as_it_is(world, former).to_review, case_of(world, former).to_review) == (True, 4)


def test_the_longest_waiting_case_comes_first_whatever_changes_in_it(world: World) -> None:
    first, second, third = (photos_in_case(world, "damage", "damage") for _ in range(3))
    service.review_photo(world.admin, first[0].id, usable=True)
    cases.change_case(world.admin, second[0].case_id, changes={"reference": "A-1"})

    assert to_review(world) == [first[0].case_id, second[0].case_id, third[0].case_id]
    page = cases.list_cases(world.admin, status=None, process=None, query=None, limit=1, position=None, to_review=True)
    assert page.position is not None
    following = cases.list_cases(
        world.admin, status=None, process=None, query=None, limit=5, position=page.position, to_review=True
    )
    assert [case.id for case in following.items] == [second[0].case_id, third[0].case_id]
    keys = {row.review_pk for row in CasesRow.scan() if row.review_pk}
    assert all(key.startswith(f"{world.account.id}#") for key in keys)


def test_verdicts_at_speed_while_photos_come_count_right(world: World) -> None:
    shown = sending.ask(world, categories={"damage": (1, 30)})
    for number in range(4):
        sending.send_and_file(shown, sending.photo(number))
    coming = [sending.send(shown, sending.photo(number))[1] for number in range(4, 10)]
    waiting = [photo.id for photo in sending.attachments(world, shown)]

    def review() -> None:
        for number in range(20):
            usable = number // len(waiting) % 2 == 0
            reason = None if usable else "dark"
            service.review_photo(world.admin, waiting[number % len(waiting)], usable=usable, reason=reason)

    with ThreadPoolExecutor(4) as pool:
        reviewing = pool.submit(review)
        list(pool.map(sending.file, coming))
        reviewing.result()

    view = service.show_case(world.admin, shown.request.case_id)
    waits = Counter(photo.to_review for photo in view.attachments)
    assert (view.case.attachments, view.case.to_review, waits) == (10, 6, Counter({True: 6, False: 4}))
    told = [event for event in outbox.events() if event["type"] == "photo.reviewed"]
    assert len({event["data"]["version"] for event in told}) == len(told) == 20
