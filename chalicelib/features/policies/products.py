"""Products of an account, a section of its settings: look-ups by code.

Until an account saves its own products, those of `product_defaults` hold.
"""

from pydantic import Field

from chalicelib.base.errors import FieldError, Invalid, NotFound
from chalicelib.base.languages import N_
from chalicelib.base.models import Frozen
from chalicelib.features.policies.product_defaults import usual_products
from chalicelib.features.policies.product_types import Product
from chalicelib.tenancy import sections

__all__ = ["Product", "ProductSettings", "product_of", "sellable", "sellable_product"]
MOST_PRODUCTS = 30
_MOST_FORMER = 300


class ProductSettings(Frozen):
    """The account's products in the order of lists."""

    #: None: the usual ones. Why not these as the default: a default isn't stored, and a later release may change it.
    own: tuple[Product, ...] | None = Field(default=None, max_length=MOST_PRODUCTS)
    #: Removed ones. Why: policies name their product as long as they are kept.
    former: tuple[Product, ...] = Field(default=(), max_length=_MOST_FORMER)

    @property
    def products(self) -> tuple[Product, ...]:
        """The products for sale or not, in the order of lists."""
        return usual_products() if self.own is None else self.own

    def find(self, code: str | None) -> Product | None:
        """Return the product of a code, if there is one; inactive and removed ones, too."""
        return next((each for each in (*self.products, *self.former) if each.code == code), None)

    def with_products(self, products: tuple[Product, ...]) -> "ProductSettings":
        """Return the settings with these products. Former ones of their codes give way, removed ones become former."""
        present = {each.code for each in products}
        former = tuple(each for each in (*self.former, *self.products) if each.code not in present)
        return ProductSettings(own=products, former=former[-_MOST_FORMER:])


NO_PRODUCT = N_("There is no such product.")


def product_of(account_id: str, code: str) -> Product:
    """Return a product as it was at most a minute ago, also an inactive or a removed one. Raises NotFound."""
    found = sections.load(account_id, ProductSettings).find(code)
    if found is None:
        raise NotFound(NO_PRODUCT)
    return found


def sellable(account_id: str) -> tuple[Product, ...]:
    """Return the active products of an account, in its order."""
    return tuple(each for each in sections.load(account_id, ProductSettings).products if each.active)


def sellable_product(account_id: str, code: str, *, at: str = "/product") -> Product:
    """Return an active product. Raises Invalid at the field, which names those that can be sold."""
    products = {each.code: each for each in sellable(account_id)}
    if code not in products:
        known = ", ".join(products) or "-"
        raise Invalid([FieldError(at, N_("This product isn't sold. There are: {known}."), {"known": known})])
    return products[code]
