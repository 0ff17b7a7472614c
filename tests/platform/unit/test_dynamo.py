"""Transactions: errors of failed conditions, in the order of the writes; and retries after stale reads."""

from typing import Any

import pytest
from pynamodb.attributes import UnicodeAttribute

from chalicelib.aws.case_items import CasesRow
from chalicelib.aws.dynamo import Otherwise, Transaction, retry_stale
from chalicelib.base.errors import Conflict, DomainError, Stale
from tests.support.lambda_events import raw_items
from tests.support.world import World


class NoteRow(CasesRow, discriminator="note of a test"):
    """A row."""

    text = UnicodeAttribute()


def meaning(name: str) -> Otherwise:
    return lambda raw: Conflict(name, extra={"was": raw["text"]["S"] if raw else None})


def insert(*names: str) -> Transaction:
    tx = Transaction()
    for name in names:
        tx.insert(NoteRow("pk", name, text=name), otherwise=meaning(name))
    return tx


def notes() -> list[str]:
    return [item["text"]["S"] for item in raw_items("cases") if "text" in item]


def test_what_belongs_together_is_written_together(world: World) -> None:
    insert("a", "b").commit()

    assert sorted(notes()) == ["a", "b"]


def test_the_first_failed_condition_says_what_it_means_and_nothing_is_written(world: World) -> None:
    insert("b", "c").commit()

    with pytest.raises(Conflict) as refused:
        insert("a", "c", "b").commit()

    assert refused.value.message == "c"
    assert refused.value.extra == {"was": "c"}
    assert sorted(notes()) == ["b", "c"]


def test_conditions_of_every_kind_of_write_count(world: World) -> None:
    missing = NoteRow("pk", "missing", text="new")
    exists = NoteRow.pk.exists()
    writes: list[Any] = [
        lambda tx: tx.put(missing, condition=exists, otherwise=meaning("put")),
        lambda tx: tx.update(missing, actions=[NoteRow.text.set("x")], condition=exists, otherwise=meaning("update")),
        lambda tx: tx.delete(missing, condition=exists, otherwise=meaning("delete")),
        lambda tx: tx.check(missing, condition=exists, otherwise=meaning("check")),
    ]

    said = []
    for write in writes:
        tx = Transaction()
        write(tx)
        with pytest.raises(Conflict) as refused:
            tx.commit()
        said.append(refused.value.message)

    assert said == ["put", "update", "delete", "check"]


def test_where_nothing_is_said_a_failed_condition_means_stale(world: World) -> None:
    insert("a").commit()
    tx = Transaction()
    tx.insert(NoteRow("pk", "a", text="again"))

    with pytest.raises(Stale):
        tx.commit()


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip the pauses between tries."""
    monkeypatch.setattr("chalicelib.aws.dynamo.time.sleep", lambda _: None)


def test_a_use_case_runs_again_until_nobody_interferes() -> None:
    tries = iter([Stale(""), Stale(""), None])

    def use_case() -> str:
        if (error := next(tries)) is not None:
            raise error
        return "done"

    assert retry_stale(use_case) == "done"


@pytest.mark.parametrize(("error", "tries"), [(Stale(""), 3), (Conflict(""), 1)])
def test_only_what_is_stale_is_tried_again_and_not_for_ever(error: DomainError, tries: int) -> None:
    seen: list[int] = []

    def use_case() -> None:
        seen.append(1)
        raise error

    with pytest.raises(type(error)):
        retry_stale(use_case, attempts=3)

    assert len(seen) == tries
