"""E-mails to agents about clients that move."""

import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib.outbox import service as notifications
from tests.clients.api.test_rebind import SECOND, agent_of, rebind
from tests.clients.bodies import PERSON, added, other_agent
from tests.support import outbox
from tests.support.api.people import People
from tests.support.mailboxes import REGION, verify_sender


@pytest.fixture(autouse=True)
def _sender(api: People) -> None:
    verify_sender()


def letters() -> dict[str, str]:
    """Dispatch the outbox and return the last e-mail of each address."""
    for item in outbox.messages():
        notifications.dispatch(item.account_id, item.id)
    sent = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    return {address: str(message.__dict__) for message in sent for address in message.destinations["ToAddresses"]}


def test_r23_both_agents_get_an_email(api: People) -> None:
    other_agent(api)
    client = added(api.agent, PERSON)

    rebind(api, client).expect(200)

    sent = letters()
    assert set(sent) == {"agent@staff.example", "agent2@staff.example"}
    assert f"/console/clients/{client}" in sent["agent2@staff.example"]
    assert client not in sent["agent@staff.example"]


def test_the_outbox_keeps_no_names(api: People) -> None:
    other_agent(api)
    client = added(api.agent, PERSON)

    rebind(api, client).expect(200)

    told = [item.data for item in outbox.messages() if item.kind == "client_moved"]
    assert {each["user_id"] for each in told} == {SECOND, agent_of(api)}
    assert "Гевердава" not in str(told)


def test_nobody_is_told_of_a_client_that_was_erased_meanwhile(api: People) -> None:
    other_agent(api)
    client = added(api.agent, PERSON)
    rebind(api, client).expect(200)

    api.admin.post(f"/v1/clients/{client}/erasure", {"reason": "asked"}).expect(200)

    assert letters() == {}
