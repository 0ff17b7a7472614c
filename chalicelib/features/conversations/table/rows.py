"""Classes of the rows of conversations."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws.chat_items import ChatRow
from chalicelib.aws.dynamo import Document
from chalicelib.features.conversations.model import Entry, Ticket
from chalicelib.features.conversations.sockets.model import Signal
from chalicelib.features.conversations.threads import Head, Mark, Message

__all__ = [
    "AnswerRow",
    "AwayRow",
    "ChatRow",
    "EntryRow",
    "FoundRow",
    "HeadRow",
    "MarkRow",
    "MessageRow",
    "NumberRow",
    "PlaceRow",
    "SaidRow",
    "SignalRow",
    "TicketRow",
]


class HeadRow(ChatRow, discriminator="chat_head"):
    """The end of a thread; `last` is for conditions. Due when somebody has to be told of unread messages."""

    document = Document()
    last = NumberAttribute()

    def model(self) -> Head:
        return Head.model_validate({**self.document, "last": int(self.last)})


class AnswerRow(ChatRow, discriminator="chat_answer"):
    """A first answer to a client, in working minutes after the question; it goes after 30 days."""

    minutes = NumberAttribute()


class AwayRow(ChatRow, discriminator="chat_away"):
    """The last e-mail that told somebody of unread messages: the last of them, and the moment."""

    number = NumberAttribute()
    told_at = UnicodeAttribute()


class PlaceRow(ChatRow, discriminator="chat_place"):
    """A place of a thread in a list, with the thread's end."""

    document = Document()
    last = NumberAttribute()

    def model(self) -> Head:
        return Head.model_validate({**self.document, "last": int(self.last)})


class MessageRow(ChatRow, discriminator="chat_message"):
    """A message of a thread."""

    document = Document()

    def model(self) -> Message:
        return Message.model_validate(self.document)


class SaidRow(ChatRow, discriminator="chat_said"):
    """The number of the message that an author sent with an id of their own; it goes after 30 days."""

    number = NumberAttribute()


class MarkRow(ChatRow, discriminator="chat_mark"):
    """The last message that a side has read; `number` is for conditions."""

    document = Document()
    number = NumberAttribute()

    def model(self) -> Mark:
        return Mark.model_validate({**self.document, "number": int(self.number)})


class TicketRow(ChatRow, discriminator="ticket"):
    """A request: attributes for conditions, all other fields as a document."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> Ticket:
        return Ticket.model_validate({**self.document, "version": int(self.version)})


class EntryRow(ChatRow, discriminator="ticket_entry"):
    """An entry of a request's history."""

    document = Document()

    def model(self) -> Entry:
        return Entry.model_validate(self.document)


class NumberRow(ChatRow, discriminator="ticket_number"):
    """The number of a request, which no other one of the account has."""

    ticket_id = UnicodeAttribute()


class FoundRow(ChatRow, discriminator="ticket_found"):
    """A place of a request in a list; the last part of the sort key is its id."""


class SignalRow(ChatRow, discriminator="chat_signal"):
    """A signal for open pages; the table's stream tells it, and nobody reads it."""

    document = Document()

    def model(self) -> Signal:
        return Signal.model_validate(self.document)
