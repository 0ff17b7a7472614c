"""Ages of persons."""

from datetime import date

from chalicelib.base.languages import Language, plural
from chalicelib.base.localized import day


def age(birth_date: date, on: date) -> int:
    """Return the full years of a person on a day.

    The birthday of a person born on 29 February is 1 March in years without that day, as Russian practice has it.
    """
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def age_and_birth(language: Language, birth_date: date, today: date) -> str:
    """Write a person's age and birth date: `40 лет: 23.01.1986 г. р.`."""
    years, born = age(birth_date, today), day(language, birth_date)
    return plural(language, "{count} year old: born {date}", "{count} years old: born {date}", years, date=born)
