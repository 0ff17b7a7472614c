"""The kinds of identity documents, by country."""

from collections.abc import Sequence

from chalicelib.base.languages import N_
from chalicelib.features.clients.documents import notation
from chalicelib.features.clients.documents.model import DocumentKind, NumberRule

PASSPORT_RU = DocumentKind(
    "passport_ru",
    "RU",
    N_("Passport of Russia"),
    NumberRule(
        r"[0-9]{10}", N_("Must be 4 digits of the series and 6 of the number: {example}."), "4517 123456", "#### ######"
    ),
)
_SERIES_OF_TWO = N_("Must be 2 digits of the series and 7 of the number: {example}.")
_ROMAN = r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_DIGITS_ONLY = N_("Must be digits alone, as many as in {example}.")
_SEVEN_OR_EIGHT = N_("Must be 7 or 8 digits: {example}.")
_RUSSIAN = (
    PASSPORT_RU,
    DocumentKind(
        "driving_licence_ru",
        "RU",
        N_("Driving licence of Russia"),
        NumberRule(
            rf"[0-9]{{2}}(?:[0-9]{{2}}|[{notation.PLATE_LETTERS}]{{2}})[0-9]{{6}}",
            N_("Must be 4 characters of the series and 6 digits of the number: {example}."),
            "9916 123456",
            "#### ######",
            script=notation.cyrillic,
        ),
    ),
    DocumentKind(
        "foreign_passport_ru",
        "RU",
        N_("Russian passport for travel abroad"),
        NumberRule(r"[0-9]{9}", _SERIES_OF_TWO, "75 1234567", "## #######"),
    ),
    DocumentKind(
        "birth_certificate_ru",
        "RU",
        N_("Birth certificate of Russia"),
        NumberRule(
            rf"{_ROMAN}[А-ЯЁ]{{2}}[0-9]{{6}}",
            N_("Must be a Roman numeral, two Cyrillic letters and 6 digits: {example}."),
            "IV-АГ 123456",
            "########-## ######",
            script=notation.birth_certificate,
        ),
    ),
    DocumentKind(
        "residence_permit_ru",
        "RU",
        N_("Residence permit of Russia"),
        NumberRule(r"[0-9]{9}", _SERIES_OF_TWO, "82 1234567", "## #######"),
    ),
    DocumentKind(
        "snils",
        "RU",
        N_("SNILS (Russia)"),
        NumberRule(r"[0-9]{11}", _DIGITS_ONLY, "112-233-445 95", "###-###-### ##", check="ru.snils"),
    ),
    DocumentKind(
        "inn_person_ru",
        "RU",
        N_("INN of a person (Russia)"),
        NumberRule(r"[0-9]{12}", _DIGITS_ONLY, "500100732259", check="ru.inn"),
    ),
)
_SPANISH = (
    DocumentKind(
        "dni",
        "ES",
        N_("DNI (Spain)"),
        NumberRule(
            r"[0-9]{8}[A-Z]",
            N_("Must be 8 digits and a letter: {example}."),
            "12345678Z",
            check="es.dni",
            script=notation.dni,
        ),
    ),
    DocumentKind(
        "nie",
        "ES",
        N_("NIE (Spain)"),
        NumberRule(
            r"[XYZ][0-9]{7}[A-Z]",
            N_("Must be X, Y or Z, 7 digits and a letter: {example}."),
            "X2482300W",
            check="es.nie",
        ),
    ),
    DocumentKind(
        "passport_es",
        "ES",
        N_("Passport of Spain"),
        NumberRule(
            r"[A-Z]{2,3}[0-9]{6}", N_("Must be 2 or 3 letters and 6 digits: {example}."), "PAA123456", labelled=False
        ),
    ),
)
_AMERICAN = (
    DocumentKind(
        "curp_mx",
        "MX",
        N_("CURP (Mexico)"),
        NumberRule(
            r"[A-Z]{4}[0-9]{6}[A-Z]{6}[0-9A-Z][0-9]",
            N_("Must be 18 letters and digits: {example}."),
            "BOXW310820HNERXN09",
            check="mx.curp",
            labelled=False,
        ),
    ),
    DocumentKind(
        "rut_cl",
        "CL",
        N_("RUT (Chile)"),
        NumberRule(
            r"[0-9]{7,8}[0-9K]",
            N_("Must be 7 or 8 digits, and a last digit or K: {example}."),
            "12.531.909-2",
            "##.###.###-#",
            check="cl.rut",
        ),
    ),
    DocumentKind(
        "cedula_co",
        "CO",
        N_("Identity card of Colombia"),
        NumberRule(r"[0-9]{6,10}", N_("Must be 6 to 10 digits: {example}."), "1.020.304.050", "#.###.###.###"),
    ),
    DocumentKind(
        "dni_ar", "AR", N_("DNI (Argentina)"), NumberRule(r"[0-9]{7,8}", _SEVEN_OR_EIGHT, "12.345.678", "##.###.###")
    ),
    DocumentKind(
        "cuit_ar",
        "AR",
        N_("CUIT or CUIL (Argentina)"),
        NumberRule(r"[0-9]{11}", _DIGITS_ONLY, "20-05536168-2", "##-########-#", check="ar.cuit"),
    ),
    DocumentKind(
        "cpf_br",
        "BR",
        N_("CPF (Brazil)"),
        NumberRule(r"[0-9]{11}", _DIGITS_ONLY, "390.533.447-05", "###.###.###-##", check="br.cpf"),
    ),
    DocumentKind("dni_pe", "PE", N_("DNI (Peru)"), NumberRule(r"[0-9]{8}", _DIGITS_ONLY, "10117410")),
    DocumentKind(
        "cedula_ec",
        "EC",
        N_("Identity card of Ecuador"),
        NumberRule(r"[0-9]{10}", _DIGITS_ONLY, "171430710-3", "#########-#", check="ec.ci"),
    ),
    DocumentKind(
        "ci_uy",
        "UY",
        N_("Identity card of Uruguay"),
        NumberRule(r"[0-9]{7,8}", _SEVEN_OR_EIGHT, "1.234.567-2", "#.###.###-#", check="uy.ci"),
    ),
)
_GENERAL = (
    DocumentKind(
        "foreign_passport",
        None,
        N_("Passport of another country"),
        NumberRule(
            r"[0-9A-ZА-ЯЁ]{1,20}", N_("Must be 1 to 20 letters and digits: {example}."), "C01X00T47", labelled=False
        ),
    ),
    DocumentKind(
        "other",
        None,
        N_("Another document"),
        NumberRule(
            r"(?=.*[^\W_])\S(?:.{0,38}\S)?",
            N_("Must be 1 to 40 characters, with letters or digits: {example}."),
            "AB-12/345",
            free=True,
        ),
    ),
)
KINDS: tuple[DocumentKind, ...] = (*_RUSSIAN, *_SPANISH, *_AMERICAN, *_GENERAL)
_BY_CODE = {each.code: each for each in KINDS}


def find_kind(code: str) -> DocumentKind | None:
    """Return the kind of a code; None for an unknown one."""
    return _BY_CODE.get(code)


def kinds_for(countries: Sequence[str]) -> tuple[DocumentKind, ...]:
    """Return all kinds: those of an account's countries in their order, the general ones, then the others."""
    order = [*dict.fromkeys(countries), None]
    return tuple(sorted(KINDS, key=lambda each: order.index(each.country) if each.country in order else len(order)))
