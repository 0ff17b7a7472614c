"""Policies whose rows were written by an earlier rule are re-indexed; nothing of that rule is left behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine

from chalicelib.aws.policy_items import PoliciesRow
from chalicelib.base.search.terms import Term
from chalicelib.features.policies import reindexing, table
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.table import finding_rows
from chalicelib.features.policies.table.rows import FoundRow, PolicyRow
from infra import all_accounts, reindex
from tests.clients.bodies import PERSON, added
from tests.policies.sales import sold
from tests.support.api.people import People
from tests.support.faults import counted

FORMER = 1


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


@contextmanager
def a_former_rule() -> Iterator[None]:
    """Write terms and vehicles as an earlier release did."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "RULE", FORMER)
        patch.setattr(finding_rows, "terms_of", lambda policy: {Term("find", policy.holder.upper())})
        patch.setattr(finding_rows, "fold_code", lambda code: f"{code}!")
        yield


def written_before(api: People) -> Policy:
    with a_former_rule():
        return read(api, sold(api.agent, added(api.agent, PERSON))["id"])


def read(api: People, policy_id: str) -> Policy:
    policy = table.get_policy(api.account.id, policy_id)
    assert policy is not None
    return policy


def kept() -> set[tuple[str, str]]:
    """Return the keys of all rows by which policies are found, of any rule."""
    return {(row.pk, row.sk) for row in PoliciesRow.scan(consistent_read=True) if isinstance(row, FoundRow)}


def found(api: People, query: str) -> list[str]:
    return [each["id"] for each in api.admin.get(f"/v1/policies?{query}").expect(200)["items"]]


def reindexed(api: People) -> list[tuple[str, int]]:
    return list(reindexing.reindex_all([api.account.id]))


def test_once_re_indexed_a_policy_is_found_as_today(api: People) -> None:
    before = written_before(api)
    assert found(api, "q=гевердава") == found(api, "plate=А123ВС 777") == []

    assert reindexed(api) == [(api.account.id, 1)]

    assert found(api, "q=гевердава") == found(api, "plate=А123ВС 777") == [before.id]
    assert kept() == set(finding_rows.look_ups(read(api, before.id)))


def test_re_indexing_again_writes_nothing_and_changes_no_version(api: People) -> None:
    before = written_before(api)

    reindexed(api)
    with counted() as operations:
        assert reindexed(api) == [(api.account.id, 0)]

    assert "TransactWriteItems" not in operations
    assert read(api, before.id).version == before.version


def test_a_row_without_a_rule_is_of_an_earlier_one(api: People) -> None:
    policy_id = sold(api.agent, added(api.agent, PERSON))["id"]
    PolicyRow(f"{api.account.id}#{policy_id}", "policy").update([PolicyRow.terms_rule.remove()])

    assert reindexed(api) == [(api.account.id, 1)]
    assert kept() == set(finding_rows.look_ups(read(api, policy_id)))


def test_a_change_leaves_no_row_of_the_former_rule(api: People) -> None:
    before = written_before(api)

    body = {"vehicle": {"plate": "В001ОР 99"}, "version": 1}
    api.agent.patch(f"/v1/policies/{before.id}", body).expect(200)

    assert kept() == set(finding_rows.look_ups(read(api, before.id)))
    assert reindexed(api) == [(api.account.id, 0)]


def test_the_command_re_indexes_policies(
    api: People, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(all_accounts, "environment_of", lambda stage: {})
    written_before(api)

    assert reindex.main(["--stage", "prod"]) == 0

    said: list[Any] = capsys.readouterr().out.splitlines()
    assert f"{api.account.id}: 1 policies re-indexed" in said
