"""Documents that features order: printed once, told about, told apart from failures, and erased."""

import hashlib
from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote

import boto3
import pytest
import time_machine
from pypdf import PdfReader

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.conversations.service import reading
from chalicelib.features.photos.service.branding import store_logo
from chalicelib.features.printing import engine, service, table
from chalicelib.features.printing.model import DocumentState, Order
from chalicelib.features.printing.service import printing
from chalicelib.features.printing.service.printing import MOST_TRIES
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Branding
from tests.payments.tasks import tasks_of
from tests.printing import examples, orders
from tests.printing.orders import KIND, SUBJECT, Things, only, ordered
from tests.support import outbox
from tests.support.lambda_events import recorded_log
from tests.support.sweeping import ask, do, open_queues
from tests.support.world import World


@pytest.fixture
def things(world: World, monkeypatch: pytest.MonkeyPatch) -> Things:
    orders.open_queue(monkeypatch)
    return orders.install(monkeypatch)


def test_an_ordered_document_is_printed_stored_and_told(world: World, things: Things) -> None:
    document = ordered(world)
    assert only(world).state is DocumentState.ORDERED

    orders.work()

    (file,) = orders.files()
    assert (file.content_type, file.key) == ("application/pdf", f"documents/{world.account.id}/{document.id}.pdf")
    assert examples.HOLDER in PdfReader(BytesIO(file.data)).pages[0].extract_text()
    printed = only(world)
    assert (printed.state, printed.title, printed.number, printed.digest) == (
        DocumentState.PRINTED,
        "Страховой полис КАСКО",
        "АА 104338828",
        hashlib.sha256(file.data).hexdigest(),
    )
    assert things.done == [document.id]


def test_the_order_belongs_to_its_transaction(world: World, things: Things) -> None:
    service.order(Transaction(), account_id=world.account.id, kind=KIND, subject=SUBJECT, language="ru")

    assert service.list_documents(world.account.id, SUBJECT) == []


def test_an_order_that_comes_twice_prints_once(world: World, things: Things) -> None:
    ordered(world)
    bodies = orders.orders()

    assert orders.function(*bodies, *bodies) == []
    assert orders.function(*bodies) == []

    assert len(things.done) == 1


def test_a_worker_that_died_after_storing_is_followed_by_one_that_stores_the_same(world: World, things: Things) -> None:
    ordered(world)
    bodies = orders.orders()
    things.broken = True
    with recorded_log():
        assert len(orders.function(*bodies)) == 1
    things.broken = False
    (before,) = orders.files()

    assert orders.function(*bodies) == []

    (after,) = orders.files()
    assert before.data == after.data
    assert only(world).state is DocumentState.PRINTED


def test_the_account_s_name_colour_phones_and_logo_are_on_it(world: World, things: Things) -> None:
    url = store_logo(world.account.id, examples.logo())
    accounts.change_account(world.admin, changes={"branding": Branding(color="#aa2200", logo_url=url)})
    ordered(world)
    orders.work()

    page = PdfReader(BytesIO(orders.files()[0].data)).pages[0]
    assert len(page.images) == 1
    said = page.extract_text()
    assert world.account.name in said


def test_case_21_a_download_is_good_for_5_minutes_and_has_a_name(world: World, things: Things) -> None:
    document = ordered(world)
    with pytest.raises(Conflict):
        service.download_url(world.account.id, SUBJECT, document.id)
    orders.work()

    url = unquote(unquote(service.download_url(world.account.id, SUBJECT, document.id)))

    assert "attachment; filename*=UTF-8''Страховой полис КАСКО АА 104338828.pdf" in url.replace("+", " ")
    assert "X-Amz-Expires=300" in url
    assert "response-content-type=application/pdf" in url


@pytest.mark.parametrize("subject", ["pol_other", SUBJECT])
def test_documents_of_others_are_not_found(world: World, things: Things, subject: str) -> None:
    document = ordered(world)
    orders.work()
    account = world.account.id if subject != SUBJECT else world.other_account.id

    with pytest.raises(NotFound):
        service.download_url(account, subject, document.id)
    assert service.list_documents(account, subject) == []


def test_case_22_a_character_without_a_glyph_is_a_task_of_a_desk(world: World, things: Things) -> None:
    things.holders[SUBJECT] = "李雷"
    document = ordered(world)

    orders.work()

    assert orders.files() == []
    failed = only(world)
    assert failed.state is DocumentState.FAILED
    assert failed.fault is not None
    assert (failed.fault.glyphs, failed.fault.place) == (("李", "雷"), "李雷")
    (task,) = tasks_of(world)
    said = reading.show_ticket(world.admin, task.id).messages[0].text
    assert (task.topic, task.kind, task.page) == ("task_document", "task", f"/console/policies/{SUBJECT}")
    assert "Страховой полис КАСКО АА 104338828" in said and "李 雷" in said and "?" not in said
    with pytest.raises(Conflict):
        service.download_url(world.account.id, SUBJECT, document.id)


def test_another_failure_of_the_same_document_is_another_task(world: World, things: Things) -> None:
    things.holders[SUBJECT] = "李雷"
    document = ordered(world)
    orders.work()
    things.holders[SUBJECT] = "王芳"

    service.print_again(world.account.id, SUBJECT, document.id)
    orders.work()

    assert len(tasks_of(world)) == 2


def test_administrators_are_told_where_no_feature_keeps_tasks(
    world: World, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "find_tasks", lambda: None)
    things.holders[SUBJECT] = "李雷"
    ordered(world)

    orders.work()

    (notice,) = outbox.messages()
    assert notice.data["notice"] == "document_glyphs"
    assert notice.data["params"] == {
        "document": "Страховой полис КАСКО АА 104338828",
        "glyphs": "李 雷",
        "place": "李雷",
        "page": f"/console/policies/{SUBJECT}",
    }
    assert tasks_of(world) == []


def test_a_mended_name_is_printed_again(world: World, things: Things) -> None:
    things.holders[SUBJECT] = "李雷"
    document = ordered(world)
    orders.work()
    things.holders[SUBJECT] = "Ли Лэй"

    service.print_again(world.account.id, SUBJECT, document.id)
    assert service.print_again(world.account.id, SUBJECT, document.id).state is DocumentState.ORDERED
    orders.work()

    assert only(world).state is DocumentState.PRINTED
    assert only(world).fault is None
    assert things.done == [document.id]


def test_a_template_that_fails_is_an_alarm_and_a_task(
    world: World, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MOST_CHARACTERS", 10)
    ordered(world)

    with recorded_log() as log:
        orders.work()

    assert log.alarms == ["document not printable"]
    assert [each.topic for each in tasks_of(world)] == ["task_document"]


def test_work_that_never_ends_is_given_up(world: World, things: Things, monkeypatch: pytest.MonkeyPatch) -> None:
    ordered(world)
    bodies = orders.orders()
    monkeypatch.setattr(engine, "print_pdf", lambda *_, **__: 1 / 0)

    with recorded_log():
        for _ in range(MOST_TRIES):
            assert len(orders.function(*bodies)) == 1
        assert orders.function(*bodies) == []

    assert only(world).state is DocumentState.FAILED
    assert [each.topic for each in tasks_of(world)] == ["task_document"]


def test_a_kind_that_is_gone_fails(world: World, things: Things) -> None:
    ordered(world, kind="of_no_feature")

    with recorded_log() as log:
        orders.work()

    assert log.alarms == ["document given up"]
    assert only(world).state is DocumentState.FAILED


def test_nothing_is_printed_of_a_thing_that_is_gone(world: World, things: Things) -> None:
    ordered(world, subject="pol_gone")

    orders.work()

    assert orders.files() == []
    assert service.list_documents(world.account.id, "pol_gone") == []


def test_the_sweep_orders_a_document_again_that_nobody_printed(
    world: World, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_queues(monkeypatch)
    ordered(world, subject="inst#pol_1#2")
    orders.orders()  # and they are lost
    things.holders["inst#pol_1#2"] = examples.HOLDER

    with time_machine.travel(now() + table.SILENCE + timedelta(seconds=1)):
        assert do(ask()) == []
        orders.work()

    assert only(world, "inst#pol_1#2").state is DocumentState.PRINTED


def test_orders_without_a_queue_wait_for_the_sweep(world: World) -> None:
    assert ordered(world).state is DocumentState.ORDERED


def test_messages_that_are_no_orders_are_dropped_with_an_alarm(world: World, things: Things) -> None:
    with recorded_log() as log:
        assert orders.function("{}") == []

    assert log.alarms == ["message that is not an order of a document"]


def test_an_order_of_a_document_that_is_not_there_is_nothing(world: World, things: Things) -> None:
    order = Order(account_id=world.account.id, subject=SUBJECT, document_id="doc_none")

    assert orders.function(order.model_dump_json()) == []


def stored() -> list[str]:
    """Return the keys of all versions of files of documents."""
    found = boto3.client("s3").list_object_versions(Bucket="photos", Prefix="documents/")
    return [each["Key"] for each in found.get("Versions", [])]


def test_a_document_that_is_erased_while_it_is_printed_leaves_no_file(world: World, things: Things) -> None:
    ordered(world)
    things.during = lambda: service.erase_documents(world.account.id, SUBJECT)

    orders.work()

    assert service.list_documents(world.account.id, SUBJECT) == []
    assert stored() == []


def test_a_document_that_is_printed_while_it_is_erased_leaves_no_file(
    world: World, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered(world)
    erase = photo_bucket.erase

    def erase_then_print(keys: list[str]) -> None:
        erase(keys)
        orders.work()

    monkeypatch.setattr(photo_bucket, "erase", erase_then_print)
    service.erase_documents(world.account.id, SUBJECT)

    assert service.list_documents(world.account.id, SUBJECT) == []
    assert stored() == []


def test_documents_are_erased_with_their_files(world: World, things: Things) -> None:
    ordered(world)
    ordered(world, language="es")
    orders.work()
    assert len(orders.files()) == 2

    service.erase_documents(world.account.id, SUBJECT)
    service.erase_documents(world.account.id, SUBJECT)

    assert service.list_documents(world.account.id, SUBJECT) == []
    assert stored() == []
