"""Changes of an account's products."""

from chalicelib.features.policies.product_rules import check_products
from chalicelib.features.policies.product_types import Product
from chalicelib.features.policies.products import ProductSettings
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy.sections import Section


def show_products(caller: Caller) -> Section[ProductSettings]:
    """Return the products as they are now."""
    return sections.show(caller.account_id, ProductSettings)


def change_products(caller: Caller, products: tuple[Product, ...], *, version: int) -> Section[ProductSettings]:
    """Replace the products that were read in a version. Raises Invalid with all errors, Conflict.

    Removed products stay readable for their policies.
    """
    check_products(products)
    changed = show_products(caller).value.with_products(products)
    return sections.change(caller.account_id, changed, since=version)
