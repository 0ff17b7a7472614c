"""Events of people of the client area for back-ends, written in the transaction of the change."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.identity.area.model import AreaPerson
from chalicelib.outbox import service as outbox

_PAGE = "/console/clients/{client_id}"


def publish(tx: Transaction, person: AreaPerson, type: str, **data: object) -> None:  # noqa: A002 - the field's name
    """Publish an event of a person as they are after the change: `data` beside ids and registration.

    It leads to the page of `client_id` of `data`, else of the person's first client. One who acts for nobody is no
    concern of back-ends: nothing is told.
    """
    client_ids = list(dict.fromkeys(each.client_id for each in person.memberships))
    of = data.get("client_id") or next(iter(client_ids), None)
    if of is None:
        return
    outbox.publish(
        tx,
        account_id=person.account_id,
        type=type,
        version=person.version,
        page=_PAGE.format(client_id=of),
        data={"person_id": person.id, "registration": person.registration, "client_ids": client_ids, **data},
    )
