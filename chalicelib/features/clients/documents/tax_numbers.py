"""Tax numbers of companies, by country."""

from chalicelib.base.languages import N_
from chalicelib.features.clients.documents.model import NumberRule

_DIGITS = N_("Must be digits alone, as many as in {example}.")
#: By country.
RULES = {
    "RU": NumberRule(
        r"[0-9]{10}|[0-9]{12}",
        N_("Must be an INN: 10 digits of a company, 12 of an entrepreneur: {example}."),
        "7707083893",
        check="ru.inn",
    ),
    "ES": NumberRule(
        r"[0-9A-Z][0-9]{7}[0-9A-Z]",
        N_("Must be a NIF of 9 characters: {example}."),
        "B64717838",
        check="es.nif",
        labelled=False,
    ),
    # Why no check digits: about 1.5 % of the RFCs in use fail theirs, says python-stdnum, which leaves them out, too.
    "MX": NumberRule(
        r"[A-Z&Ñ]{3,4}[0-9]{6}[0-9A-Z]{3}",
        N_("Must be an RFC of 12 or 13 characters: {example}."),
        "GODE561231GR8",
        check="mx.rfc",
        labelled=False,
    ),
    "CL": NumberRule(
        r"[0-9]{7,8}[0-9K]",
        N_("Must be 7 or 8 digits, and a last digit or K: {example}."),
        "76.086.428-5",
        "##.###.###-#",
        check="cl.rut",
    ),
    "CO": NumberRule(r"[0-9]{10}", _DIGITS, "213.123.432-1", "###.###.###-#", check="co.nit"),
    "AR": NumberRule(r"[0-9]{11}", _DIGITS, "30-50001091-2", "##-########-#", check="ar.cuit"),
    # With letters since July 2026.
    "BR": NumberRule(
        r"[0-9A-Z]{12}[0-9]{2}",
        N_("Must be a CNPJ of 14 characters: {example}."),
        "16.727.230/0001-97",
        "##.###.###/####-##",
        check="br.cnpj",
        labelled=False,
    ),
    "PE": NumberRule(r"[0-9]{11}", _DIGITS, "20512333797", check="pe.ruc"),
    # Why no check digits: companies get numbers that no rule makes (SRI), and python-stdnum refuses them.
    "EC": NumberRule(r"[0-9]{13}", _DIGITS, "1792060346001"),
    "UY": NumberRule(r"[0-9]{12}", _DIGITS, "21-100342-001-7", "##-######-###-#", check="uy.rut"),
}
_ELSEWHERE = NumberRule(
    r"[^\W_]{4,20}", N_("Must be 4 to 20 letters and digits: {example}."), "DE136695976", labelled=False
)


def read_tax_number(country: str, number: str, *, at: str = "/tax_number") -> str:
    """Return a company's tax number in canonical form. Raises Invalid at the pointer `at`.

    `country` is ISO 3166-1 alpha-2. Numbers of countries without a rule here are taken unchecked.
    """
    return RULES.get(country, _ELSEWHERE).read(number, at)


def display_tax_number(country: str, number: str) -> str:
    """Write a company's tax number as people know it: `16.727.230/0001-97`."""
    return RULES.get(country, _ELSEWHERE).display(number)
