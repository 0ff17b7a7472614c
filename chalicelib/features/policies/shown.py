"""Values of policies as people read them: names of products, amounts, percent."""

from decimal import Decimal

from chalicelib.base.languages import DECIMAL, Language
from chalicelib.base.money import grouped, shown
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.product_types import Product
from chalicelib.features.policies.products import ProductSettings
from chalicelib.tenancy import sections


def find_product(account_id: str, code: str) -> Product | None:
    """Return a product, also one that is no longer sold."""
    return sections.load(account_id, ProductSettings).find(code)


def product_label(account_id: str, code: str, language: Language) -> str:
    """Return the name of a product; its code if nobody knows it any more."""
    product = find_product(account_id, code)
    return product.label(language) if product else code


def after_loss_of(policy: Policy, language: Language) -> list[str]:
    """Return the steps after a loss that the product of a policy names."""
    product = find_product(policy.account_id, policy.insured.product)
    written = product.after_loss_in(language) if product else ""
    return [each for line in written.splitlines() if (each := line.strip())]


def amount_of(policy: Policy, amount: Decimal, language: Language) -> str:
    """Return an amount of a policy as the language writes it."""
    return shown(language, policy.insured.money(amount))


def percent_of(percent: Decimal, language: Language) -> str:
    """Return a percentage as the language writes it."""
    digits = f"{percent.normalize():f}".replace(".", DECIMAL[language])
    return f"{digits}%" if language == "en" else f"{digits}\u00a0%"


def level_text(level: Decimal, language: Language) -> str:
    """Return a level of an underlying as the language writes it, with all the digits that were told."""
    return grouped(language, f"{level:,f}")
