"""Classes of all rows of people, their names, sessions and devices, in the table `area`.

| item | pk | sk |
|---|---|---|
| a person, with the hash of the password | `a#<person>` | `person` |
| a known device of a person | `a#<person>` | `dev#<sha256>` |
| a notice to a person (area_notices.py) | `a#<person>` | `note#<ULID>` |
| the last notice that a person has read them up to | `a#<person>` | `note~read` |
| a session, in the list of a person's sessions | `a#<person>` | `ses#<id>` |
| a sign-in name: an e-mail or a phone by its hash | `a#login#<kind>#<h>` | `login` |
| a session, by the SHA-256 of its secret | `session#<sha256>` | `session` |
| a person of a client | `a#of#<client>` | `<person>` |
| the account of an address | `slug#<slug>` | `slug` |
"""

from datetime import datetime

from pydantic import BaseModel
from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamo import Document, Row
from chalicelib.base.clock import stamp
from chalicelib.identity.area.model import AreaPerson, AreaSession, KnownDevice


class AreaRow(Row):
    """Root of all rows in this table; features keep rows of their own classes in it, too."""

    class Meta:
        table_name = ""
        setting = "area_table"

    ttl = NumberAttribute(null=True)

    def model(self) -> BaseModel | None:
        """Return the row as a frozen type; None for look-ups."""
        return None


class PersonRow(AreaRow, discriminator="area_person"):
    """A person; the version is an attribute for conditions."""

    document = Document()
    version = NumberAttribute()
    password = UnicodeAttribute(default="")

    def model(self) -> AreaPerson:
        return AreaPerson.model_validate({**self.document, "version": int(self.version)})


class LoginRow(AreaRow, discriminator="area_login"):
    """A sign-in name, and the person whom it leads to."""

    person = UnicodeAttribute()


class SessionRow(AreaRow, discriminator="area_session"):
    """A session; the moment of the last noted call is an attribute, for it alone is changed."""

    document = Document()
    seen_at = UnicodeAttribute()

    def model(self) -> AreaSession:
        return AreaSession.model_validate({**self.document, "seen_at": self.seen_at})


class ListedSessionRow(AreaRow, discriminator="area_listed_session"):
    """A session in the list of a person."""

    sha256 = UnicodeAttribute()


class DeviceRow(AreaRow, discriminator="area_device"):
    """A known device."""

    document = Document()

    def model(self) -> KnownDevice:
        return KnownDevice.model_validate(self.document)


class PersonOfClientRow(AreaRow, discriminator="area_person_of_client"):
    """A person who acts for a client."""


class SlugRow(AreaRow, discriminator="area_slug"):
    """An address of an area, and its account."""

    account = UnicodeAttribute()


def person_key(account_id: str, person_id: str) -> str:
    """Return the partition key of a person and of their sessions and devices."""
    return f"{account_id}#{person_id}"


def seconds(moment: datetime) -> int:
    """Return a moment as DynamoDB's time to live has it."""
    return int(moment.timestamp())


def session_rows(session: AreaSession) -> tuple[SessionRow, ListedSessionRow]:
    """Return the rows of a session: by its secret, and in the list of its person."""
    document = session.model_dump(mode="json", exclude={"seen_at"})
    own = SessionRow(f"session#{session.sha256}", "session", document=document, seen_at=stamp(session.seen_at))
    pk = person_key(session.account_id, session.person_id)
    listed = ListedSessionRow(pk, f"ses#{session.id}", sha256=session.sha256)
    own.ttl = listed.ttl = seconds(session.ends_at)
    return own, listed
