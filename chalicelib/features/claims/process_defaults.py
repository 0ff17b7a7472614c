"""The processes of claims of an account that has saved none: OSAGO, KASKO, cargo, one for all others.

Documents are those of the Bank of Russia's rules of OSAGO (431-P, item 3.10), and of usual rules of KASKO. Insurers
replace texts and terms in the settings.
"""

from functools import cache

from chalicelib.features.claims.deadlines.usual_rules import usual_rules
from chalicelib.features.claims.processes import ClaimProcess, SlotRule, StageRule
from chalicelib.features.claims.stages import Stage
from chalicelib.features.claims.usual_cargo import usual_cargo
from chalicelib.features.claims.usual_parts import slot, stage

#: The code of the process that holds for all without one of their own.
OTHER = "other"
#: A category of photos that every account has.
_DAMAGE = "damage"
_YES, _THEFT = ("true",), ("theft",)


@cache
def usual_processes() -> tuple[ClaimProcess, ...]:
    """Return the usual processes in the order of lists."""
    return (_osago(), _kasko(), usual_cargo(), _other())


def _stages() -> tuple[StageRule, ...]:
    return (
        stage(Stage.DOCUMENTS, "Ждём документы", "Documentación", "Documents"),
        stage(Stage.REVIEW, "На рассмотрении", "En estudio", "Under review"),
        stage(Stage.DECIDED, "Решение принято", "Resolución", "Decision"),
        stage(Stage.REPAIR, "Ремонт", "Reparación", "Repair"),
        stage(Stage.PAYMENT, "Выплата", "Pago", "Payment"),
        stage(Stage.CLOSED, "Закрыт", "Cerrado", "Closed"),
    )


def _identity() -> SlotRule:
    return slot(
        "identity",
        ("Паспорт", "Documento de identidad", "Identity document"),
        ("По нему видно, кто просит о выплате.", "Acredita quién solicita el pago.", "It shows who claims."),
        (
            "Разворот с фотографией и страница с регистрацией.",
            "Las dos caras del DNI o la página con foto del pasaporte.",
            "The page with the photo and the page with the address.",
        ),
    )


def _vehicle_papers() -> SlotRule:
    return slot(
        "vehicle_papers",
        ("СТС или ПТС", "Permiso de circulación", "Vehicle registration"),
        (
            "По ним видно, кому принадлежит автомобиль.",
            "Acredita a quién pertenece el vehículo.",
            "It shows who owns the vehicle.",
        ),
        (
            "Свидетельство о регистрации с двух сторон.",
            "El permiso de circulación por las dos caras.",
            "Both sides of the registration certificate.",
        ),
    )


def _bank_details() -> SlotRule:
    return slot(
        "bank_details",
        ("Банковские реквизиты", "Datos bancarios", "Bank details"),
        ("На этот счёт придёт выплата.", "En esta cuenta se ingresará el pago.", "The payment goes to this account."),
        (
            "Справка из приложения банка с БИК и номером счёта.",
            "Un certificado de titularidad de la cuenta con el IBAN.",
            "A statement of your bank with the number of the account.",
        ),
        need="optional",
    )


def _damage_photos() -> SlotRule:
    return slot(
        "damage_photos",
        ("Фото повреждений", "Fotos de los daños", "Photos of the damage"),
        ("По ним оценивают ущерб.", "Sirven para valorar los daños.", "The damage is valued by them."),
        (
            "Общий вид с четырёх сторон и каждое повреждение крупно.",
            "El vehículo por los cuatro lados y cada daño de cerca.",
            "All four sides of the vehicle, and each damage at close range.",
        ),
        least=3,
        photos=_DAMAGE,
    )


def _power_of_attorney() -> SlotRule:
    return slot(
        "power_of_attorney",
        ("Доверенность", "Poder de representación", "Power of attorney"),
        (
            "Нужна, если за выплатой обращается не владелец.",
            "Hace falta si quien reclama no es el propietario.",
            "Needed if somebody else than the owner claims.",
        ),
        (
            "Доверенность с правом получить выплату.",
            "Un poder que permita cobrar la indemnización.",
            "One that includes the right to receive the payment.",
        ),
        when={"third_party": _YES},
    )


def _medical_papers() -> SlotRule:
    return slot(
        "medical_papers",
        ("Медицинские документы", "Informes médicos", "Medical papers"),
        (
            "По ним считают выплату за вред здоровью.",
            "Sirven para calcular la indemnización por lesiones.",
            "The payment for injuries is calculated by them.",
        ),
        (
            "Выписка из больницы, заключение врача.",
            "El informe de alta o del médico que le atendió.",
            "A discharge letter or a doctor's report.",
        ),
        when={"injured": _YES},
    )


def _notice_of_loss() -> SlotRule:
    return slot(
        "notice_of_loss",
        ("Заявление о страховом событии", "Parte de siniestro", "Notice of loss"),
        (
            "С него начинается урегулирование.",
            "Con él empieza la tramitación.",
            "The settlement begins with it.",
        ),
        (
            "Что, где и когда случилось, с вашей подписью.",
            "Qué pasó, dónde y cuándo, con su firma.",
            "What happened, where and when, with your signature.",
        ),
        unless={"declared_online": _YES},
    )


def _driving_licence() -> SlotRule:
    return slot(
        "driving_licence",
        ("Водительское удостоверение", "Permiso de conducir", "Driving licence"),
        (
            "Того, кто был за рулём: он должен быть допущен по полису.",
            "De quien conducía: la póliza debe cubrirle.",
            "Of the person who drove: the policy has to cover that person.",
        ),
        (
            "Удостоверение с двух сторон.",
            "El permiso por las dos caras.",
            "Both sides of the licence.",
        ),
        unless={"kind": _THEFT},
    )


def _loss_papers() -> SlotRule:
    return slot(
        "police_report",
        ("Документы полиции", "Denuncia o atestado", "Police report"),
        (
            "Подтверждают, что событие произошло.",
            "Acredita que los hechos ocurrieron.",
            "It proves that it happened.",
        ),
        (
            "Справка или постановление; при угоне — о возбуждении дела.",
            "El atestado; en caso de robo, la denuncia.",
            "The record; after a theft, the decision to open a case.",
        ),
        unless={"kind": ("damage",)},
    )


def _keys() -> SlotRule:
    return slot(
        "keys",
        ("Ключи и брелоки", "Llaves y mandos", "Keys and fobs"),
        (
            "При угоне сдают все комплекты ключей.",
            "En caso de robo hay que entregar todos los juegos de llaves.",
            "After a theft all sets of keys are handed in.",
        ),
        (
            "Фото всех комплектов или акт передачи.",
            "Una foto de todos los juegos o el recibo de entrega.",
            "A photo of all sets, or the receipt for them.",
        ),
        when={"kind": _THEFT},
    )


def _application() -> SlotRule:
    return slot(
        "application",
        ("Заявление о страховом возмещении", "Solicitud de indemnización", "Application for indemnity"),
        (
            "С него начинается урегулирование.",
            "Con ella empieza la tramitación.",
            "The settlement begins with it.",
        ),
        (
            "Бланк Банка России, подписанный вами.",
            "El impreso oficial firmado por usted.",
            "The official form, signed by you.",
        ),
    )


def _accident_notice() -> SlotRule:
    return slot(
        "accident_notice",
        ("Извещение о ДТП", "Declaración amistosa de accidente", "Accident notice"),
        (
            "В нём описано, как произошло ДТП.",
            "Describe cómo ocurrió el accidente.",
            "It describes how the accident happened.",
        ),
        (
            "Обе стороны бланка, с подписями двух водителей.",
            "Las dos caras, firmadas por ambos conductores.",
            "Both sides of the form, signed by both drivers.",
        ),
    )


def _accident_papers() -> SlotRule:
    return slot(
        "police_report",
        ("Документы ГИБДД", "Atestado policial", "Police report"),
        (
            "Подтверждают ДТП и его виновника.",
            "Acredita el accidente y quién lo causó.",
            "It proves the accident and who caused it.",
        ),
        (
            "Протокол, постановление или определение.",
            "El atestado o el informe de la policía de tráfico.",
            "The record or the decision of the traffic police.",
        ),
        unless={"without_police": _YES},
    )


def _osago() -> ClaimProcess:
    return ClaimProcess(
        code="osago",
        stages=_stages(),
        deadlines=usual_rules()["osago"],
        slots=(
            _application(),
            _identity(),
            _vehicle_papers(),
            _accident_notice(),
            _accident_papers(),
            _damage_photos(),
            _medical_papers(),
            _power_of_attorney(),
            _bank_details(),
        ),
    )


def _kasko() -> ClaimProcess:
    return ClaimProcess(
        code="kasko",
        stages=_stages(),
        deadlines=usual_rules()["kasko"],
        notice_by_client=True,
        slots=(
            _notice_of_loss(),
            _identity(),
            _vehicle_papers(),
            _driving_licence(),
            _loss_papers(),
            _damage_photos().model_copy(update={"unless": {"kind": _THEFT}}),
            _keys(),
            _power_of_attorney(),
            _bank_details(),
        ),
    )


def _other() -> ClaimProcess:
    return ClaimProcess(
        code=OTHER,
        stages=_stages(),
        slots=(
            _notice_of_loss(),
            _identity(),
            _bank_details(),
        ),
    )
