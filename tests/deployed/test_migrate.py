"""An account that the former release wrote is moved in the deployed system; its staff see the same settings."""

from typing import Any

from infra.migrate import migrate
from tests.deployed.conftest import System
from tests.deployed.inside import Root
from tests.support.running import call


def test_an_account_of_before_is_the_same_once_it_is_moved(
    system: System, root: Root, newcomer: dict[str, str]
) -> None:
    def account(method: str = "GET", body: Any = None) -> dict[str, Any]:
        answer = call(method, f"{system['base_url']}/v1/account", headers=newcomer, body=body)
        assert answer.status == 200, answer.body
        found: dict[str, Any] = answer.json()
        return found

    account_id = account()["id"]
    with root.in_production():
        written_before(root, account_id)
    whole = account("PATCH", {"signature": "До"})
    assert (whole["name"], whole["signature"], whole["version"]) == ("Прежняя", "До", 8)

    with root.in_production():
        said = list(migrate())

    assert f"{account_id}: settings moved to sections" in said
    assert account() == {**whole, "version": 9}
    assert account("PATCH", {"signature": "После"}) == {**whole, "signature": "После", "version": 10}


def written_before(root: Root, account_id: str) -> None:
    """Replace the items of an account's sections by the one item that the former release wrote."""
    dynamodb, name = root.client("dynamodb"), root.system["environment"]["ACCOUNTS_TABLE"]
    own = {"pk": {"S": account_id}, "sk": {"S": "account"}}
    document = f'{{"id":"{account_id}","name":"Прежняя","created_at":"2026-09-01T08:30:00Z","version":7}}'
    item = {**own, "kind": {"S": "account"}, "version": {"N": "7"}, "document": {"S": document}}
    dynamodb.put_item(TableName=name, Item=item)
