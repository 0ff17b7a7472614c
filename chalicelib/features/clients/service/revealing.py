"""Reading a full document number: with a reason, and a trace."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Invalid, NotFound
from chalicelib.base.ids import new_ulid
from chalicelib.base.languages import N_
from chalicelib.base.words import line
from chalicelib.features.clients import table
from chalicelib.features.clients.documents import Document
from chalicelib.features.clients.model import Reveal
from chalicelib.features.clients.refusals import client_blocked
from chalicelib.features.clients.service.reading import read_client
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may


def reveal_document(caller: Caller, client_id: str, *, reason: str) -> Document:
    """Return a client's document, and keep who read it, when and why. Raises Invalid, NotFound, Conflict."""
    said = line(reason)
    if not said:
        raise Invalid([FieldError("/reason", N_("Write why you need the number: it is kept with the client."))])
    client = read_client(caller, client_id)
    if client.blocked is not None and not may(caller, "clients:manage"):
        raise client_blocked()
    if client.facts.document is None:
        raise NotFound(N_("No document of this client is known."))
    tx = Transaction()
    table.check_there(tx, client)
    table.append_reveal(tx, client, Reveal(id=new_ulid(), at=now(), actor=caller.actor, reason=said))
    tx.commit()
    return client.facts.document
