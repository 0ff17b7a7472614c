"""Documents in each language, as features order them: a policy, a receipt, a statement."""

from datetime import UTC, datetime

from chalicelib.base.languages import Language
from chalicelib.features.printing.contents import (
    Check,
    Column,
    Content,
    Fact,
    Issuer,
    Section,
    Signatory,
    Table,
    TemplateName,
)
from tests.photos import photos_factory

MOMENT = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
URL = "https://osmotr.example.org/p/q3ZbYxT7JmK2"
HOLDER = "Гевердава Вера Сергеевна"
TEMPLATES: tuple[TemplateName, ...] = ("e_policy", "receipt", "statement")


def issuer(language: Language = "ru", *, logo: bytes = b"") -> Issuer:
    """Return the account in whose name the documents are."""
    names = {
        "ru": "АО «Страховая компания „Причал“»",
        "es": "Puerto Seguro, Compañía de Seguros, S. A.",
        "en": "Harbour Insurance plc",
    }
    details = {
        "ru": ("127006, Москва, ул. Долгоруковская, 40", "Лицензия ОС № 3741-03 · 8 800 555-35-35"),
        "es": ("Calle de Alcalá, 40, 28014 Madrid", "DGSFP C0741 · 900 555 035"),
        "en": ("40 Leadenhall Street, London EC3A 2BJ", "FRN 202374 · 0800 555 035"),
    }
    return Issuer(name=names[language], details=details[language], colour="#0b5d8f", logo=logo)


def logo() -> bytes:
    """Return a logo as it is stored."""
    return photos_factory.png(360, 120)


def content(template: TemplateName, language: Language = "ru", *, holder: str = HOLDER) -> Content:
    """Return the content of a document."""
    return _MAKERS[template, language](holder)


def _facts(*pairs: tuple[str, str]) -> tuple[Fact, ...]:
    return tuple(Fact(label=label, value=value) for label, value in pairs)


def _policy_ru(holder: str) -> Content:
    return Content(
        title="Страховой полис КАСКО",
        subtitle="№ АА 104338828 от 29.11.2026",
        number="АА 104338828",
        highlights=_facts(
            ("Срок действия", "01.12.2026 – 30.11.2027"),
            ("Страховая сумма", "1 250 000,00 ₽"),
            ("Премия", "48 320,50 ₽"),
            ("Франшиза", "15 000,00 ₽"),
        ),
        check=Check(url=URL, label="Проверить полис", alt="QR-код: страница, на которой видно, что полис действует"),
        sections=(
            Section(
                title="Страхователь и собственник",
                facts=_facts(
                    ("Фамилия, имя, отчество", holder),
                    ("Дата рождения", "23.01.1986"),
                    ("Паспорт", "45 08 •••••• 41, выдан 14.02.2009"),
                    ("Телефон", "+7 910 •••-••-41"),
                ),
            ),
            Section(
                title="Застрахованное имущество",
                facts=_facts(
                    ("Автомобиль", "ŠKODA Octavia, 2021 г. в."),
                    ("VIN", "XW8AN2NE0MH012345"),
                    ("Государственный номер", "А 123 ВС 777"),
                    ("Допущены к управлению", f"{holder}; Гевердава Нодар Ильич"),
                ),
            ),
            Section(
                title="Риски",
                table=Table(
                    columns=(
                        Column(label="Риск", share=3),
                        Column(label="Страховая сумма", number=True),
                        Column(label="Франшиза", number=True),
                        Column(label="Премия", number=True),
                    ),
                    rows=(
                        ("Ущерб", "1 250 000,00 ₽", "15 000,00 ₽", "36 200,00 ₽"),
                        ("Угон и хищение", "1 250 000,00 ₽", "не применяется", "10 870,50 ₽"),
                        ("Несчастный случай с водителем и пассажирами", "500 000,00 ₽", "не применяется", "1 250,00 ₽"),
                    ),
                    total=("Итого", "", "", "48 320,50 ₽"),
                ),
            ),
            Section(
                title="Оплата",
                table=Table(
                    columns=(
                        Column(label="Взнос"),
                        Column(label="Оплатить до", share=1),
                        Column(label="Сумма", number=True),
                    ),
                    rows=(("1", "01.12.2026", "24 160,25 ₽"), ("2", "01.06.2027", "24 160,25 ₽")),
                    total=("Итого", "", "48 320,50 ₽"),
                ),
            ),
        ),
        signatories=(Signatory(role="Страховщик", name="по доверенности: Орлова М. П."),),
        notes=(
            "Полис выдан на условиях Правил страхования транспортных средств от 15.03.2026. Правила вручены "
            "страхователю и опубликованы на сайте страховщика.",
            "От договора можно отказаться в течение 14 календарных дней со дня его заключения. Страховщик вернёт "
            "премию за вычетом части за дни, в которые договор действовал.",
        ),
    )


def _policy_es(holder: str) -> Content:
    return Content(
        title="Póliza de seguro de automóvil",
        subtitle="N.º AA 104338828, emitida el 29/11/2026",
        number="AA 104338828",
        highlights=_facts(
            ("Vigencia", "01/12/2026 – 30/11/2027"),
            ("Suma asegurada", "24.500,00 €"),
            ("Prima", "612,40 €"),
            ("Franquicia", "300,00 €"),
        ),
        check=Check(url=URL, label="Comprobar la póliza", alt="Código QR: página que indica hasta cuándo es válida"),
        sections=(
            Section(
                title="Tomador y propietario",
                facts=_facts(
                    ("Nombre y apellidos", "Íñigo Núñez García"),
                    ("Fecha de nacimiento", "23/01/1986"),
                    ("DNI", "•••••615K"),
                ),
            ),
            Section(
                title="Vehículo asegurado",
                facts=_facts(("Vehículo", "SEAT León 1.5 TSI, 2021"), ("Matrícula", "1234 KLM")),
            ),
            Section(
                title="Coberturas",
                table=Table(
                    columns=(
                        Column(label="Cobertura", share=3),
                        Column(label="Suma asegurada", number=True),
                        Column(label="Prima", number=True),
                    ),
                    rows=(
                        ("Responsabilidad civil obligatoria", "según la ley", "268,10 €"),
                        ("Daños propios", "24.500,00 €", "301,90 €"),
                        ("Robo", "24.500,00 €", "42,40 €"),
                    ),
                    total=("Total", "", "612,40 €"),
                ),
            ),
        ),
        notes=("El contrato se rige por la Ley 50/1980, de Contrato de Seguro, y por las condiciones generales.",),
    )


def _policy_en(holder: str) -> Content:
    return Content(
        title="Motor insurance policy",
        subtitle="No. AA 104338828, issued on 29 November 2026",
        number="AA 104338828",
        highlights=_facts(
            ("Period of cover", "1 Dec 2026 – 30 Nov 2027"), ("Sum insured", "€24,500.00"), ("Premium", "€612.40")
        ),
        check=Check(
            url=URL, label="Check this policy", alt="QR code: page that says until when the policy is in force"
        ),
        sections=(
            Section(
                title="Policyholder",
                facts=_facts(("Name", "Vera O’Neill"), ("Date of birth", "23 January 1986")),
            ),
            Section(
                title="Cover",
                paragraphs=("Driving by any licensed driver aged 25 or over is covered.",),
                table=Table(
                    columns=(Column(label="Cover", share=3), Column(label="Sum insured", number=True)),
                    rows=(("Loss or damage", "€24,500.00"), ("Theft", "€24,500.00")),
                ),
            ),
        ),
        notes=("You may cancel within 14 days of the conclusion of the contract.",),
    )


def _receipt_ru(holder: str) -> Content:
    return Content(
        title="Квитанция об оплате",
        subtitle="№ К-2026-004117",
        number="К-2026-004117",
        highlights=_facts(("Оплачено", "24 160,25 ₽"), ("Дата и время", "29.11.2026 14:05 (МСК)")),
        check=Check(url=URL, label="Страница полиса: до какого дня он действует", alt="QR-код: страница полиса"),
        sections=(
            Section(
                title="Платёж",
                facts=_facts(
                    ("Плательщик", holder),
                    ("Назначение", "Полис КАСКО № АА 104338828, взнос 1 из 2"),
                    ("Способ оплаты", "Банковская карта •••• 4477"),
                ),
            ),
        ),
        notes=("Кассовый чек отправлен на адрес электронной почты плательщика.",),
    )


def _receipt_es(holder: str) -> Content:
    return Content(
        title="Recibo de pago",
        subtitle="N.º R-2026-004117",
        number="R-2026-004117",
        highlights=_facts(("Pagado", "612,40 €"), ("Fecha y hora", "29/11/2026 13:05")),
        sections=(
            Section(
                title="Pago",
                facts=_facts(("Pagador", "Íñigo Núñez García"), ("Concepto", "Póliza AA 104338828, pago único")),
            ),
        ),
    )


def _receipt_en(holder: str) -> Content:
    return Content(
        title="Payment receipt",
        subtitle="No. R-2026-004117",
        number="R-2026-004117",
        highlights=_facts(("Paid", "€612.40"), ("Date and time", "29 Nov 2026, 12:05")),
        sections=(Section(title="Payment", facts=_facts(("Paid by", "Vera O’Neill"), ("For", "Policy AA 104338828"))),),
    )


def _statement(title: str, subtitle: str, labels: tuple[str, ...], total: str, roles: tuple[str, ...]) -> Content:
    rows = (
        *((f"{day:02}.11.2026", f"АА 1043388{day:02}", "24 160,25", "15 %", "3 624,04") for day in range(1, 31)),
        ("29.11.2026", "АА 104338702", "−12 080,13", "15 %", "−1 812,02"),
    )
    return Content(
        title=title,
        subtitle=subtitle,
        number="2026-11",
        highlights=_facts((labels[5], "01.11.2026 – 30.11.2026"), (labels[4], "106 909,18")),
        sections=(
            Section(
                title=labels[6],
                table=Table(
                    columns=(
                        Column(label=labels[0]),
                        Column(label=labels[1], share=1),
                        *(Column(label=label, number=True) for label in labels[2:5]),
                    ),
                    rows=rows,
                    total=(total, "", "712 727,37", "", "106 909,18"),
                ),
            ),
        ),
        signatories=(
            Signatory(role=roles[0], name="Орлова М. П."),
            Signatory(role=roles[1], name="Иванов П. С."),
        ),
    )


def _statement_ru(holder: str) -> Content:
    return _statement(
        "Акт об оказанных услугах",
        "Агент: Иванов Пётр Сергеевич, ноябрь 2026 г.",
        ("Дата", "Полис", "Оплачено, ₽", "Ставка", "Вознаграждение, ₽", "Период", "Полисы и изменения"),
        "Итого",
        ("Страховщик", "Агент"),
    )


def _statement_es(holder: str) -> Content:
    return _statement(
        "Liquidación de comisiones",
        "Agente: Pedro Ibáñez, noviembre de 2026",
        ("Fecha", "Póliza", "Pagado, €", "Tipo", "Comisión, €", "Periodo", "Pólizas y modificaciones"),
        "Total",
        ("Aseguradora", "Agente"),
    )


def _statement_en(holder: str) -> Content:
    return _statement(
        "Commission statement",
        "Agent: Peter Evans, November 2026",
        ("Date", "Policy", "Paid, €", "Rate", "Commission, €", "Period", "Policies and changes"),
        "Total",
        ("Insurer", "Agent"),
    )


_MAKERS = {
    ("e_policy", "ru"): _policy_ru,
    ("e_policy", "es"): _policy_es,
    ("e_policy", "en"): _policy_en,
    ("receipt", "ru"): _receipt_ru,
    ("receipt", "es"): _receipt_es,
    ("receipt", "en"): _receipt_en,
    ("statement", "ru"): _statement_ru,
    ("statement", "es"): _statement_es,
    ("statement", "en"): _statement_en,
}
