"""Amounts of money: exact decimals with a currency, rounded half-even to its smallest unit.

Exponents are those of ISO 4217, of currencies without cents or with three digits; all others have two.
"""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from types import MappingProxyType

from chalicelib.base.languages import DECIMAL, N_, Language
from chalicelib.base.models import Frozen

_WITHOUT_CENTS = (
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF",
    "XPF",
)  # fmt: skip
_IN_THOUSANDTHS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
#: Digits after the point by currency (ISO 4217, list one).
_EXPONENTS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(_WITHOUT_CENTS, 0),
        **dict.fromkeys(_IN_THOUSANDTHS, 3),
    }
)
_USUAL_EXPONENT = 2
#: Digits before the point: more is a mistake of typing.
MOST_DIGITS = 12
_AMOUNT = re.compile(r"[0-9]{1,30}(?:\.([0-9]{1,30}))?")
_CURRENCY = re.compile(r"[A-Z]{3}")

#: Signs of currencies by language, as Unicode's CLDR has them; all others are written by their codes.
_SIGNS: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        "ru": {"RUB": "₽", "EUR": "€", "USD": "$", "GBP": "£", "UAH": "₴", "BRL": "R$", "MXN": "MX$", "JPY": "¥"},
        "es": {"EUR": "€", "USD": "US$"},
        "en": {"EUR": "€", "USD": "$", "GBP": "£", "BRL": "R$", "MXN": "MX$", "JPY": "¥"},
    }
)
_SPACE = "\u00a0"
#: Between groups of three digits. Why not as in other numbers: Spanish writes points in amounts of money.
GROUPS: Mapping[Language, str] = MappingProxyType({"ru": _SPACE, "es": ".", "en": ","})

NOT_AN_AMOUNT = N_("Must be an amount such as 48320.50: digits, and a point before the fraction.")
NOT_A_CURRENCY = N_("Must be a currency of three letters (ISO 4217), such as RUB.")
WRONG_SCALE = N_("Has too many digits after the point: {currency} has {digits}.")
TOO_LARGE = N_("Must have at most {number} digits before the point.")


class Money(Frozen):
    """An amount in a currency (ISO 4217)."""

    amount: Decimal
    currency: str

    @property
    def minor(self) -> int:
        """The amount in the smallest units of its currency, as some banks count."""
        return int(self.amount.scaleb(exponent(self.currency)).to_integral_exact())

    def __add__(self, other: "Money") -> "Money":
        """Return the sum. Raises ValueError for another currency."""
        return Money(amount=self.amount + self._same(other).amount, currency=self.currency)

    def __sub__(self, other: "Money") -> "Money":
        """Return the difference. Raises ValueError for another currency."""
        return Money(amount=self.amount - self._same(other).amount, currency=self.currency)

    def _same(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"{other.currency} is not {self.currency}")
        return other


class WrongMoney(ValueError):
    """An amount that cannot be: `message` is a msgid, with its `params`."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message.format(**params))
        self.message = message
        self.params = params


def is_currency(code: str) -> bool:
    """Return True if a text is formed as the code of a currency (ISO 4217)."""
    return _CURRENCY.fullmatch(code) is not None


def exponent(currency: str) -> int:
    """Return the number of digits after the point of a currency."""
    return _EXPONENTS.get(currency, _USUAL_EXPONENT)


def unit(currency: str) -> Decimal:
    """Return the smallest unit of a currency: 0.01 of a rouble."""
    return Decimal(1).scaleb(-exponent(currency))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Return an amount rounded half-even to the smallest unit of a currency."""
    with localcontext(prec=60):
        return amount.quantize(unit(currency), rounding=ROUND_HALF_EVEN)


def money(amount: Decimal, currency: str) -> Money:
    """Return an amount, rounded half-even, in a currency."""
    return Money(amount=rounded(amount, currency), currency=currency)


def nothing(currency: str) -> Money:
    """Return no money of a currency."""
    return money(Decimal(0), currency)


def read_money(amount: str, currency: str) -> Money:
    """Return the money of an amount as programs write it. Raises WrongMoney: another form, scale or currency."""
    if not is_currency(currency):
        raise WrongMoney(NOT_A_CURRENCY)
    return Money(amount=read_amount(amount, currency), currency=currency)


def read_amount(amount: str, currency: str) -> Decimal:
    """Return an amount of a currency, not negative, with all its digits. Raises WrongMoney."""
    found = _AMOUNT.fullmatch(amount.strip())
    if found is None:
        raise WrongMoney(NOT_AN_AMOUNT)
    if len((found[1] or "").rstrip("0")) > exponent(currency):
        raise WrongMoney(WRONG_SCALE, currency=currency, digits=exponent(currency))
    number = Decimal(found[0])
    if number >= Decimal(10) ** MOST_DIGITS:
        raise WrongMoney(TOO_LARGE, number=MOST_DIGITS)
    return rounded(number, currency)


def split(whole: Money, parts: int) -> tuple[Money, ...]:
    """Return equal parts of an amount. The first ones get the odd units: 1.00 in 3 is 0.34, 0.33, 0.33."""
    each, odd = divmod(whole.minor, parts)
    return tuple(of_minor(each + (1 if place < odd else 0), whole.currency) for place in range(parts))


def of_minor(units: int, currency: str) -> Money:
    """Return money of a number of the smallest units of a currency."""
    return Money(amount=Decimal(units).scaleb(-exponent(currency)), currency=currency)


def shown(language: Language, amount: Money) -> str:
    """Write an amount as the language does: `1 250 000,00 ₽`, `1.250.000,00 €`, `€1,250,000.00`."""
    digits = grouped(language, f"{abs(amount.amount):,.{exponent(amount.currency)}f}")
    minus = "-" if amount.amount < 0 else ""
    sign = _SIGNS[language].get(amount.currency, amount.currency)
    if language != "en":
        return f"{minus}{digits}{_SPACE}{sign}"
    return f"{minus}{sign}{_SPACE if sign.isalpha() else ''}{digits}"


def grouped(language: Language, digits: str) -> str:
    """Write digits with commas between thousands, and a point before the fraction, as amounts of the language are."""
    return digits.replace(",", "\0").replace(".", DECIMAL[language]).replace("\0", GROUPS[language])
