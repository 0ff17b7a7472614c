"""A case of the former release is re-indexed in the deployed system, and found as people type from then on."""

from urllib.parse import quote

from infra.reindex import reindex
from tests.cases.service.test_reindexing import ANNA, written_before
from tests.deployed.conftest import System
from tests.deployed.inside import Root
from tests.support.running import call


def test_a_case_of_before_is_found_once_it_is_re_indexed(system: System, root: Root, newcomer: dict[str, str]) -> None:
    def found(words: str) -> list[str]:
        answer = call("GET", f"{system['base_url']}/v1/cases?q={quote(words)}", headers=newcomer)
        return [case["id"] for case in answer.json()["items"]]

    account_id = call("GET", f"{system['base_url']}/v1/account", headers=newcomer).json()["id"]
    with root.in_production():
        case = written_before(account_id, owner=ANNA)
    assert (found("ёлкина"), found("анна елкина")) == ([case.id], [])

    with root.in_production():
        said = list(reindex())

    assert f"{account_id}: 1 cases re-indexed" in said
    assert found("анна елкина") == found("Ёлкина А") == found("8 (916) 111-22-33") == [case.id]
