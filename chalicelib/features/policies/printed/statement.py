"""The statement of an agent's commission. Its subject is `<agent>#<month>`."""

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import Money, shown
from chalicelib.features.policies.model import LedgerLine
from chalicelib.features.policies.printed.parts import INSURER, POLICY, agent_name
from chalicelib.features.policies.service.settling import totals_of
from chalicelib.features.policies.shown import percent_of, product_label
from chalicelib.features.policies.statement_file import CHANNELS, REASONS
from chalicelib.features.policies.table import ledger
from chalicelib.features.printing.contents import Column, Content, Fact, Section, Signatory, Table
from chalicelib.features.printing.model import Printed
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

_OPEN = N_("The month is not closed yet: lines may follow.")
PAGE = "/console/commissions"


def statement_of(account_id: str, subject: str, language: Language) -> Content | None:
    """Return the content of a statement; None for a month without lines."""
    agent_id, _, month = subject.rpartition("#")
    found = ledger.read_month(account_id, agent_id, month)
    if not found.lines:
        return None
    account, agent = accounts.load_account(account_id), agent_name(account_id, agent_id)
    total = ", ".join(shown(language, each) for each in totals_of(found.lines))
    shown_month = f"{month[5:]}.{month[:4]}"
    return Content(
        title=text(language, N_("Statement of commission")),
        subtitle=" · ".join(filter(None, (agent, shown_month))),
        number=shown_month,
        highlights=(Fact(label=text(language, N_("Commission")), value=total),),
        sections=(
            Section(
                title=text(language, N_("Lines of commission")),
                table=_table(account, found.lines, total, language),
            ),
        ),
        signatories=(
            Signatory(role=text(language, INSURER), name=account.shown_name),
            Signatory(role=text(language, N_("Agent")), name=agent),
        ),
        notes=() if found.closed_at else (text(language, _OPEN),),
    )


def _table(account: Account, lines: tuple[LedgerLine, ...], total: str, language: Language) -> Table:
    columns = (
        Column(label=text(language, N_("Day"))),
        Column(label=text(language, POLICY), share=2),
        Column(label=text(language, N_("Policyholder")), share=3),
        Column(label=text(language, N_("Premium paid so far")), number=True),
        Column(label=text(language, N_("Rate")), number=True),
        Column(label=text(language, N_("Commission")), number=True),
    )
    rows = tuple(_row(account, each, language) for each in lines)
    return Table(columns=columns, rows=rows, total=(text(language, N_("Total")), "", "", "", "", total))


def _row(account: Account, line: LedgerLine, language: Language) -> tuple[str, ...]:
    reason = text(language, REASONS.get(line.reason, line.reason))
    channel = text(language, CHANNELS[line.channel])
    product = product_label(account.id, line.product, language)
    return (
        localized.day(language, line.at.astimezone(account.zone)),
        f"{line.number}, {product}, {reason}, {channel}",
        line.client,
        shown(language, Money(amount=line.base, currency=line.currency)),
        percent_of(line.percent, language),
        shown(language, Money(amount=line.amount, currency=line.currency)),
    )


STATEMENT = Printed("statement", statement_of, f"{PAGE}?agent={{subject}}")
