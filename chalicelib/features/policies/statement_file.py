"""An agent's statement as a CSV file that spreadsheets sum."""

from zoneinfo import ZoneInfo

from chalicelib.base.languages import N_, Language, text
from chalicelib.base.spreadsheets import csv_text
from chalicelib.features.policies.model import Channel
from chalicelib.features.policies.service.settling import Statement

_HEADINGS = (
    N_("Date"),
    N_("Policy"),
    N_("Product"),
    N_("Client"),
    N_("Premium paid so far"),
    N_("Rate, %"),
    N_("Commission"),
    N_("Currency"),
    N_("Reason"),
    N_("Sales channel"),
)
#: Of lines of commission: an agent's own sale, and a purchase by a client whom a sale had bound to the agent.
CHANNELS = {
    Channel.AGENT: N_("Own sale"),
    Channel.ALONE: N_("The client alone"),
    Channel.HOUSE: N_("Sold by the organisation"),
    Channel.EXTERNAL: N_("Sold elsewhere"),
}
REASONS = {"sale": N_("Sale"), "payment": N_("Payment"), "refund": N_("Refund")}


def statement_csv(statement: Statement, language: Language, *, zone: ZoneInfo) -> str:
    """Return a statement as CSV, its days in a time zone. Amounts are numbers, also negative ones."""
    rows = [
        (
            each.at.astimezone(zone).date().isoformat(),
            each.number,
            each.product,
            each.client,
            each.base,
            each.percent,
            each.amount,
            each.currency,
            text(language, REASONS.get(each.reason, each.reason)),
            text(language, CHANNELS[each.channel]),
        )
        for each in statement.lines
    ]
    return csv_text([text(language, heading) for heading in _HEADINGS], rows, delimiter=";")
