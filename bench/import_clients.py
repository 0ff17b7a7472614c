"""The cost of an import of clients: `python -m bench import_clients`.

The worker checks and runs a CSV file of 10,000 rows, and checks a workbook of 50,000, the most that a file may have. S3
and DynamoDB are those of `aws_stub`: reading, rules, hashes, search terms and signing of requests are measured, and the
network is not. Memory is the most that a process of its own holds; the function has 512 MB. The pace is that of a CPU
of this machine. A function of 512 MB has about 0.3 of one; the two calls of a row wait some 30 ms, 8 rows at once.
"""

import io
from collections.abc import Iterator, Sequence
from time import process_time
from typing import Any

from bench.aws_stub import AwsStub
from bench.memory import peak_megabytes
from bench.table import Figure, at_most
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.clients.importing.model import Import, ImportOrder, ImportState
from chalicelib.features.clients.importing.working import work
from chalicelib.features.clients.table import imports
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

ROWS, MOST_ROWS = 10_000, 50_000
MEMORY_LIMIT_MB = 512
_HEADINGS = ("Фамилия", "Имя", "Отчество", "Дата рождения", "E-mail", "Серия и номер", "Телефон", "Комментарий")
_ALONE = """
import sys
from bench.environment import take_effect
take_effect()
from bench.import_clients import import_alone
import_alone(sys.argv[1], int(sys.argv[2]))
"""


def figures() -> Iterator[Figure]:
    """Measure."""
    for kind, rows in (("csv", ROWS), ("xlsx", MOST_ROWS)):
        peak = peak_megabytes(_ALONE, kind, str(rows))
        yield at_most(f"peak memory, import of {rows} rows ({kind})", peak, MEMORY_LIMIT_MB, unit=" MB")
    checked, run = import_alone("csv", ROWS)
    yield Figure(f"import of {ROWS} rows: checked per second of CPU", f"{ROWS / checked:.0f} rows")
    yield Figure(f"import of {ROWS} rows: added per second of CPU", f"{ROWS / run:.0f} rows")


def import_alone(kind: str, rows: int) -> tuple[float, float]:
    """Check a file, and run it if it is CSV. Returns the seconds of CPU of both."""
    aws = _Stub()
    aws.install()
    aws.object = _xlsx(rows) if kind == "xlsx" else _csv(rows)
    account = accounts.create_account(Account(id="acc_bench", name="Страхование", created_at=now()))
    started = Import(
        id="imp_bench",
        account_id=account.id,
        base="house",
        actor="system",
        language="ru",
        created_at=now(),
        state=ImportState.READING,
    )
    checking = _seconds(started)
    found = imports.get_import(account.id, started.id)
    if found is None or (found.state, found.rows, found.wrong) != (ImportState.PREVIEW, rows, 0):
        raise RuntimeError(f"the file was not checked: {found}")
    if kind == "xlsx":
        return checking, 0.0
    running = _seconds(found.model_copy(update={"state": ImportState.RUNNING}))
    done = imports.get_import(account.id, started.id)
    if done is None or (done.state, done.added) != (ImportState.DONE, rows):
        raise RuntimeError("the clients were not added")
    return checking, running


def _seconds(each: Import) -> float:
    tx = Transaction()
    imports.insert_import(tx, each, otherwise=lambda _: RuntimeError())  # type: ignore[arg-type, return-value]
    tx.commit()
    began = process_time()
    work(ImportOrder(account_id=each.account_id, import_id=each.id, turn=each.turn), left=lambda: 300.0)
    return process_time() - began


def _cells(number: int) -> Sequence[str]:
    letters = "".join("абвгдежзик"[int(digit)] for digit in f"{number:05}")
    return (
        f"Сидоров{letters}",
        "Пётр",
        "Иванович",
        "01.02.1980",
        f"p{number}@example.org",
        f"4510{number:06}",
        f"+7916{number:07}",
        "Позвонить осенью о продлении",
    )


def _csv(rows: int) -> bytes:
    return "\r\n".join(";".join(row) for row in (_HEADINGS, *map(_cells, range(rows)))).encode("utf-8-sig")


def _xlsx(rows: int) -> bytes:
    import openpyxl  # noqa: PLC0415 - only here

    workbook, file = openpyxl.Workbook(write_only=True), io.BytesIO()
    sheet = workbook.create_sheet()
    for row in (_HEADINGS, *map(_cells, range(rows))):
        sheet.append(list(row))
    workbook.save(file)
    return file.getvalue()


class _Stub(AwsStub):
    """A stub that remembers the import and the account alone."""

    def put(self, table: str, item: dict[str, Any]) -> None:
        """Remember an item unless it is a row of a client."""
        if table == "accounts" or item.get("sk", {}).get("S") == "import":
            super().put(table, item)

    def query(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Return the rows of an account; none of finished rows."""
        return super().query(sent) if sent["TableName"] == "accounts" else {"Items": [], "Count": 0, "ScannedCount": 0}
