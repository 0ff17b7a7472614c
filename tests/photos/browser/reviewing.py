"""Cases with photos to review, made without filing each photo: one is filed, the others are its copies."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.ids import new_id
from chalicelib.features.cases import changes
from chalicelib.features.cases import service as cases
from chalicelib.features.photos import service, table
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from chalicelib.identity.scopes import all_scopes
from tests.deployed.inside import Root
from tests.support.browser import photos
from tests.support.browser.system import PhotoRequest, make_request
from tests.support.running import send_photo


def cases_to_review(system: Mapping[str, Any], *, of: int, each: int) -> list[PhotoRequest]:
    """Return the requests of so many cases, each with so many photos that wait for a verdict."""
    requests = [make_request(system) for _ in range(of)]
    for seed, request in enumerate(requests):
        send_photo(request, photos.jpeg(seed=960 + seed))
    for request in requests:
        request.filed(1)
    with Root(system).in_production():
        for request in requests:
            _multiply(_reader(system), request, each)
    return requests


def verdicts(request: PhotoRequest) -> list[str]:
    """Return the verdicts on a case's photos, in order of filing: a reason, `usable`, or '' for none."""
    given = [photo["verdict"] for photo in request.attachments()]
    return [("usable" if said["usable"] else said["reason"]) if said else "" for said in given]


def judge(request: PhotoRequest, photo: Mapping[str, Any], **said: object) -> None:
    """Record a verdict by the API, as a colleague."""
    answer = request.staff("PUT", f"attachments/{photo['id']}/verdict", said)
    assert answer.status == 200, answer.body


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("(it) => document.activeElement?.matches(it)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def sees(page: Page, place: int, of: int) -> None:
    """Wait until the viewer shows a photo, not only its place."""
    expect(page.locator("#place")).to_contain_text(f"Photo {place} of {of}:")
    expect(page.locator("#picture")).to_be_visible()


def _reader(system: Mapping[str, Any]) -> Caller:
    account_id = str(system["account_id"])
    return Caller(account_id=account_id, principal=StaffMember("test"), role=Role.ADMIN, scopes=all_scopes())


def _multiply(caller: Caller, request: PhotoRequest, count: int) -> None:
    """Write copies of a case's only photo, as filing writes a photo, until there are so many."""
    (first,) = service.show_case(caller, request.case_id).attachments
    for number in range(2, count + 1):
        before = cases.show_case(caller, request.case_id)
        after, _ = changes.photo_filed(before, category=first.category)
        name = first.file_name.replace("1.", f"{number}.")
        tx = Transaction()
        copied = {"id": new_id("pho"), "file_name": name, "received_at": first.received_at + timedelta(seconds=number)}
        table.add_attachment(tx, first.model_copy(update=copied))
        cases.save(tx, before, after)
        tx.commit()
