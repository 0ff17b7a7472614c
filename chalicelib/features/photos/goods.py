"""Photos that can be asked for in a case about a vehicle, and in one about goods that were carried."""

from collections.abc import Iterable, Mapping

from chalicelib.tenancy.categories import Category, is_about_goods, of_goods
from chalicelib.tenancy.model import Account, CategoryChoice, Template


def usual_of_goods(lacking: Mapping[str, int]) -> list[CategoryChoice]:
    """Return the usual wish in a case about goods: the photos that are lacking, or else all of goods.

    `lacking`: the numbers of photos by category (`goods_of_case`).
    """
    wanted = [CategoryChoice(code=code, min=least) for code, least in lacking.items()]
    return wanted or [CategoryChoice(code=each.code) for each in of_goods()]


def templates_of(account: Account, *, of_goods: bool) -> tuple[Template, ...]:
    """Return the templates to choose from: in a case about goods those that ask for photos of goods."""
    return tuple(
        each for each in account.templates if not of_goods or is_about_goods(choice.code for choice in each.categories)
    )


def offered_categories(account: Account, chosen: Iterable[str] = (), *, of_goods: bool) -> tuple[Category, ...]:
    """Return the categories to choose from: of goods or of a vehicle, those of the templates, and `chosen` ones."""
    named = {choice.code for each in templates_of(account, of_goods=of_goods) for choice in each.categories}
    return account.offered_categories(named.union(chosen), goods=of_goods)
