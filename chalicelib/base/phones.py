"""Phone numbers: any usual notation in, E.164 out (by Google's libphonenumber data).

libphonenumber guesses: it reads `916 xxx-45-67` as a number, and the first of two. So a grammar of our own comes first.
It refuses numbers that no person writes so, since a private link would go to a stranger.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, StringConstraints

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.formats import of_length
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.renumbering import renumbered

#: Text that people write before a number, and between it and an extension. Phones read `,123` as a pause and the digits
#: to dial after it.
_LABEL = (
    r"(?:[☎✆📞📱📲]\ufe0f?\s*)?(?:(?:(?:тел|tel|телефон|phone|моб|mob|мобильный|mobile|сот|cell|m[óo]vil|tel[ée]fono)\b"
    r"[.:]*|(?:т|м|t|m)[.:]+)\s*)?"
)
_EXTENSION = (
    r"(?:(?:\s*[,;]?\s*\(?\s*(?:(?:доб|добавочный|вн|внутр|внутренний|ext|extn|extension|extensi[óo]n|anexo|int|x)"
    r"(?![^\W\d_])|#)[.:=]*\s*(?:no\b\.?)?|,{1,3})\s*(?P<extension>[0-9]{1,8})\s*\)?)?"
)
#: Digits with signs between them; a plus only before the first, perhaps in brackets: `(+7)`.
_NUMBER = rf"{_LABEL}(?P<number>\(?\+?[\s(]*[0-9](?:[\s().-]*[0-9])*\s*\)?){_EXTENSION}"
#: Signs that NFKC takes for digits, and nobody writes a number with: footnotes' and the like.
_NO_DIGITS = ("<super>", "<sub>", "<circle>", "<fraction>")
#: No country's numbers that one can call from abroad are shorter (libphonenumber's metadata).
_LEAST_DIGITS = 4
#: Before a national number: international prefixes (Russia's, America's, Europe's), then the digits dialled at home.
_PREFIX = r"(?:810|011|00|80|0|8)"
#: Calling codes of one and two digits; all others have three (ITU-T E.164).
_CALLING_CODE = r"[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[0-9]{3}"
NOT_ALLOWED = N_("SMS to numbers of {region} are not allowed; the account allows {countries}.")
NOT_A_NUMBER = N_("Must be one phone number, such as +7 916 123-45-67: digits, with + ( ) - . or spaces between them.")
#: Numbers that hints show, by country; and the country of a language.
_EXAMPLES = {"RU": "+7 916 123-45-67", "ES": "+34 612 34 56 78"}
_COUNTRY_OF: Mapping[Language, str] = {"ru": "RU", "es": "ES"}


class Written(NamedTuple):
    """A number as somebody wrote it: digits and signs in ASCII, and the extension (digits, '' if there is none)."""

    number: str
    extension: str


def read(value: str) -> Written:
    """Split a number from its label and its extension. Raises ValueError, whose text is a msgid for people."""
    found = re.fullmatch(_NUMBER, _plain(value), re.IGNORECASE)
    if found is None or sum(character.isdigit() for character in found["number"]) < _LEAST_DIGITS:
        raise ValueError(NOT_A_NUMBER)
    return Written(found["number"].strip(), found["extension"] or "")


#: A number in any usual notation; the account's countries decide later its meaning.
Phone = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=60),
    of_length(NOT_A_NUMBER),
    AfterValidator(lambda value: read(value) and value),
]


def parse(value: str, *, countries: Sequence[str], pointer: str, allowed_only: bool) -> str:
    """Return a number as E.164. A number without a country code is read as one of the given countries', in their order.

    `allowed_only` refuses numbers of other countries and those that take no SMS (landlines; premium numbers earn money
    for pumping). A number with an extension is refused, since E.164 can't say it. Raises Invalid naming the field.
    """
    written = _read(value, pointer)
    if written.extension:
        message = N_("Leave the extension out: nothing can be sent to it. Write the number alone: +7 916 123-45-67.")
        raise Invalid([FieldError(pointer, message)])
    return _number(written, countries=countries, pointer=pointer, allowed_only=allowed_only)


def parse_with_extension(value: str, *, countries: Sequence[str], pointer: str) -> tuple[str, str]:
    """Return a number that people may call as E.164, and its extension. Raises Invalid naming the field."""
    written = _read(value, pointer)
    return _number(written, countries=countries, pointer=pointer, allowed_only=False), written.extension


def national(digits: str) -> str:
    """Return the digits of an E.164 number without its country's."""
    return _without(_CALLING_CODE, digits)


def without_prefix(digits: str) -> str:
    """Return dialled digits without the prefix before the country's or the national number."""
    return _without(_PREFIX, digits)


def _without(beginning: str, digits: str) -> str:
    found = re.match(beginning, digits)
    return digits[found.end() :] if found else digits


def display(number: str) -> str:
    """Write an E.164 number as people read it: `+7 916 123-45-67`."""
    import phonenumbers  # noqa: PLC0415 - heavy

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def example_of(countries: Sequence[str], *languages: Language) -> str:
    """Return a number to show as an example: of the first language's country that is among an account's countries.

    Else of the account's first country with an example; without any, of Spain.
    """
    spoken = (_COUNTRY_OF[each] for each in languages if each in _COUNTRY_OF)
    known = [*(each for each in spoken if each in countries), *countries]
    return next((_EXAMPLES[each] for each in known if each in _EXAMPLES), _EXAMPLES["ES"])


def display_with_extension(number: str, extension: str, language: Language) -> str:
    """Write a number and its extension as people of a language do: `+7 800 555-35-35, доб. 123`."""
    shown = display(number)
    return text(language, N_("{number}, ext. {extension}"), number=shown, extension=extension) if extension else shown


def dial(number: str, extension: str = "") -> str:
    """Return the part after `tel:` of a link. Phones dial an extension after a pause, written as a comma."""
    return f"{number},{extension}" if extension else number


def countries_of_the_world() -> Set[str]:
    """Return the countries (ISO 3166-1 alpha-2) that have phone numbers of their own."""
    import phonenumbers  # noqa: PLC0415 - heavy

    return frozenset(phonenumbers.SUPPORTED_REGIONS)


def _plain(value: str) -> str:
    """Return the text without invisible marks, in ASCII digits and signs where Unicode has others for the same."""
    folded = unicodedata.normalize("NFKC", "".join("?" if _is_no_digit(each) else each for each in value))
    visible = "".join(_ascii_sign(character) for character in folded if unicodedata.category(character) != "Cf")
    return " ".join(visible.split()).rstrip(" .,;-")


def _is_no_digit(character: str) -> bool:
    return unicodedata.decomposition(character).startswith(_NO_DIGITS)


def _ascii_sign(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return "-" if unicodedata.category(character) == "Pd" or character == "\u2212" else character


def _read(value: str, pointer: str) -> Written:
    try:
        return read(value)
    except ValueError as error:
        raise Invalid([FieldError(pointer, str(error))]) from error


def _number(written: Written, *, countries: Sequence[str], pointer: str, allowed_only: bool) -> str:
    import phonenumbers  # noqa: PLC0415 - heavy

    number = _valid(written.number, countries)
    if number is None:
        message = N_("There is no such phone number. Write its country code, too: +7 916 123-45-67.")
        raise Invalid([FieldError(pointer, message)])
    if allowed_only:
        _demand_sms(number, countries, pointer)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _valid(written: str, countries: Sequence[str]) -> Any:
    """Return the number that this is today. One that is in a former shape is so only if it is none as it is written.

    Why: without its country a number of one country may look like a former number of another.
    """
    found = (
        _first(written, countries, _as_written)
        or _first(written, countries, _as_today)
        # Not every country dials 00 before another country's code, but all understand it.
        or (_first("+" + written[2:], (), _as_written) if written.startswith("00") else None)
    )
    return found and (_as_today(found) or found)


def _first(written: str, countries: Sequence[str], read_as: Callable[[Any], Any]) -> Any:
    """Return the first valid number among the readings by countries; None if there is none."""
    import phonenumbers  # noqa: PLC0415 - heavy

    for country in (*countries, None):
        try:
            number = read_as(phonenumbers.parse(written, country))
        except phonenumbers.NumberParseException:
            continue
        if number is not None and phonenumbers.is_valid_number(number):
            return number
    return None


def _as_written(number: Any) -> Any:
    return number


def _as_today(number: Any) -> Any:
    """Return a number in a former shape as it is today; None for all others."""
    import phonenumbers  # noqa: PLC0415 - heavy

    today = renumbered(number.country_code, phonenumbers.national_significant_number(number))
    return phonenumbers.parse(f"+{number.country_code}{today}") if today else None


def _demand_sms(number: Any, countries: Sequence[str], pointer: str) -> None:
    import phonenumbers  # noqa: PLC0415 - heavy

    region = phonenumbers.region_code_for_number(number)
    if region not in countries:
        raise Invalid([FieldError(pointer, NOT_ALLOWED, {"region": region, "countries": ", ".join(countries) or "-"})])
    if phonenumbers.number_type(number) not in (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    ):
        raise Invalid([FieldError(pointer, N_("This is not a mobile number, so it takes no SMS."))])
