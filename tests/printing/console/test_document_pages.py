"""The settings of documents: a sample in each language, and documents that could not be printed."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.printing.model import DocumentState
from tests.printing import examples, orders
from tests.printing.orders import SUBJECT, Things, only, ordered
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.world import World

PAGE = "/console/settings/documents"


@pytest.fixture
def desk(api: People) -> Desk:
    """Return the browser of an administrator, in English."""
    return at_desk(api.admin).speaking("en")


@pytest.fixture
def things(world: World, monkeypatch: pytest.MonkeyPatch) -> Things:
    orders.open_queue(monkeypatch)
    return orders.install(monkeypatch)


def test_nothing_was_printed_yet(desk: Desk) -> None:
    said = seen(desk.get(PAGE))

    assert "Print a sample" in said
    assert "All documents were printed." in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sample_is_ordered_and_downloaded(
    desk: Desk, world: World, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    orders.open_queue(monkeypatch)
    desk.post(f"{PAGE}/sample", {"language": language}).expect(303)
    assert "being printed" in seen(desk.get(PAGE))

    orders.work()

    assert "Download the sample" in seen(desk.get(PAGE))
    assert "X-Amz-Expires=300" in desk.get(f"{PAGE}/sample").headers["location"]
    pdf = PdfReader(BytesIO(orders.files()[0].data))
    assert str(pdf.root_object["/Lang"]) == language


def test_there_is_one_sample_at_a_time(desk: Desk, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    orders.open_queue(monkeypatch)
    for _ in range(2):
        desk.post(f"{PAGE}/sample", {"language": "ru"}).expect(303)
        orders.work()

    assert len(orders.files()) == 1


def test_a_sample_that_nobody_ordered_is_not_found(desk: Desk) -> None:
    assert desk.get(f"{PAGE}/sample").status == 404


def test_case_22_a_failed_document_is_listed_with_the_reason_and_printed_again(
    desk: Desk, world: World, things: Things
) -> None:
    things.holders[SUBJECT] = "李雷"
    document = ordered(world)
    orders.work()

    answer = desk.get(PAGE)
    assert "Страховой полис КАСКО АА 104338828" in seen(answer)
    assert "no sign for 李 雷 in “李雷”" in seen(answer)

    things.holders[SUBJECT] = examples.HOLDER
    form = {"subject": SUBJECT, "document_id": document.id}
    desk.post(f"{PAGE}/again", form).expect(303)
    orders.work()

    assert only(world).state is DocumentState.PRINTED
    assert "All documents were printed." in seen(desk.get(PAGE))


def test_a_document_of_another_account_is_not_printed_again(desk: Desk, world: World, things: Things) -> None:
    assert desk.post(f"{PAGE}/again", {"subject": SUBJECT, "document_id": "doc_none"}).status == 404
