"""The policy as a document: all terms of the contract."""

from collections.abc import Iterator

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.policies import table
from chalicelib.features.policies.facts import choices_of, object_of
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.printed.parts import INSURER, agent_name, check_of, moment_of
from chalicelib.features.policies.service.telling import tell_policy
from chalicelib.features.policies.shown import amount_of, find_product, product_label
from chalicelib.features.policies.status import begin_of
from chalicelib.features.policies.subjects import POLICY_PAGE
from chalicelib.features.printing.contents import Column, Content, Fact, Section, Signatory, Table
from chalicelib.features.printing.model import Printed
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

_IN_FORCE = N_("In force from {begins} until the end of {ends}.")
_RULES = N_("The contract has been concluded on the terms of these documents:")


def policy_of(account_id: str, subject: str, language: Language) -> Content | None:
    """Return the content of a policy; None if it is gone."""
    policy = table.get_policy(account_id, subject)
    if policy is None:
        return None
    account = accounts.load_account(account_id)
    product = product_label(account_id, policy.insured.product, language)
    issued = localized.day(language, policy.issued_at.astimezone(account.zone))
    return Content(
        title=text(language, N_("Insurance policy")),
        subtitle=text(language, N_("{product}, issued on {day}"), product=product, day=issued),
        number=policy.number,
        highlights=tuple(_highlights(policy, language)),
        check=check_of(policy, language),
        sections=tuple(_sections(account, policy, language)),
        signatories=(Signatory(role=text(language, INSURER), name=account.shown_name),),
    )


def _highlights(policy: Policy, language: Language) -> Iterator[Fact]:
    insured = policy.insured
    yield Fact(label=text(language, N_("Policy number")), value=policy.number)
    if insured.sum_insured is not None:
        amount = amount_of(policy, insured.sum_insured, language)
        yield Fact(label=text(language, N_("Sum insured")), value=amount)
    if insured.deductible is not None:
        amount = amount_of(policy, insured.deductible, language)
        yield Fact(label=text(language, N_("Deductible")), value=amount)
    yield Fact(label=text(language, N_("Premium")), value=amount_of(policy, policy.premium, language))


def _sections(account: Account, policy: Policy, language: Language) -> Iterator[Section]:
    yield Section(
        title=text(language, N_("Parties and term")),
        facts=tuple(_parties(account, policy, language)),
        paragraphs=(_term(account, policy, language),),
    )
    object_ = tuple(Fact(label=each.label, value=each.value) for each in object_of(policy, language))
    if object_:
        yield Section(title=text(language, N_("Insured object")), facts=object_)
    if policy.insured.drivers:
        yield Section(title=text(language, N_("Drivers")), table=_drivers(policy, language))
    choices = tuple(Fact(label=each.label, value=each.value) for each in choices_of(policy, language))
    if choices:
        yield Section(title=text(language, N_("Terms")), facts=choices)
    yield Section(title=text(language, N_("Payments")), table=_instalments(policy, language))
    rules = _rules(account, policy, language)
    if rules:
        paragraphs = (text(language, _RULES), *rules)
        yield Section(title=text(language, N_("Rules of insurance")), paragraphs=paragraphs)


def _parties(account: Account, policy: Policy, language: Language) -> Iterator[Fact]:
    yield Fact(label=text(language, N_("Policyholder")), value=policy.holder)
    yield Fact(label=text(language, INSURER), value=account.shown_name)
    agent = agent_name(account.id, policy.sold_by)
    if agent:
        yield Fact(label=text(language, N_("Agent")), value=agent)


def _term(account: Account, policy: Policy, language: Language) -> str:
    """Return the term: it begins with the first payment, and not before its first day."""
    begin = begin_of(policy.insured.begins, account.zone)
    paid = policy.paid_since
    begins = moment_of(account, max(begin, paid) if paid else begin, language)
    return text(language, _IN_FORCE, begins=begins, ends=localized.day(language, policy.insured.ends))


def _drivers(policy: Policy, language: Language) -> Table:
    columns = (
        Column(label=text(language, N_("Driver")), share=3),
        Column(label=text(language, N_("Date of birth")), share=2),
        Column(label=text(language, N_("Driving licence")), share=2),
    )
    rows = tuple(
        (each.name, localized.day(language, each.birth_date) if each.birth_date else "", each.licence or "")
        for each in policy.insured.drivers
    )
    return Table(columns=columns, rows=rows)


def _instalments(policy: Policy, language: Language) -> Table:
    columns = (
        Column(label=text(language, N_("Instalment"))),
        Column(label=text(language, N_("Due")), share=1),
        Column(label=text(language, N_("Amount")), number=True),
    )
    rows = tuple(
        (str(each.number), localized.day(language, each.due), amount_of(policy, each.amount, language))
        for each in policy.instalments
    )
    total = (text(language, N_("Total")), "", amount_of(policy, policy.premium, language))
    return Table(columns=columns, rows=rows, total=total)


def _rules(account: Account, policy: Policy, language: Language) -> list[str]:
    """Return the documents of the product on the day of sale, with their addresses."""
    product = find_product(account.id, policy.insured.product)
    day = policy.issued_at.astimezone(account.zone).date()
    found = product.documents_on(day) if product else ()
    return [f"{_label(each.labels, language)}: {each.file}" for each in found]


def _label(labels: dict[Language, str], language: Language) -> str:
    return labels.get(language) or next(iter(labels.values()))


E_POLICY = Printed("e_policy", policy_of, POLICY_PAGE.format(policy_id="{subject}"), tell_policy)
