"""Export of a base as a CSV file. With full numbers of documents the import makes equal clients of it.

The file is in the bucket for a day; its address is good for a quarter of an hour.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Invalid, NotFound
from chalicelib.base.ids import new_ulid
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.spreadsheets import csv_text
from chalicelib.base.words import line
from chalicelib.features.clients import table
from chalicelib.features.clients.bases import scope_of, view_of
from chalicelib.features.clients.documents import display, find_kind, masked
from chalicelib.features.clients.importing.cells import KIND_LABELS, YES, guarded
from chalicelib.features.clients.importing.targets import headings_of
from chalicelib.features.clients.model import Client, Facts, Reveal
from chalicelib.identity.model import Caller

#: Clients in an export, and in one with full numbers of documents, each of which leaves a trace. Why not more: a client
#: takes about 1 ms to read, and API Gateway hangs up after 29 s.
MOST_EXPORTED, MOST_REVEALED = 10_000, 5_000
FILE_NAME = "clients.csv"
_AT_ONCE = 100
#: Clients in one transaction: two writes each.
_TRACES_AT_ONCE = 50
_PLAIN = ("surname", "given_name", "patronymic")
_OF_COMPANY = ("name", "tax_country", "tax_number", "contact", "help_email")
_OTHERS = ("email", "phone", "language", "comment")


def export_clients(caller: Caller, *, language: Language) -> str:
    """Return the presigned address of an export of the caller's own base, numbers of documents masked.

    Raises Conflict for too many clients.
    """
    return _exported(caller, _list(caller, limit=MOST_EXPORTED), language, full=False)


def export_revealed(caller: Caller, *, reason: str, language: Language) -> str:
    """Return the presigned address of an export of the caller's own base with full numbers of documents.

    Each client keeps who read its number, when and why. Raises Invalid without a reason, Conflict for too many clients.
    """
    said = line(reason)
    if not said:
        raise Invalid([FieldError("/reason", N_("Write why you need the number: it is kept with the client."))])
    clients = _list(caller, limit=MOST_REVEALED)
    gone = _leave_traces([each for each in clients if each.facts.document is not None], caller.actor, said)
    return _exported(caller, [each for each in clients if each.id not in gone], language, full=True)


def _list(caller: Caller, *, limit: int) -> Sequence[Client]:
    """Return all clients of the own base by name: a Query and a BatchGetItem for each hundred."""
    scope, clients, after = scope_of(caller.account_id, view_of(caller).own), [], None
    while True:
        ids, after = table.list_names(scope, begins="", after=after, limit=_AT_ONCE)
        found = table.get_clients(caller.account_id, ids)
        clients += [found[each] for each in ids if each in found]
        if len(clients) > limit:
            raise Conflict(N_("An export has at most {limit} clients, and this base has more."), limit=limit)
        if after is None:
            return clients


def _leave_traces(clients: Iterable[Client], actor: str, reason: str) -> set[str]:
    """Keep with clients who read their numbers and why. Return the ids of those that were deleted meanwhile."""
    gone: set[str] = set()
    for some in batched(clients, _TRACES_AT_ONCE):
        try:
            _leave_trace(some, actor, reason)
        except NotFound:
            gone |= {each.id for each in some if not _has_trace(each, actor, reason)}
    return gone


def _has_trace(client: Client, actor: str, reason: str) -> bool:
    try:
        _leave_trace([client], actor, reason)
    except NotFound:
        return False
    return True


def _leave_trace(clients: Iterable[Client], actor: str, reason: str) -> None:
    tx = Transaction()
    for each in clients:
        table.check_there(tx, each)
        table.append_reveal(tx, each, Reveal(id=new_ulid(), at=now(), actor=actor, reason=reason))
    tx.commit()


def _exported(caller: Caller, clients: Sequence[Client], language: Language, *, full: bool) -> str:
    rows = ([guarded(cell) for cell in cells_of(each.facts, language, full=full)] for each in clients)
    data = csv_text(headings_of(language), rows, delimiter=";").encode()
    # Why not in the answer: Lambda's may have 6 MB, in which a letter of two bytes takes six.
    key = f"{photo_bucket.EXPORTS}{caller.account_id}/{new_ulid()}.csv"
    photo_bucket.write_table(key, data)
    return photo_bucket.sign_download(key, file_name=FILE_NAME, content_type="text/csv; charset=utf-8")


def cells_of(facts: Facts, language: Language, *, full: bool) -> Iterator[str]:
    """Yield the cells in the order of the headings (importing/targets.py)."""
    yield text(language, KIND_LABELS[facts.kind])
    yield from (getattr(facts, name) or "" for name in _PLAIN)
    yield text(language, YES) if facts.no_patronymic else ""
    yield facts.birth_date.isoformat() if facts.birth_date else ""
    yield from _document(facts, language, full=full)
    yield from (getattr(facts, name) or "" for name in (*_OF_COMPANY, *_OTHERS))


def _document(facts: Facts, language: Language, *, full: bool) -> tuple[str, str, str]:
    """Return kind, series and number, and day of issue."""
    document = facts.document
    if document is None:
        return "", "", ""
    kind = find_kind(document.kind)
    label = text(language, kind.label) if kind else document.kind
    issued_on = document.issued_on.isoformat() if document.issued_on else ""
    return label, display(document) if full else masked(document), issued_on
