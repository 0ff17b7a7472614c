"""Own policies as answers of the client area show them."""

from decimal import Decimal
from typing import Any

from chalicelib.base.languages import Language
from chalicelib.base.money import Money
from chalicelib.features.clients.agent_names import short_name_of
from chalicelib.features.policies import service
from chalicelib.features.policies.area import own
from chalicelib.features.policies.area.cancelling import Cancelling
from chalicelib.features.policies.area.offers import Offer
from chalicelib.features.policies.area.schemas import (
    AreaCancellation,
    AreaFact,
    AreaInstalmentView,
    AreaOfferView,
    AreaPolicyDocument,
    AreaPolicyFile,
    AreaPolicyLine,
    AreaPolicyView,
    AreaProductDocument,
    AreaRefundView,
)
from chalicelib.features.policies.facts import terms_of
from chalicelib.features.policies.files import PolicyFile
from chalicelib.features.policies.life_schemas import life_view
from chalicelib.features.policies.model import Instalment, Policy
from chalicelib.features.policies.service import sharing
from chalicelib.features.policies.service.asking import open_part
from chalicelib.features.policies.shown import after_loss_of, product_label
from chalicelib.features.policies.subjects import instalment_subject
from chalicelib.http.money import MoneyView, money_view
from chalicelib.identity.area.model import AreaCaller


def line_view(policy: Policy, language: Language) -> AreaPolicyLine:
    """Return a policy of the list."""
    return AreaPolicyLine(**_line(policy, language))


def offer_view(offer: Offer, language: Language) -> AreaOfferView:
    """Return an offer of the list."""
    quote, insured = offer.quote, offer.quote.insured
    return AreaOfferView(
        quote_id=quote.id,
        subject=offer.subject,
        product=insured.product,
        product_name=product_label(quote.account_id, insured.product, language),
        object=insured.object,
        begins=insured.begins,
        last_day=insured.ends,
        premium=money_view(offer.premium),
        first_instalment=money_view(offer.first),
        ends_at=quote.ends_at,
        renews=quote.predecessor_id,
    )


def own_policy_view(caller: AreaCaller, policy: Policy, language: Language) -> AreaPolicyView:
    """Return a policy with its documents."""
    insured, cancelled = policy.insured, policy.cancelled
    facts = terms_of(policy.account_id, insured, language, last_day=own.last_day_of(policy))
    papers = own.papers_of(caller, policy, language)
    agent = short_name_of(policy.account_id, policy.sold_by) if policy.sold_by else ""
    return AreaPolicyView(
        **_line(policy, language),
        holder=policy.holder,
        premium=_money(policy, policy.premium),
        paid=_money(policy, policy.paid),
        sum_insured=_money(policy, insured.sum_insured) if insured.sum_insured is not None else None,
        deductible=_money(policy, insured.deductible) if insured.deductible is not None else None,
        terms=[AreaFact(label=each.label, value=each.value) for each in facts],
        instalments=[_instalment(policy, each) for each in policy.instalments],
        documents=[_document(each) for each in papers.printed],
        documents_by_staff=sorted(papers.by_staff),
        files=[_file(each) for each in sharing.shared_files(caller, policy.id)],
        rules=[AreaProductDocument(title=title, url=url) for title, url in own.rules_of(policy, language)],
        agent=agent or None,
        after_loss=after_loss_of(policy, language),
        cancelled=AreaCancellation(effective=cancelled.effective, refund=_money(policy, cancelled.refund))
        if cancelled
        else None,
        life=life_view(service.life_value(policy, language), language) if service.is_life(policy) else None,
    )


def refund_view(found: Cancelling) -> AreaRefundView:
    """Return the refund of a cancellation with its computation."""
    refund = found.refund
    return AreaRefundView(
        on=found.on,
        online=found.is_online,
        refund=money_view(refund.amount),
        paid=money_view(refund.paid),
        earned=money_view(refund.earned),
        kept=money_view(refund.kept),
        days_used=refund.days_used,
        days=refund.days,
        in_cooling_off=refund.in_cooling_off,
    )


def _line(policy: Policy, language: Language) -> dict[str, Any]:
    listed, following = own.as_listed(policy, language), open_part(policy)
    return {
        "id": policy.id,
        "number": policy.number,
        "client_id": policy.client_id,
        "product": policy.insured.product,
        "product_name": listed.product,
        "object": listed.object,
        "status": service.statuses(policy)[0],
        "status_name": listed.states[0].label,
        "begins": policy.insured.begins,
        "last_day": own.last_day_of(policy),
        "next_instalment": _instalment(policy, following) if following else None,
    }


def _instalment(policy: Policy, part: Instalment) -> AreaInstalmentView:
    can_be_paid = open_part(policy) is not None and part.paid_at is None
    return AreaInstalmentView.model_validate(
        {
            "number": part.number,
            "amount": _money(policy, part.amount),
            "due": part.due,
            "paid_at": part.paid_at,
            "state": own.state_of(policy, part),
            "subject": instalment_subject(policy.id, part.number) if can_be_paid else None,
        }
    )


def _document(paper: own.Paper) -> AreaPolicyDocument:
    found = paper.document
    told = {
        "id": found.id,
        "kind": found.kind,
        "name": paper.name,
        "instalment": paper.part,
        "language": found.language,
    }
    return AreaPolicyDocument.model_validate(told)


def _file(file: PolicyFile) -> AreaPolicyFile:
    shown = file.model_dump(include={"id", "name", "content_type", "bytes", "added_at"})
    return AreaPolicyFile.model_validate(shown)


def _money(policy: Policy, amount: Decimal) -> MoneyView:
    return money_view(Money(amount=amount, currency=policy.currency))
