"""Numbers of clients: by standing, and the share of confirmed phones."""

from chalicelib.aws.dynamo import Transaction, stale
from chalicelib.base.clock import now
from chalicelib.features.clients import table
from tests.clients.bodies import COMPANY, PERSON, added, named, other_agent
from tests.support.api.client import Api
from tests.support.api.people import People


def figures(caller: Api, query: str = "") -> dict[str, float | None]:
    counted: dict[str, float | None] = caller.get(f"/v1/client-figures{query}").expect(200)
    return {name: value for name, value in counted.items() if value}


def confirm(api: People, client_id: str) -> None:
    """Note that the holder of the phone has confirmed it."""
    client = table.get_client(api.account.id, client_id)
    assert client is not None
    tx = Transaction()
    after = client.model_copy(update={"phone_confirmed_at": now(), "version": client.version + 1})
    table.write_client(tx, after, replacing=client, otherwise=stale)
    tx.commit()


def test_each_base_and_all_of_them_are_counted(api: People) -> None:
    mine = added(api.agent, PERSON)
    added(api.agent, named("Петров Пётр"))
    added(other_agent(api), PERSON)
    added(api.key, COMPANY)
    confirm(api, mine)

    assert figures(api.agent) == {"clients": 2, "prospects": 2, "with_phone": 1, "confirmed": 1, "confirmed_share": 1.0}
    assert figures(api.admin) == {
        "clients": 4,
        "prospects": 3,
        "house": 1,
        "with_phone": 2,
        "confirmed": 1,
        "confirmed_share": 0.5,
    }
    assert figures(api.admin, "?base=house") == {"clients": 1, "house": 1}
    assert figures(api.agent, "?base=sub-agent-2") == {}


def test_changes_and_deletions_are_counted(api: People) -> None:
    mine = added(api.agent, PERSON)
    confirm(api, mine)
    api.agent.patch(f"/v1/clients/{mine}", {"version": 2, "phone": "+7 916 123-45-67"}).expect(200)
    assert figures(api.agent) == {"clients": 1, "prospects": 1, "with_phone": 1}

    api.agent.post("/v1/clients/delete", {"ids": [mine]}).expect(200)

    assert figures(api.agent) == {}
