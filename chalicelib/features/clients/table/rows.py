"""Classes of all rows of the clients table, but those of imports and codes."""

from pydantic import BaseModel
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.aws.dynamo import Document, Row
from chalicelib.features.clients.model import Change, Client, Lock, Reveal


class ByDue(GlobalSecondaryIndex["ClientsRow"]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "by_due"
        projection = AllProjection()

    due_pk = UnicodeAttribute(hash_key=True)
    due_at = UnicodeAttribute(range_key=True)


class ClientsRow(Row):
    """Root of all rows in this table."""

    class Meta:
        table_name = ""
        setting = "clients_table"

    by_due = ByDue()
    due_pk = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    ttl = NumberAttribute(null=True)

    def model(self) -> BaseModel | None:
        """Return the row as a frozen type; None for look-ups."""
        return None


class ClientRow(ClientsRow, discriminator="client"):
    """A card: attributes for conditions, all other fields as a document."""

    document = Document()
    base = UnicodeAttribute()
    version = NumberAttribute()
    #: Counted by the transactions of others, which leave the version as it is.
    cases = NumberAttribute(default=0)
    policies = NumberAttribute(default=0)
    #: Of an erased client, for conditions.
    blocked_until = UnicodeAttribute(null=True)
    terms_rule = NumberAttribute(null=True)
    listed = Document(null=True)

    def model(self) -> Client:
        return Client.model_validate(
            {
                **self.document,
                "base": self.base,
                "version": int(self.version),
                "cases": int(self.cases),
                "policies": int(self.policies),
                "terms_rule": int(self.terms_rule or 0),
                "listed": self.listed,
            }
        )


class ChangeRow(ClientsRow, discriminator="client_change"):
    """A change of a client."""

    document = Document()

    def model(self) -> Change:
        return Change.model_validate(self.document)


class RevealRow(ClientsRow, discriminator="client_reveal"):
    """A reading of a full document number."""

    document = Document()

    def model(self) -> Reveal:
        return Reveal.model_validate(self.document)


class TermRow(ClientsRow, discriminator="client_term"):
    """A search term of a client."""

    client_id = UnicodeAttribute()


class ListedRow(ClientsRow, discriminator="client_listed"):
    """A place of a client in a list: by name, or by its last change."""

    client_id = UnicodeAttribute()


class SameRow(ClientsRow, discriminator="client_same"):
    """A client with a hash, to find others that may be the same person."""

    base = UnicodeAttribute()


class OnlyRow(ClientsRow, discriminator="client_only"):
    """The one client of a base with a hash of a document, or of a name and birth date."""

    client_id = UnicodeAttribute()


class LockRow(ClientsRow, discriminator="client_lock"):
    """The binding of a person by one of its hashes."""

    base = UnicodeAttribute()
    client_id = UnicodeAttribute()
    at = UnicodeAttribute()

    def model(self) -> Lock:
        return Lock.model_validate({"base": self.base, "client_id": self.client_id, "at": self.at})


class HeldRow(ClientsRow, discriminator="client_held"):
    """A hash by which a client was bound. Why: locks of former facts are found by nothing else."""


class NamesakeRow(ClientsRow, discriminator="client_namesake"):
    """An administrator's statement: the holder of this document is another person of that name and birth date."""

    document = Document()


class ErasedRow(ClientsRow, discriminator="client_erased"):
    """The proof of an erasure."""

    document = Document()
