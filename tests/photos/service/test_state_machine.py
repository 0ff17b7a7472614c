"""Photos on their way in any order: phones, events, staff, time. The promises of docs/reliability always hold."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle as Known
from hypothesis.stateful import (
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, LinkExpired, LinkUnknown, NotFound
from chalicelib.features.cases import service as cases
from chalicelib.features.photos import service, table
from chalicelib.features.photos.model import OPEN, RequestStatus, UploadStatus
from chalicelib.features.photos.service import Announced, Shown
from chalicelib.features.photos.service.keys import keys_of
from tests.photos import photos_factory
from tests.support import outbox, sending
from tests.support.sweeping import sweep_cases
from tests.support.world import opened

LIMITS = {"damage": (1, 2), "vin": (1, 1)}
#: Photos after which a request may end: before that there is little that could go wrong.
ENOUGH = 3
REFUSED = (Conflict, LinkExpired, LinkUnknown, NotFound)
BYTES: dict[str, Callable[[int], bytes]] = {
    "photo": sending.photo,
    "broken": lambda number: photos_factory.truncated(sending.photo(number)),
}
#: The rank of a state: no step leads to a lower one but extending, which reopens an expired request.
_UPLOAD_RANK = {
    UploadStatus.RESERVED: 0,
    UploadStatus.EXPIRED: 0,
    UploadStatus.FILED: 1,
    UploadStatus.REJECTED: 1,
    UploadStatus.REMOVED: 2,
}


@dataclass(frozen=True)
class Sent:
    """A photo that a phone has announced: its true bytes, and where they go."""

    photo: Announced
    data: bytes
    key: str


@dataclass
class Seen:
    """The state after the last step."""

    uploads: dict[str, UploadStatus] = field(default_factory=dict)
    status: RequestStatus = RequestStatus.CREATED
    filed: dict[str, int] = field(default_factory=dict)
    version: int = 0
    case_version: int = 0


class PhotosOnTheirWay(RuleBasedStateMachine):
    """One request, to which several phones send while staff and time act."""

    announced = Known("announced")
    reported = Known("reported")

    @initialize()
    def begin(self) -> None:
        self.opening = opened()
        self.world = self.opening.__enter__()
        self.clock = time_machine.travel(now(), tick=False)
        self.traveller = self.clock.start()
        self.shown: Shown = sending.ask(self.world, categories=LIMITS, expires_in_days=1)
        self.seen = Seen()
        self.left_expired = 0
        self.stored: dict[str, set[bytes]] = {}

    def teardown(self) -> None:
        if hasattr(self, "clock"):
            self.clock.stop()
            self.opening.__exit__(None, None, None)

    # The acts of phones

    @rule(
        target=announced,
        category=st.sampled_from(sorted(LIMITS)),
        kind=st.sampled_from(sorted(BYTES)),
        number=st.integers(0, 3),
    )
    def reserve(self, category: str, kind: str, number: int) -> Any:
        data = BYTES[kind](number)
        photo = sending.announced(data, category=category)
        try:
            reservation = sending.reserve(self.shown, photo)
        except REFUSED:
            return multiple()
        if reservation.form is None:
            return multiple()
        return Sent(photo, data, reservation.form.fields["key"])

    @rule(target=reported, category=st.sampled_from(sorted(LIMITS)), number=st.integers(0, 3), late=st.booleans())
    def send(self, category: str, number: int, late: bool) -> Any:
        """Send a photo in one usual step, so that the other steps meet photos that came, or came late."""
        sent = self.reserve(category=category, kind="photo", number=number)
        if not isinstance(sent, Sent):
            return multiple()
        if late:
            self._pass(hours=1, swept=True)
        report = self._put(sent, sent.data)
        self.deliver(report=report)
        return report

    @rule(sent=announced)
    def reserve_again(self, sent: Sent) -> None:
        with suppress(*REFUSED):
            sending.reserve(self.shown, sent.photo)

    @rule(target=reported, sent=announced, right=st.booleans())
    def upload(self, sent: Sent, right: bool) -> tuple[str, str]:
        return self._put(sent, sent.data if right else b"other bytes")

    def _put(self, sent: Sent, data: bytes) -> tuple[str, str]:
        self.stored.setdefault(sent.key, set()).add(data)
        return sent.key, sending.put(sent.key, data)

    @rule(sent=announced)
    def remove(self, sent: Sent) -> None:
        with suppress(*REFUSED):
            service.remove_upload(self.shown.link.token, sent.photo.photo_id, address=sending.ADDRESS)

    @rule()
    def submit(self) -> None:
        with suppress(*REFUSED):
            completed = service.submit(self.shown.link.token, address=sending.ADDRESS)
            assert not completed.missing or self.seen.status == RequestStatus.COMPLETED

    # The acts of S3 and the queue

    @rule(report=reported)
    def deliver(self, report: tuple[str, str]) -> None:
        with suppress(service.NotArrived):
            sending.file(*report)

    @rule(report=consumes(reported))
    def lose_the_event(self, report: tuple[str, str]) -> None:
        """Only the sweep will find it."""

    # The acts of staff and time

    @precondition(lambda self: len(self.seen.uploads) > ENOUGH)
    @rule()
    def revoke(self) -> None:
        was = sending.request_of(self.shown).status
        service.revoke(self.world.admin, self.shown.request.id)  # in any state
        self.left_expired += was == RequestStatus.EXPIRED

    @precondition(lambda self: len(self.seen.uploads) > ENOUGH)
    @rule()
    def let_a_day_pass(self) -> None:
        self._pass(hours=26, swept=True)

    @rule()
    def extend(self) -> None:
        was = sending.request_of(self.shown).status
        with suppress(*REFUSED):
            service.extend(self.world.admin, self.shown.request.id, days=1)
            self.left_expired += was == RequestStatus.EXPIRED

    @rule(hours=st.sampled_from([0.2, 1]), swept=st.booleans())
    def let_time_pass(self, hours: float, swept: bool) -> None:
        self._pass(hours=hours, swept=swept)

    def _pass(self, *, hours: float, swept: bool) -> None:
        self.traveller.shift(timedelta(hours=hours))
        if swept:
            sweep_cases()

    @precondition(lambda self: self.seen.uploads and UploadStatus.FILED in self.seen.uploads.values())
    @rule(which=st.integers(0, 5))
    def delete_attachment(self, which: int) -> None:
        attachments = sending.attachments(self.world, self.shown)
        service.delete_attachment(self.world.admin, attachments[which % len(attachments)].id)

    @precondition(lambda self: self.seen.uploads and UploadStatus.FILED in self.seen.uploads.values())
    @rule(which=st.integers(0, 5), usable=st.sampled_from([True, False, None]))
    def review(self, which: int, usable: bool | None) -> None:
        attachments = sending.attachments(self.world, self.shown)
        photo = attachments[which % len(attachments)].id
        if usable is None:
            service.withdraw_verdict(self.world.admin, photo)
        else:
            service.review_photo(self.world.admin, photo, usable=usable, reason=None if usable else "dark")

    # The invariants

    @invariant()
    def everything_agrees(self) -> None:
        if not hasattr(self, "shown"):
            return
        request, uploads = table.read_request(self.world.account.id, self.shown.request.case_id, self.shown.request.id)
        assert request is not None
        view = service.show_case(self.world.admin, self.shown.request.case_id)
        states = {upload.photo_id: upload.status for upload in uploads}
        held = Counter(u.category for u in uploads if u.status in {UploadStatus.RESERVED, UploadStatus.FILED})
        filed = {upload.photo_id: upload for upload in uploads if upload.status == UploadStatus.FILED}

        self._counts_agree(request, view, held, Counter(upload.category for upload in filed.values()))
        self._nothing_is_shown_that_was_not_checked(view, filed)
        self._states_only_rise(request, states, view)
        self._each_transition_was_told_once(request, uploads, view)
        self._the_case_waits_and_is_counted_as_it_is(request, view)
        self.seen = Seen(states, request.status, request.filed, request.version, view.case.version)

    def _counts_agree(self, request: Any, view: Any, held: Counter[str], filed: Counter[str]) -> None:
        for category, (_, most) in LIMITS.items():
            assert filed[category] <= held[category] <= most
            assert request.used[category] == held[category]
            assert request.filed[category] == filed[category]
            assert view.counts.get(category, 0) == filed[category]
        assert view.case.attachments == len(view.attachments) == filed.total()

    def _nothing_is_shown_that_was_not_checked(self, view: Any, filed: dict[str, Any]) -> None:
        assert {attachment.photo_id for attachment in view.attachments} == filed.keys()
        for attachment in view.attachments:
            photo = filed[attachment.photo_id]
            right = [data for data in self.stored[attachment.key] if len(data) == photo.bytes]
            assert right
            assert attachment.sha256 == photo.sha256
            assert set(keys_of(photo)) <= sending.keys_in_bucket()
        hashes = Counter((attachment.request_id, attachment.sha256) for attachment in view.attachments)
        assert set(hashes.values()) <= {1}
        names = [attachment.file_name for attachment in view.attachments]
        assert len(names) == len(set(names))

    def _states_only_rise(self, request: Any, states: dict[str, UploadStatus], view: Any) -> None:
        for photo_id, before in self.seen.uploads.items():
            assert _UPLOAD_RANK[states[photo_id]] >= _UPLOAD_RANK[before]
        if request.status != self.seen.status and self.seen.status not in OPEN:
            # staff extended an expired request, or withdrew an ended one
            assert self.seen.status == RequestStatus.EXPIRED or request.status == RequestStatus.REVOKED
        if self.seen.status == RequestStatus.REVOKED:
            # nothing is filed any more, though an administrator may remove a filed photo
            assert all(count <= self.seen.filed[category] for category, count in request.filed.items())
        assert request.version >= self.seen.version
        if request.status != self.seen.status or states != self.seen.uploads:
            changed = {photo_id for photo_id in states if states[photo_id] != self.seen.uploads.get(photo_id)}
            removed_for_good = {UploadStatus.REJECTED, UploadStatus.EXPIRED}
            quiet = all(self.seen.uploads.get(photo_id) in removed_for_good for photo_id in changed)
            assert request.version > self.seen.version or (quiet and request.status == self.seen.status)
        assert view.case.version >= self.seen.case_version

    def _the_case_waits_and_is_counted_as_it_is(self, request: Any, view: Any) -> None:
        waits = {request.id: request.expires_at} if request.status in {*OPEN, RequestStatus.EXPIRED} else {}
        assert view.case.waits == waits
        waiting = [photo for photo in view.attachments if photo.to_review]
        assert all(photo.verdict is None for photo in waiting)
        assert (view.case.to_review, view.case.review_since is not None) == (len(waiting), bool(waiting))
        counted = cases.count_cases(self.world.admin)
        assert Counter(counted.by_status) == Counter({view.case.status: 1})
        assert counted.to_review == bool(waiting)

    def _each_transition_was_told_once(self, request: Any, uploads: list[Any], view: Any) -> None:
        told = Counter(event["type"] for event in outbox.events())
        ever_filed = sum(view.case.filed.values())
        assert told["photo.filed"] == ever_filed
        assert told["photo.rejected"] == request.rejected
        assert told["photo_request.completed"] == (request.completed_at is not None)
        assert told["photo_request.revoked"] == (request.status == RequestStatus.REVOKED)
        assert told["photo_request.expired"] == self.left_expired + (request.status == RequestStatus.EXPIRED)
        of_request = [e["data"]["version"] for e in outbox.events() if e["type"].startswith("photo_request.")]
        assert of_request == sorted(set(of_request))


def run(*, examples: int, steps: int) -> None:
    profile = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(PhotosOnTheirWay, settings=profile)


def test_photos_in_any_order() -> None:
    run(examples=5, steps=16)


@pytest.mark.slow
def test_photos_in_any_order_for_long() -> None:
    run(examples=150, steps=50)
