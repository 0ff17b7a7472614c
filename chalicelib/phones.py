"""Phone numbers: any usual notation in, E.164 out (by Google's libphonenumber data)."""

from collections.abc import Sequence, Set

from chalicelib.errors import FieldError, Invalid
from chalicelib.languages import N_


def parse(value: str, *, countries: Sequence[str], pointer: str, allowed_only: bool) -> str:
    """Return a number as E.164. A number without a country code is read as one of the given countries', in their order.

    `allowed_only` refuses numbers of other countries and those that take no SMS (landlines; premium numbers earn money
    for who pumps). Raises Invalid naming the field.
    """
    import phonenumbers  # noqa: PLC0415 - heavy

    for country in (*countries, None):
        try:
            number = phonenumbers.parse(value, country)
        except phonenumbers.NumberParseException:
            continue
        if not phonenumbers.is_valid_number(number):
            continue
        region = phonenumbers.region_code_for_number(number)
        if allowed_only and region not in countries:
            raise Invalid([
                FieldError(pointer, N_("SMS to numbers of {region} are not allowed; the account allows {countries}."),
                           {"region": region, "countries": ", ".join(countries)})
            ])  # fmt: skip
        if allowed_only and phonenumbers.number_type(number) not in (
            phonenumbers.PhoneNumberType.MOBILE,
            phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
        ):
            raise Invalid([FieldError(pointer, N_("This is not a mobile number, so it takes no SMS."))])
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise Invalid([
        FieldError(pointer, N_("There is no such phone number. Write its country code, too: +7 916 123-45-67."))
    ])  # fmt: skip


def display(number: str) -> str:
    """Write an E.164 number as people read it: `+7 916 123-45-67`."""
    import phonenumbers  # noqa: PLC0415 - heavy

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def countries_of_the_world() -> Set[str]:
    """Return the countries (ISO 3166-1 alpha-2) that have phone numbers of their own."""
    import phonenumbers  # noqa: PLC0415 - heavy

    return frozenset(phonenumbers.SUPPORTED_REGIONS)
