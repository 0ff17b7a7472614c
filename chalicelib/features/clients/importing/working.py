"""The worker of imports: reads and checks files, and adds their clients in chunks of rows.

A row is finished by the transaction that adds its client. So a worker that died leaves rows of its last chunk finished,
and the next one goes on behind the cursor and skips these.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import batched, chain
from typing import NamedTuple

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.errors import Conflict, DomainError
from chalicelib.base.languages import N_, text
from chalicelib.base.observability import alarm, log
from chalicelib.features.clients.identities import Identity
from chalicelib.features.clients.importing import store
from chalicelib.features.clients.importing.adding import add_row
from chalicelib.features.clients.importing.errors_file import EXISTS, Refused, errors_csv, fault_of, said
from chalicelib.features.clients.importing.faults import UnreadableFile
from chalicelib.features.clients.importing.model import (
    PREVIEW_CHARACTERS,
    PREVIEW_LENGTH,
    PREVIEW_ROWS,
    Fault,
    Import,
    ImportOrder,
    ImportState,
    Outcome,
    Outcomes,
    PreviewRow,
)
from chalicelib.features.clients.importing.rows import Plan, read_row
from chalicelib.features.clients.importing.tables import Line, Table, read_table
from chalicelib.features.clients.importing.targets import guess
from chalicelib.features.clients.model import Facts
from chalicelib.features.clients.service.probing import tell_of_many
from chalicelib.features.clients.table import imports as table
from chalicelib.features.clients.table import locks
from chalicelib.tenancy import service as accounts

#: Rows between two signs of progress, and those that are added at once: each waits for DynamoDB.
CHUNK, LANES = 40, 8
#: Seconds that a chunk and its end may take: with fewer left, the next worker goes on.
RESERVE = 30.0
#: Workers that may begin without any progress.
MOST_TRIES = 5
_FAILED = N_(
    "The file could not be read to its end. Save it anew, and begin another import; if that fails, tell support."
)


class _Superseded(Conflict):
    """Another worker, or a newer order, has the import."""


class _Checked(NamedTuple):
    rows: int
    preview: tuple[PreviewRow, ...]
    refused: list[Refused]


def work(order: ImportOrder, *, left: Callable[[], float]) -> None:
    """Resume an import. `left` returns the seconds that the function has left. Repeating is harmless."""
    found = table.get_import(order.account_id, order.import_id)
    if found is None or found.turn != order.turn or found.state not in {ImportState.READING, ImportState.RUNNING}:
        return
    try:
        _work(found, left)
    except _Superseded:
        log("info", "order is not the current one", account_id=order.account_id)


def _work(found: Import, left: Callable[[], float]) -> None:
    if found.tries >= MOST_TRIES:
        alarm("import given up", account_id=found.account_id, attempt=found.tries)
        _fail(found, Fault(message=_FAILED))
        return
    tx = Transaction()
    table.count_try(tx, found, otherwise=_superseded)
    tx.commit()
    begun = found.model_copy(update={"tries": found.tries + 1})
    try:
        if begun.state is ImportState.READING:
            _check(begun)
        else:
            _run(begun, left)
    except UnreadableFile as error:
        _fail(begun, Fault(message=error.message, params=error.params))


def _check(found: Import) -> None:
    """Read the whole file, and write its preview and its list of errors."""
    file = store.read_file(found)
    read = read_table(file.data)
    mapping = found.mapping
    if mapping is None or len(mapping) != len(read.headings):
        mapping = guess(read.headings, table.get_mapping(found.account_id, found.base))
    named = found.model_copy(
        update={"mapping": mapping, "headings": tuple(map(_short, read.headings)), "version_id": file.version_id}
    )
    checked = _checked(named, read)
    _write_errors(named, read.headings, checked.refused)
    after = named.model_copy(
        update={
            "state": ImportState.PREVIEW,
            "rows": checked.rows,
            "wrong": len(checked.refused),
            "preview": checked.preview,
            "tries": 0,
        }
    )
    _replace(found, after)
    log("info", "import_checked", account_id=found.account_id, count=checked.rows)


def _checked(named: Import, read: Table) -> _Checked:
    plan, preview, refused, rows = _plan(named), [], [], 0
    shown = min(PREVIEW_LENGTH, PREVIEW_CHARACTERS // (PREVIEW_ROWS * len(named.headings)))
    for line in read.rows:
        rows += 1
        facts = read_row(plan, line)
        wrong = () if isinstance(facts, Facts) else tuple(map(fault_of, facts))
        if wrong:
            reasons = " ".join(said(each, named.headings, named.language) for each in wrong)
            refused.append((line.number, line.cells, reasons))
        if rows <= PREVIEW_ROWS:
            cells = tuple(_short(line.at(at), shown) for at in range(len(named.headings)))
            preview.append(PreviewRow(number=line.number, cells=cells, wrong=wrong))
    return _Checked(rows, tuple(preview), refused)


def _run(found: Import, left: Callable[[], float]) -> None:
    """Add clients chunk by chunk until the file ends, or the time."""
    read = read_table(store.read_file(found).data)
    finished = table.list_outcomes(found, after=found.cursor)
    plan = _plan(found)
    behind = (line for line in read.rows if line.number > found.cursor)
    with ThreadPoolExecutor(max_workers=LANES) as pool:
        for chunk in batched(behind, CHUNK):
            if left() < RESERVE:
                store.order(found)
                return
            outcomes = _run_chunk(found, plan, chunk, finished, pool)
            found = _advance(found, chunk[-1].number, outcomes)
    _finish(found)


def _run_chunk(
    found: Import, plan: Plan, chunk: Sequence[Line], finished: Outcomes, pool: ThreadPoolExecutor
) -> list[Outcome]:
    """Add the clients of a chunk, rows of the same person one after the other, and return the outcomes."""
    told = [finished[line.number] for line in chunk if line.number in finished]
    read = ((line.number, read_row(plan, line)) for line in chunk if line.number not in finished)
    right = [(number, facts) for number, facts in read if isinstance(facts, Facts)]
    lanes = _lanes(found.account_id, right)
    added = pool.map(lambda lane: [add_row(found, number, facts) for number, facts in lane], lanes)
    return [*told, *(outcome for lane in added for outcome in lane)]


def _lanes(account_id: str, right: list[tuple[int, Facts]]) -> list[list[tuple[int, Facts]]]:
    """Return rows that may be added at once. Why: of two rows of one person the first one has to win."""
    lanes: dict[Identity, list[tuple[int, Facts]]] = {}
    for row in right:
        own = locks.binding_identities_of(account_id, row[1])
        together = {id(lane): lane for each in own if (lane := lanes.get(each))}
        joined = sorted([*chain(*together.values()), row], key=lambda each: each[0])
        lanes |= dict.fromkeys([*own, *(each for each, lane in lanes.items() if id(lane) in together)], joined)
    return list({id(lane): lane for lane in lanes.values()}.values())


def _advance(found: Import, cursor: int, outcomes: Sequence[Outcome]) -> Import:
    added, skipped = outcomes.count("added"), outcomes.count("exists")
    tx = Transaction()
    table.advance(tx, found, cursor=cursor, added=added, skipped=skipped, otherwise=_superseded)
    tx.commit()
    counts = {"added": found.added + added, "skipped": found.skipped + skipped, "tries": 0}
    return found.model_copy(update={"cursor": cursor, **counts})


def _finish(found: Import) -> None:
    """Write the list of errors with the rows that the base had already, and end the import."""
    read = read_table(store.read_file(found).data)
    refused = list(_not_added(found, read))
    _write_errors(found, read.headings, refused)
    _replace(found, found.model_copy(update={"state": ImportState.DONE, "wrong": len(refused) - found.skipped}))
    log("info", "import_done", account_id=found.account_id, count=found.added)
    tell_of_many(found.account_id, found.base)


def _not_added(found: Import, read: Table) -> Iterator[Refused]:
    outcomes, plan = table.list_outcomes(found), _plan(found)
    for line in read.rows:
        outcome = outcomes.get(line.number)
        if outcome == "exists":
            yield line.number, line.cells, text(found.language, EXISTS)
        elif outcome is None and not isinstance(facts := read_row(plan, line), Facts):
            reasons = (said(fault_of(each), found.headings, found.language) for each in facts)
            yield line.number, line.cells, " ".join(reasons)


def _write_errors(found: Import, headings: Sequence[str], refused: Sequence[Refused]) -> None:
    data = errors_csv(found.language, headings, refused).encode()
    photo_bucket.write_table(store.errors_key(found), data)


def _fail(found: Import, fault: Fault) -> None:
    _replace(found, found.model_copy(update={"state": ImportState.FAILED, "fault": fault}))


def _replace(before: Import, after: Import) -> None:
    tx = Transaction()
    table.replace_import(tx, before, after, otherwise=_superseded)
    tx.commit()


def _plan(found: Import) -> Plan:
    return Plan(accounts.load_account(found.account_id), found.mapping or (), found.options)


def _short(cell: str, length: int = PREVIEW_LENGTH) -> str:
    return cell if len(cell) <= length else f"{cell[: length - 1]}…"


def _superseded(_: object) -> DomainError:
    return _Superseded("another worker goes on")
