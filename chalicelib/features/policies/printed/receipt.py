"""The receipt of an instalment. Its subject is `<policy>#<number of the instalment>`."""

from datetime import datetime

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.policies import table
from chalicelib.features.policies.model import Instalment, Policy
from chalicelib.features.policies.printed.parts import check_of, moment_of
from chalicelib.features.policies.service.telling import tell_receipt
from chalicelib.features.policies.shown import amount_of, product_label
from chalicelib.features.policies.subjects import POLICY_PAGE
from chalicelib.features.printing.contents import Content, Fact, Section
from chalicelib.features.printing.model import Printed
from chalicelib.tenancy import service as accounts

_PURPOSE = N_("{product}, policy {number}, instalment {part} of {parts}")
_BY_PROVIDER = N_("On the page of the payment service")
_OTHERWISE = N_("In cash or by transfer")
_NO_FISCAL = N_("This receipt confirms the payment. It does not replace the receipt of a cash register.")


def receipt_of(account_id: str, subject: str, language: Language) -> Content | None:
    """Return the content of a receipt; None if the policy is gone, or the instalment was paid back."""
    policy_id, _, number = subject.partition("#")
    policy = table.get_policy(account_id, policy_id)
    found = next((each for each in policy.instalments if str(each.number) == number), None) if policy else None
    if policy is None or found is None or found.paid_at is None:
        return None
    return _content(policy, found, found.paid_at, language)


def _content(policy: Policy, instalment: Instalment, paid_at: datetime, language: Language) -> Content:
    account = accounts.load_account(policy.account_id)
    number = f"{policy.number}/{instalment.number}"

    def fact(label: str, value: str) -> Fact:
        return Fact(label=text(language, label), value=value)

    return Content(
        title=text(language, N_("Receipt of payment")),
        subtitle=number,
        number=number,
        highlights=(
            fact(N_("Paid"), amount_of(policy, instalment.amount, language)),
            fact(N_("Time of payment"), moment_of(account, paid_at, language)),
        ),
        check=check_of(policy, language),
        sections=(
            Section(
                title=text(language, N_("Payment")),
                facts=(
                    fact(N_("Policyholder"), policy.holder),
                    fact(N_("Purpose"), _purpose(policy, instalment, language)),
                    fact(N_("Way of payment"), text(language, _BY_PROVIDER if instalment.payment_id else _OTHERWISE)),
                ),
            ),
        ),
        notes=(text(language, _NO_FISCAL),),
    )


def _purpose(policy: Policy, instalment: Instalment, language: Language) -> str:
    return text(
        language,
        _PURPOSE,
        product=product_label(policy.account_id, policy.insured.product, language),
        number=policy.number,
        part=instalment.number,
        parts=len(policy.instalments),
    )


RECEIPT = Printed("receipt", receipt_of, POLICY_PAGE.format(policy_id="{subject}"), tell_receipt)
