"""Classes of the rows of open sockets; each ends by `ttl`."""

from pynamodb.attributes import NumberAttribute

from chalicelib.aws.dynamo import Document, Row
from chalicelib.features.conversations.sockets.model import Connection


class SocketsRow(Row):
    """Root of all rows in this table."""

    class Meta:
        table_name = ""
        setting = "sockets_table"

    ttl = NumberAttribute(null=True)


class SocketTicketRow(SocketsRow, discriminator="socket_ticket"):
    """A ticket, by the hash of its secret."""

    document = Document()


class ConnectionRow(SocketsRow, discriminator="socket"):
    """A connection; `version` is for conditions."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> Connection:
        return Connection.model_validate({**self.document, "version": int(self.version)})


class OwnConnectionRow(SocketsRow, discriminator="socket_own"):
    """A place of a connection among those of its person or user."""


class ListenerRow(SocketsRow, discriminator="socket_listener"):
    """A place of a connection among the listeners of a channel."""

    document = Document()


class PresenceRow(SocketsRow, discriminator="socket_presence"):
    """The last ping of a person or a user."""
