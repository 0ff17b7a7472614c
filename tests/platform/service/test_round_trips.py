"""Calls to AWS of each use case, as exact lists: a new call has to be added here."""

from collections.abc import Callable

from chalicelib.base.errors import Conflict
from chalicelib.features.cases import service as cases
from chalicelib.features.photos import service
from tests.support import sending
from tests.support.faults import counted
from tests.support.world import World


def calls_of(use_case: Callable[[], object], *, warm: Callable[[], object]) -> list[str]:
    """Return the operations that a use case calls in a process that has run before."""
    warm()
    with counted() as operations:
        use_case()
    return operations


def test_showing_the_page_or_its_state_reads_twice(world: World) -> None:
    shown = sending.ask(world)
    sending.send_and_file(shown, sending.photo())

    def show() -> object:
        return service.show_page(shown.link.token, address=sending.ADDRESS)

    assert calls_of(show, warm=show) == ["GetItem", "Query"]


def test_reserving_an_upload_reads_once_and_writes_once(world: World) -> None:
    shown = sending.ask(world)
    first, second = sending.announced(sending.photo(0)), sending.announced(sending.photo(1))

    calls = calls_of(lambda: sending.reserve(shown, second), warm=lambda: sending.reserve(shown, first))

    assert calls == ["GetItem", "TransactWriteItems"]


def test_signing_an_upload_again_reads_twice_and_tries_twice_to_write(world: World) -> None:
    shown = sending.ask(world)
    photo = sending.announced(sending.photo())

    calls = calls_of(lambda: sending.reserve(shown, photo), warm=lambda: sending.reserve(shown, photo))

    assert calls == ["GetItem", "TransactWriteItems", "GetItem", "TransactWriteItems"]


def test_opening_reads_twice_and_writes_once_the_first_time(world: World) -> None:
    shown = sending.ask(world)

    def open_page() -> None:
        service.mark_opened(shown.link.token, address=sending.ADDRESS, device="phone")

    service.show_page(shown.link.token, address=sending.ADDRESS)
    with counted() as first:
        open_page()

    assert first == ["GetItem", "Query", "TransactWriteItems"]
    assert calls_of(open_page, warm=open_page) == ["GetItem", "Query"]


def test_submitting_reads_three_times_and_writes_once(world: World) -> None:
    shown = sending.ask(world)
    sending.send_and_file(shown, sending.photo())

    with counted() as operations:
        service.submit(shown.link.token, address=sending.ADDRESS)

    assert operations == ["GetItem", "Query", "GetItem", "TransactWriteItems"]


def test_beginning_a_plain_photo_reads_twice_and_writes_once(world: World) -> None:
    shown = sending.ask(world)

    def begin(category: str) -> str:
        return service.begin_photo(shown.link.token, category, address=sending.ADDRESS, device="phone")

    service.mark_opened(shown.link.token, address=sending.ADDRESS, device="phone")
    with counted() as first:
        begin("damage")
    with counted() as again:
        begin("damage")

    assert first == ["GetItem", "Query", "TransactWriteItems"]
    assert again == ["GetItem", "Query", "HeadObject", "TransactWriteItems"]


def test_a_full_category_costs_no_more(world: World) -> None:
    shown = sending.ask(world, categories={"damage": (1, 1)})
    first, second = sending.announced(sending.photo(0)), sending.announced(sending.photo(1))

    def refused() -> None:
        try:
            sending.reserve(shown, second)
        except Conflict:
            return
        raise AssertionError("a second photo found a slot")

    assert calls_of(refused, warm=lambda: sending.reserve(shown, first)) == ["GetItem", "TransactWriteItems"]


def test_asking_in_a_new_case_writes_once(world: World) -> None:
    def ask() -> object:
        return sending.ask(world, phone="+79161234567", email="o@mail.example", channels=("sms", "email"))

    assert calls_of(ask, warm=ask) == ["TransactWriteItems"]


def test_asking_in_a_case_that_exists_reads_it_and_writes_once(world: World) -> None:
    case = cases.open_case(world.admin, cases.NewCase())

    def ask() -> object:
        return sending.ask(world, case_id=case.id, email="o@mail.example", channels=("email",))

    assert calls_of(ask, warm=ask) == ["GetItem", "TransactWriteItems"]


def test_filing_a_photo_goes_to_aws_five_times(world: World) -> None:
    shown = sending.ask(world)
    _, first = sending.send(shown, sending.photo(0))
    _, second = sending.send(shown, sending.photo(1))

    calls = calls_of(lambda: sending.file(second), warm=lambda: sending.file(first))

    assert calls == ["BatchGetItem", "GetObject", "PutObject", "PutObject", "TransactWriteItems"]


def test_a_repeated_event_costs_one_read(world: World) -> None:
    shown = sending.ask(world)
    _, key = sending.send(shown, sending.photo())

    assert calls_of(lambda: sending.file(key), warm=lambda: sending.file(key)) == ["BatchGetItem"]


def test_showing_a_case_with_its_attachments_reads_once(world: World) -> None:
    shown = sending.ask(world, email="o@mail.example", channels=("email",))
    sending.send_and_file(shown, sending.photo())

    def show() -> object:
        return service.show_case(world.admin, shown.request.case_id)

    assert calls_of(show, warm=show) == ["Query"]
