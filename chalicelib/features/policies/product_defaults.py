"""The products of an account that has saved none: usual kinds of insurance in Russia.

Rates, covers and terms are usual values of the market, to be replaced in the settings by those of the insurer. Of OSAGO
the factors are those of the Bank of Russia, and the base rate lies within its corridor.
"""

from decimal import Decimal
from functools import cache

from chalicelib.base.languages import LANGUAGES
from chalicelib.features.clients.settings import Retention
from chalicelib.features.policies import product_advice
from chalicelib.features.policies.investments import GUARANTEED, INITIAL_LEVEL, INVESTED, PARTICIPATION, UNDERLYING
from chalicelib.features.policies.product_types import (
    CoolingOff,
    Factor,
    FactorKind,
    FieldChoice,
    FieldKind,
    Labels,
    Numbering,
    Option,
    Plan,
    Product,
    ProductField,
    Rating,
)

_CURRENCY = "RUB"
_ADULT = 18
#: Percent of the unused premium: 20 for the costs of the insurer, 3 for the compensation funds.
_OSAGO_KEPT = Decimal(23)
#: Days after the signature of voluntary kinds; of investment and endowment life (Bank of Russia).
_VOLUNTARY, _LIFE = 14, 30


@cache
def usual_products() -> tuple[Product, ...]:
    """Return the usual products in the order of lists."""
    return (_osago(), _kasko(), _property(), _cargo(), _life(), _investment())


def _retention() -> Retention:
    return Retention(years=5, law="402-ФЗ, ст. 29; 115-ФЗ, ст. 7, п. 4")


def _labels(russian: str, spanish: str, english: str) -> Labels:
    return dict(zip(LANGUAGES, (russian, spanish, english), strict=True))


def _option(code: str, factor: str, russian: str, spanish: str, english: str, amount: str | None = None) -> Option:
    return Option(
        code=code,
        labels=_labels(russian, spanish, english),
        factor=Decimal(factor),
        amount=Decimal(amount) if amount else None,
    )


def _factor(code: str, kind: FactorKind, names: tuple[str, str, str], *options: Option) -> Factor:
    return Factor(code=code, kind=kind, labels=_labels(*names), options=options)


def _cover(*options: Option) -> Factor:
    return _factor("cover", "cover", ("Покрытие", "Cobertura", "Cover"), *options)


def _deductible(*sums: tuple[int, str]) -> Factor:
    names = ("Франшиза", "Franquicia", "Deductible")
    none = _option("none", "1", "Без франшизы", "Sin franquicia", "No deductible", "0")
    return _factor("deductible", "deductible", names, none, *(_borne(amount, factor) for amount, factor in sums))


def _borne(amount: int, factor: str) -> Option:
    spaced = f"{amount:,}".replace(",", "\u00a0")
    pointed = f"{amount:,}".replace(",", ".")
    return _option(f"d{amount}", factor, f"{spaced} ₽", f"{pointed} RUB", f"RUB {amount:,}", str(amount))


def _field(
    code: str, russian: str, spanish: str, english: str, kind: FieldKind = "text", *, required: bool = True
) -> ProductField:
    return ProductField(code=code, labels=_labels(russian, spanish, english), kind=kind, required=required)


def _plan(instalments: int, factor: str = "1") -> Plan:
    names = {
        1: ("Сразу", "Pago único", "At once"),
        2: ("В 2 платежа", "En 2 pagos", "In 2 instalments"),
        4: ("В 4 платежа", "En 4 pagos", "In 4 instalments"),
    }[instalments]
    code = "whole" if instalments == 1 else f"in_{instalments}"
    return Plan(code=code, labels=_labels(*names), instalments=instalments, factor=Decimal(factor))


def _osago() -> Product:
    return Product(
        code="osago",
        labels=_labels("ОСАГО", "Seguro obligatorio de automóviles (OSAGO)", "Compulsory motor liability (OSAGO)"),
        subject="vehicle",
        currency=_CURRENCY,
        rating=Rating(
            percent=Decimal("1.25"),
            sum_least=Decimal(400_000),
            sum_most=Decimal(400_000),
            factors=(_territory(), _bonus(), _drivers(), _power()),
        ),
        plans=(_plan(1),),
        minimum_age=_ADULT,
        number=Numbering(form="osago", series="ХХХ"),
        share_kept=_OSAGO_KEPT,
        retention=_retention(),
        process="osago",
        after_loss=dict(product_advice.OSAGO),
    )


def _territory() -> Factor:
    return _factor(
        "territory",
        "plain",
        ("Территория", "Territorio", "Territory"),
        _option("moscow", "1.8", "Москва", "Moscú", "Moscow"),
        _option("petersburg", "1.64", "Санкт-Петербург", "San Petersburgo", "Saint Petersburg"),
        _option("moscow_region", "1.56", "Московская область", "Provincia de Moscú", "Moscow Region"),
        _option("other", "1", "Другая, с коэффициентом 1", "Otro, con coeficiente 1", "Another, with a factor of 1"),
    )


def _bonus() -> Factor:
    """Return the factor of losses in years before, by the class of the driver."""
    factors = ("2.94", "2.25", "1.76", "1.17", "1", "0.91", "0.83", "0.78", "0.74", "0.68", "0.63", "0.57", "0.52")
    by_class = [("m", "М", "3.92"), *((str(number), str(number), factor) for number, factor in enumerate(factors))]
    return _factor(
        "bonus",
        "plain",
        ("Класс КБМ", "Clase de siniestralidad", "No-claims class"),
        *(
            _option(f"class_{code}", factor, f"Класс {shown}", f"Clase {shown}", f"Class {shown}")
            for code, shown, factor in (*by_class, ("13", "13", "0.46"))
        ),
    )


def _drivers() -> Factor:
    named = _option("named", "1", "Указаны в полисе", "Los que figuran en la póliza", "Those named in the policy")
    return _factor(
        "drivers",
        "plain",
        ("Водители", "Conductores", "Drivers"),
        named.model_copy(update={"needs_drivers": True}),
        _option("any", "2.32", "Без ограничений", "Cualquiera", "Anyone"),
    )


def _power() -> Factor:
    return _factor(
        "power",
        "plain",
        ("Мощность двигателя", "Potencia del motor", "Engine power"),
        _option("to_50", "0.6", "До 50 л. с.", "Hasta 50 CV", "Up to 50 hp"),
        _option("to_70", "1", "Свыше 50 до 70 л. с.", "De más de 50 a 70 CV", "Over 50 to 70 hp"),
        _option("to_100", "1.1", "Свыше 70 до 100 л. с.", "De más de 70 a 100 CV", "Over 70 to 100 hp"),
        _option("to_120", "1.2", "Свыше 100 до 120 л. с.", "De más de 100 a 120 CV", "Over 100 to 120 hp"),
        _option("to_150", "1.4", "Свыше 120 до 150 л. с.", "De más de 120 a 150 CV", "Over 120 to 150 hp"),
        _option("over_150", "1.6", "Свыше 150 л. с.", "Más de 150 CV", "Over 150 hp"),
    )


def _kasko() -> Product:
    return Product(
        code="kasko",
        labels=_labels("КАСКО", "Seguro de daños propios (KASKO)", "Motor hull (KASKO)"),
        subject="vehicle",
        currency=_CURRENCY,
        rating=Rating(
            percent=Decimal(4),
            sum_least=Decimal(100_000),
            sum_most=Decimal(30_000_000),
            factors=(_hull_cover(), _losses(), _deductible((15_000, "0.85"), (30_000, "0.74"))),
            minimum_premium=Decimal(5_000),
        ),
        plans=(_plan(1), _plan(2, "1.03"), _plan(4, "1.05")),
        minimum_age=_ADULT,
        number=Numbering(series="К"),
        cooling_off=CoolingOff(days=_VOLUNTARY),
        retention=_retention(),
        process="kasko",
        after_loss=dict(product_advice.KASKO),
    )


def _hull_cover() -> Factor:
    return _cover(
        _option("full", "1", "Ущерб и угон", "Daños y robo", "Damage and theft"),
        _option("damage", "0.8", "Только ущерб", "Solo daños", "Damage only"),
        _option("total", "0.45", "Угон и полная гибель", "Robo y siniestro total", "Theft and total loss"),
    )


def _losses() -> Factor:
    return _factor(
        "losses",
        "plain",
        ("Убытки за прошлые годы", "Siniestros de años anteriores", "Losses in past years"),
        _option("first", "1", "Страхуется впервые", "Primer seguro", "Insured for the first time"),
        _option("year", "0.95", "Год без убытков", "Un año sin siniestros", "A year without losses"),
        _option("two_years", "0.9", "Два года без убытков", "Dos años sin siniestros", "Two years without losses"),
        _option("three_years", "0.8", "Три года и больше", "Tres años o más", "Three years or more"),
        _option("had", "1.3", "Были убытки", "Hubo siniestros", "There were losses"),
    )


def _property() -> Product:
    building = _factor(
        "building",
        "plain",
        ("Что страхуется", "Qué se asegura", "Insured property"),
        _option("flat", "1", "Квартира", "Piso", "Flat"),
        _option("stone", "1.2", "Дом из камня", "Casa de obra", "House of stone or brick"),
        _option("wood", "1.7", "Деревянный дом", "Casa de madera", "Wooden house"),
    )
    cover = _cover(
        _option("full", "1", "Все риски", "Todo riesgo", "All risks"),
        _option("fire", "0.55", "Огонь и вода", "Incendio y agua", "Fire and water"),
    )
    return Product(
        code="property",
        labels=_labels("Имущество", "Seguro de hogar", "Home"),
        subject="property",
        currency=_CURRENCY,
        rating=Rating(
            percent=Decimal("0.4"),
            sum_least=Decimal(100_000),
            sum_most=Decimal(100_000_000),
            factors=(building, cover, _deductible((10_000, "0.9"), (30_000, "0.8"))),
            minimum_premium=Decimal(1_500),
        ),
        plans=(_plan(1), _plan(2, "1.03")),
        fields=(_field("address", "Адрес", "Dirección", "Address"),),
        minimum_age=_ADULT,
        number=Numbering(series="И"),
        cooling_off=CoolingOff(days=_VOLUNTARY),
        retention=_retention(),
        process="property",
    )


def _cargo() -> Product:
    transport = _factor(
        "transport",
        "plain",
        ("Транспорт", "Transporte", "Transport"),
        _option("road", "1", "Автомобильный", "Por carretera", "By road"),
        _option("rail", "0.8", "Железнодорожный", "Ferroviario", "By rail"),
        _option("sea", "1.1", "Морской", "Marítimo", "By sea"),
        _option("air", "0.7", "Воздушный", "Aéreo", "By air"),
    )
    cover = _cover(
        _option("all_risks", "1", "С ответственностью за все риски", "Todo riesgo", "All risks"),
        _option("named", "0.6", "От поименованных рисков", "Riesgos nominados", "Named perils"),
    )
    return Product(
        code="cargo",
        labels=_labels("Грузы", "Mercancías", "Cargo"),
        subject="cargo",
        currency=_CURRENCY,
        rating=Rating(
            percent=Decimal("0.15"),
            sum_least=Decimal(50_000),
            sum_most=Decimal(500_000_000),
            factors=(transport, cover),
            minimum_premium=Decimal(1_000),
        ),
        plans=(_plan(1),),
        fields=(
            _field("goods", "Груз", "Mercancía", "Goods"),
            _field("from", "Откуда", "Origen", "From"),
            _field("to", "Куда", "Destino", "To"),
        ),
        term_months=1,
        number=Numbering(series="Г"),
        retention=_retention(),
        process="cargo",
    )


def _life() -> Product:
    cover = _cover(
        _option("endowment", "1", "Дожитие и смерть", "Supervivencia y fallecimiento", "Survival and death"),
        _option(
            "accident",
            "1.15",
            "Дожитие, смерть, несчастный случай",
            "Supervivencia, fallecimiento y accidente",
            "Survival, death, accident",
        ),
    )
    return Product(
        code="life",
        labels=_labels("Накопительное страхование жизни", "Seguro de vida-ahorro", "Endowment life"),
        subject="life",
        currency=_CURRENCY,
        rating=Rating(
            percent=Decimal(100),
            sum_least=Decimal(30_000),
            sum_most=Decimal(50_000_000),
            factors=(cover,),
        ),
        plans=(_plan(1),),
        fields=(_field("beneficiary", "Выгодоприобретатель", "Beneficiario", "Beneficiary"),),
        term_months=60,
        minimum_age=_ADULT,
        number=Numbering(series="Ж"),
        cooling_off=CoolingOff(days=_LIFE),
        retention=_retention(),
    )


def _investment() -> Product:
    underlying = ProductField(
        code=UNDERLYING,
        labels=_labels("Базовый актив", "Activo subyacente", "Underlying"),
        kind="choice",
        choices=(
            FieldChoice(code="moex", labels=_labels("Индекс Мосбиржи", "Índice MOEX", "MOEX Russia Index")),
            FieldChoice(code="gold", labels=_labels("Золото", "Oro", "Gold")),
        ),
    )
    initial = ("Начальный уровень базового актива", "Nivel inicial del subyacente", "Initial level of the underlying")
    return Product(
        code="life_invest",
        labels=_labels("Инвестиционное страхование жизни", "Seguro de vida con inversión", "Life with an investment"),
        subject="life",
        currency=_CURRENCY,
        rating=Rating(percent=Decimal(100), sum_least=Decimal(100_000), sum_most=Decimal(50_000_000)),
        plans=(_plan(1),),
        fields=(
            _field(GUARANTEED, "Гарантированная сумма", "Capital garantizado", "Guaranteed sum", "number"),
            _field(INVESTED, "Сумма инвестирования", "Importe invertido", "Invested sum", "number"),
            _field(PARTICIPATION, "Коэффициент участия, %", "Participación, %", "Participation, %", "number"),
            underlying,
            _field(INITIAL_LEVEL, *initial, "number", required=False),
            _field("beneficiary", "Выгодоприобретатель", "Beneficiario", "Beneficiary"),
        ),
        term_months=36,
        minimum_age=_ADULT,
        number=Numbering(series="ИЖ"),
        cooling_off=CoolingOff(days=_LIFE),
        retention=_retention(),
    )
