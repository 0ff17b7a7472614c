"""Ids, and the counts of photos by state."""

import re
import time

import pytest

from tests.photos.browser.modules.conftest import LINK, Lab

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_AT = "({ ulid }, times) => times.map((time) => { Date.now = () => time; return ulid(); })"


def test_an_id_is_a_ulid_of_this_moment(lab: Lab) -> None:
    before = int(time.time() * 1000)

    made = lab.run("album", "({ ulid }) => ulid()")

    assert re.fullmatch(f"[{_CROCKFORD}]{{26}}", made)
    milliseconds = 0
    for digit in made[:10]:
        milliseconds = milliseconds * 32 + _CROCKFORD.index(digit)
    assert before <= milliseconds <= time.time() * 1000


def test_ids_sort_by_their_time_and_are_unique(lab: Lab) -> None:
    times = [0, 1, 31, 32, 1_700_000_000_000, 1_700_000_000_001, 1_900_000_000_000, 2**48 - 1]

    made = lab.run("album", _AT, times)
    many = lab.run("album", "({ ulid }) => Array.from({ length: 5000 }, ulid)")

    assert made == sorted(made)
    assert (made[0][:10], made[-1][:10]) == ("0" * 10, "7" + "Z" * 9)
    assert len(set(many)) == 5000
    assert {digit for each in many for digit in each[10:]} == set(_CROCKFORD)


def test_a_rejected_photo_gives_its_place_back_and_a_removed_one_is_not_seen(lab: Lab) -> None:
    places = lab.run(
        "album",
        """({ photoOf, update, photosOf, taken }) => {
          for (const status of ['received', 'sending', 'failed', 'rejected', 'removed']) {
            update(photoOf({ id: status, category: 'exterior', status }));
          }
          update(photoOf({ id: 'other', category: 'damage', status: 'received' }));
          return [photosOf('exterior').map(({ id }) => id), taken('exterior'), taken('damage')];
        }""",
    )

    assert places == [["received", "sending", "failed", "rejected"], 3, 1]


@pytest.mark.parametrize(
    ("status", "moving", "ours"),
    [
        ("kept", True, True),
        ("sending", True, True),
        ("waiting", True, True),
        ("sent", True, True),
        ("elsewhere", True, False),
        ("failed", False, True),
        ("received", False, False),
        ("rejected", False, False),
        ("removed", False, False),
    ],
)
def test_bytes_are_kept_until_the_server_has_the_photo(shared_lab: Lab, status: str, moving: bool, ours: bool) -> None:
    work = "({ photoOf, ...of }, status) => [of.underway, of.unsent].map((each) => each(photoOf({ id: '1', status })))"

    assert shared_lab.run("album", work, status) == [moving, ours]


def test_who_watches_is_told_of_each_change_and_of_one_that_went_away(lab: Lab) -> None:
    told = lab.run(
        "album",
        """({ watch, photoOf, update, drop, album }) => {
          const told = [];
          watch((photo) => told.push(photo && `${photo.id} ${photo.status} ${photo.link}`));
          const photo = photoOf({ id: '1', category: 'exterior', status: 'sending' });
          update(photo);
          update(photo, { status: 'received' });
          drop(photo);
          return [...told, album.size];
        }""",
    )

    assert told == [f"1 sending {LINK}", f"1 received {LINK}", None, 0]
