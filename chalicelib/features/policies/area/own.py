"""The policies of a person of the client area, as the area shows them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.payments.model import SavedMethod
from chalicelib.features.payments.service.own import methods_of
from chalicelib.features.payments.service.starting import can_start
from chalicelib.features.policies import service
from chalicelib.features.policies.console.values import State, shown_last_day, states_of, term_of
from chalicelib.features.policies.model import Instalment, Policy, Source
from chalicelib.features.policies.service import Wanted, filing, sharing
from chalicelib.features.policies.service.asking import open_part
from chalicelib.features.policies.settings import sale_settings
from chalicelib.features.policies.shown import amount_of, find_product, product_label
from chalicelib.features.policies.status import OVER
from chalicelib.features.policies.subjects import instalment_subject
from chalicelib.features.printing.model import Document, DocumentState
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.tenancy import service as accounts

#: Policies of a client on the page; a policyholder has some dozens at most.
MOST = 100


class PartState(NamedTuple):
    """The state of an instalment: its code, its words, and their look."""

    code: str
    label: str
    look: str


class Part(NamedTuple):
    """An instalment as the client sees it."""

    number: int
    amount: str
    due: str
    paid: str
    state: PartState
    #: The name for its payment; empty if it can't be paid on line now.
    subject: str


class OwnPolicy(NamedTuple):
    """A policy as the list shows it."""

    policy: Policy
    product: str
    object: str
    term: str
    states: tuple[State, ...]
    #: The next instalment; None if nothing is to be paid.
    part: Part | None

    @property
    def is_over(self) -> bool:
        """Return True if the policy has ended."""
        return service.statuses(self.policy)[0] in OVER


class Paper(NamedTuple):
    """A document to download: its id, its name, and the instalment of a receipt."""

    document: Document
    name: str
    part: int | None


class Papers(NamedTuple):
    """The printed documents of a policy, and the kinds of those in work, `e_policy` or `receipt`."""

    printed: tuple[Paper, ...]
    #: Their printing takes seconds.
    ordered: frozenset[str]
    #: They could not be printed: staff were told, and prepare them.
    by_staff: frozenset[str]


_STATES: Mapping[str, tuple[str, str]] = {
    "paid": (N_("paid"), "good"),
    "late": (N_("late"), "bad"),
    "due": (N_("to pay"), "look"),
    "later": (N_("later"), ""),
    "ended": (N_("no longer due"), ""),
    "elsewhere": (N_("paid where the policy was bought"), ""),
}
#: Days before its date from which an instalment is called due.
_SOON = timedelta(days=10)


def list_own(caller: AreaCaller) -> list[Policy]:
    """Return the policies of the person's clients, the latest beginning first: Query and BatchGetItem a client."""
    found = list[Policy]()
    for client_id in caller.client_ids(AreaPermission.POLICIES):
        found += service.list_policies(caller, Wanted(client_id=client_id), limit=MOST, position=None).items
    return sorted(found, key=lambda each: each.insured.begins, reverse=True)


def as_listed(policy: Policy, language: Language) -> OwnPolicy:
    """Return a policy as the list shows it."""
    following = open_part(policy)
    return OwnPolicy(
        policy=policy,
        product=product_label(policy.account_id, policy.insured.product, language),
        object=policy.insured.object,
        term=term_of(policy, language),
        states=states_of(policy, language),
        part=part_of(policy, following, language) if following else None,
    )


def parts_of(policy: Policy, language: Language) -> list[Part]:
    """Return the instalments of a policy."""
    return [part_of(policy, each, language) for each in policy.instalments]


def part_of(policy: Policy, part: Instalment, language: Language) -> Part:
    """Return an instalment with its state in words."""
    code, account = state_of(policy, part), accounts.load_account(policy.account_id)
    following = open_part(policy)
    label, look = _STATES[code]
    return Part(
        number=part.number,
        amount=amount_of(policy, part.amount, language),
        due=localized.day(language, part.due),
        paid=localized.moment(language, part.paid_at, account.zone) if part.paid_at else "",
        state=PartState(code, text(language, label), look),
        subject=instalment_subject(policy.id, part.number) if following and part.paid_at is None else "",
    )


def state_of(policy: Policy, part: Instalment) -> str:
    """Return the state of an instalment: `paid`, `late`, `due`, `later`, `ended` with the policy, or `elsewhere`."""
    if part.paid_at is not None:
        return "paid"
    if policy.source is Source.EXTERNAL:
        return "elsewhere"
    if open_part(policy) is None:
        return "ended"
    today = _today(policy)
    if today > part.due + timedelta(days=sale_settings(policy.account_id).grace_days):
        return "late"
    return "due" if today >= part.due - _SOON else "later"


def papers_of(caller: AreaCaller, policy: Policy, language: Language) -> Papers:
    """Return the documents of a policy, of each kind and instalment the latest printed one."""
    found = filing.list_documents(caller, policy.id)
    latest = dict[tuple[str, str, str], Document]()
    newest = dict[tuple[str, str, str], Document]()
    for each in found:
        newest.setdefault((each.kind, each.subject, each.language), each)
        if each.state is DocumentState.PRINTED:
            latest.setdefault((each.kind, each.subject, each.language), each)
    kinds = {state: frozenset(each.kind for each in newest.values() if each.state is state) for state in DocumentState}
    printed = tuple(_paper(each, language) for each in latest.values())
    return Papers(printed, kinds[DocumentState.ORDERED], kinds[DocumentState.FAILED])


def files_of(caller: AreaCaller, policy: Policy, language: Language) -> list[dict[str, str]]:
    """Return ids, names and sizes of the files that staff have shown to the client, oldest first."""
    return [
        {"id": each.id, "name": each.name, "size": localized.size(language, each.bytes or 0)}
        for each in sharing.shared_files(caller, policy.id)
    ]


def rules_of(policy: Policy, language: Language) -> list[tuple[str, str]]:
    """Return titles and addresses of the product's rules and terms that hold for a policy."""
    product = find_product(policy.account_id, policy.insured.product)
    if product is None:
        return []
    signed = policy.issued_at.astimezone(accounts.load_account(policy.account_id).zone).date()
    found = product.documents_on(signed)
    return [(each.labels.get(language) or next(iter(each.labels.values())), each.file) for each in found]


def can_declare(caller: AreaCaller, policy: Policy) -> bool:
    """Return True if losses under a policy are declared in the area: its product has a process for them."""
    product = find_product(policy.account_id, policy.insured.product)
    return AreaPermission.CLAIMS in caller.scopes and product is not None and product.process is not None


def can_pay(caller: AreaCaller) -> bool:
    """Return True if the person may pay, and the account takes payments on line."""
    return AreaPermission.PAYMENTS in caller.scopes and can_start(caller.account_id)


def method_of(policy: Policy) -> SavedMethod | None:
    """Return the saved method that pays a policy by one press, the latest: one Query."""
    return next(iter(methods_of(policy.account_id, policy.client_id)), None)


def last_day_of(policy: Policy) -> date:
    """Return the last day in force as pages show it."""
    return shown_last_day(policy)


def _paper(document: Document, language: Language) -> Paper:
    _, _, part = document.subject.partition("#")
    general = text(language, N_("Receipt, instalment {number}"), number=part) if part else text(language, N_("Policy"))
    name = f"{document.title} {document.number}".strip() or general
    return Paper(document, name, int(part) if part else None)


def _today(policy: Policy) -> date:
    return now().astimezone(accounts.load_account(policy.account_id).zone).date()
