"""Pages of the training bank: of a charge for its payer, and of all charges with the shops' switches."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from infra.local.bank.book import Book, Charge

_STATES = {
    "pending": "ждёт оплаты",
    "succeeded": "оплачено",
    "canceled": "отклонено",
    "expired": "время оплаты истекло",
}
_LABELS = {
    "notices": {
        "once": "одно",
        "twice": "два",
        "never": "ни одного",
        "early": "до ответа магазину",
        "late": "через минуту",
    },
    "saved_method": {"pays": "платит", "confirm": "просит подтвердить", "declines": "отказывает"},
    "refunds": {"succeeded": "сразу", "pending": "обрабатываются", "canceled": "отказ"},
}
#: Charges that the overview lists.
_LISTED = 50

_environment = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
_environment.globals |= {"states": _STATES, "labels": _LABELS}


def payment_page(charge: Charge, *, closed: bool = False) -> str:
    """Return a charge's page for its payer; `closed`: the payer does not go back to the shop."""
    return _environment.get_template("payment.html").render(charge=charge, closed=closed)


def overview_page(book: Book) -> str:
    """Return the page of all shops and the last charges."""
    charges = list(book.content.charges.values())[::-1][:_LISTED]
    return _environment.get_template("overview.html").render(shops=book.content.shops.values(), charges=charges)
