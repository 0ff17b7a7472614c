"""Documents that claims of cargo usually need, by kind of loss, goods and route.

The first rule of a document that holds is the claim's: variants stand before the general one.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from chalicelib.features.claims.deadlines.rules import Conditions
from chalicelib.features.claims.processes import SlotRule
from chalicelib.features.claims.usual_parts import Texts, slot

_DAMAGE, _ROBBERY, _THEFT, _LOSS = "breakage", "robbery", "theft", "loss"
#: Names, reason, example of each document.
_TEXTS: Mapping[str, tuple[Texts, Texts, Texts]] = {
    "invoice": (
        ("Инвойс на товар", "Factura comercial", "Commercial invoice"),
        (
            "По нему видна стоимость товара: её возмещают.",
            "Acredita el valor de la mercancía, que es lo que se indemniza.",
            "It proves the value of the goods, which is what is paid.",
        ),
        (
            "Инвойс продавца покупателю на этот груз, с количеством и ценой каждой позиции.",
            "La factura de venta de este envío, con cantidad y precio de cada artículo.",
            "The seller's invoice for this consignment, with quantity and price of each item.",
        ),
    ),
    "waybill": (
        ("Транспортная накладная", "Carta de porte o etiqueta de envío", "Waybill or parcel label"),
        (
            "Это договор перевозки: он определяет перевозчика, вес и применимое право.",
            "Es el contrato de transporte: identifica al porteador, el peso y la ley aplicable.",
            "It is the contract of carriage: it shows the carrier, the weight and the law that applies.",
        ),
        (
            "Международная автоперевозка: CMR; авиа: AWB; море: коносамент (B/L); посылка: этикетка со штрихкодом.",
            "Carretera internacional: CMR; aéreo: AWB; marítimo: conocimiento de embarque (B/L); paquetería: la "
            "etiqueta con el código de barras.",
            "International road: CMR; air: AWB; sea: bill of lading (B/L); parcel: the label with its bar code.",
        ),
    ),
    "claim_letter": (
        ("Претензия перевозчику", "Carta de reclamación al porteador", "Letter of claim to the carrier"),
        (
            "Без неё в срок можно потерять право требования к перевозчику.",
            "Sin ella dentro de plazo puede perderse el derecho a reclamar al porteador.",
            "Without it in time the right against the carrier may be lost.",
        ),
        (
            "Мы готовим её по данным убытка: подпишите, отправьте перевозчику и приложите копию.",
            "La redactamos con los datos del siniestro: fírmela, envíela al porteador y adjunte la copia.",
            "We draft it from the facts of the claim: sign it, send it to the carrier, and add the copy.",
        ),
    ),
    "delivery_note": (
        ("Документ о доставке с отметками", "Albarán de entrega con reservas", "Delivery note with reservations"),
        (
            "Отметки при приёмке доказывают, что ущерб возник в пути.",
            "Las reservas anotadas al recibir prueban que el daño ocurrió en el transporte.",
            "Reservations noted at the delivery prove that the damage happened in transit.",
        ),
        (
            "Подписанный документ с записью «2 коробки смяты, 1 вскрыта», датой и подписью водителя.",
            "El albarán firmado con «2 cajas aplastadas, 1 abierta», la fecha y la firma del conductor.",
            "The signed note that says “2 boxes crushed, 1 open”, with date and the driver's signature.",
        ),
    ),
    "packing_list": (
        ("Упаковочный лист с весом", "Lista de contenido (packing list) con pesos", "Packing list with weights"),
        (
            "Предел ответственности перевозчика считают по весу брутто.",
            "El límite del porteador se calcula por kilo de peso bruto.",
            "The carrier's limit is calculated by kilogram of gross weight.",
        ),
        (
            "Содержимое и вес брутто каждого паллета или места.",
            "El contenido y el peso bruto de cada palé o bulto.",
            "Contents and gross weight of each pallet or package.",
        ),
    ),
    "photos_packaging": (
        ("Фото упаковки", "Fotos del embalaje", "Photos of the packaging"),
        (
            "По ним видно, была ли упаковка пригодной и где её повредили.",
            "Muestran si el embalaje era adecuado y por dónde se dañó.",
            "They show whether the packaging was fit, and where it was damaged.",
        ),
        (
            "Все стороны места, вмятины и разрывы крупно, этикетка. При краже: пломба и скотч.",
            "El bulto por todos sus lados, golpes y roturas de cerca, la etiqueta. En un hurto: precinto y cinta.",
            "All sides of the package, dents and tears close up, the label. After a theft: seal and tape.",
        ),
    ),
    "photos_goods": (
        ("Фото груза", "Fotos de la mercancía", "Photos of the goods"),
        (
            "По ним оценивают размер ущерба.",
            "Sirven para valorar los daños.",
            "The damage is valued by them.",
        ),
        (
            "Груз целиком, каждое повреждение крупно, маркировка или серийный номер.",
            "La mercancía completa, cada daño de cerca y la referencia o el número de serie.",
            "The goods as a whole, each damage close up, the reference or serial number.",
        ),
    ),
    "police_report": (
        ("Заявление в полицию", "Denuncia", "Police report"),
        (
            "Подтверждает хищение. По вашему полису её подают в течение 24 часов с обнаружения.",
            "Acredita la sustracción. Su póliza pide presentarla en 24 horas desde que se descubre.",
            "It proves the theft. Your policy asks for it within 24 hours of the discovery.",
        ),
        (
            "Копия с печатью: место, время, перечень похищенного, номера автомобиля и прицепа.",
            "Copia sellada con lugar, hora, relación de lo sustraído y matrículas de tractora y remolque.",
            "The stamped copy: place, time, list of what was taken, plates of truck and trailer.",
        ),
    ),
    "non_delivery_statement": (
        ("Письмо получателя о недоставке", "Declaración de no entrega", "Statement of non-delivery"),
        (
            "Получатель подтверждает, что груз не пришёл.",
            "El destinatario confirma que la mercancía no ha llegado.",
            "The consignee confirms that the goods did not arrive.",
        ),
        (
            "Письмо на бланке получателя с номером накладной, датой и подписью.",
            "Carta del destinatario con el número de envío, fecha, firma y sello.",
            "A letter of the consignee with the waybill's number, date and signature.",
        ),
    ),
    "driver_statement": (
        ("Объяснение водителя", "Declaración del conductor", "Driver's statement"),
        (
            "Водитель описывает, где и как произошло хищение.",
            "El conductor explica dónde y cómo ocurrieron los hechos.",
            "The driver describes where and how it happened.",
        ),
        (
            "Подписанный рассказ: стоянка, время остановки, что было взломано.",
            "Relato firmado: dónde estacionó, a qué hora paró y qué fue forzado.",
            "A signed account: the parking place, the time of the stop, what was forced.",
        ),
    ),
    "repair_quote": (
        ("Смета на ремонт", "Presupuesto de reparación", "Quote for the repair"),
        (
            "Показывает стоимость ремонта. Достаточно одного из трёх документов об ущербе.",
            "Indica el coste de reparar. Basta uno de los tres documentos de valoración.",
            "It shows the cost of the repair. One of the three documents of valuation is enough.",
        ),
        (
            "Смета мастерской или производителя по позициям.",
            "Presupuesto detallado del servicio técnico o del fabricante.",
            "An itemised quote of a repairer or the manufacturer.",
        ),
    ),
    "destruction_certificate": (
        ("Акт уничтожения", "Certificado de destrucción", "Certificate of destruction"),
        (
            "Подтверждает, что груз ничего не стоит и уничтожен. Достаточно одного из трёх документов об ущербе.",
            "Acredita que la mercancía no tiene valor y se ha destruido. Basta uno de los tres documentos de "
            "valoración.",
            "It proves that the goods are worthless and destroyed. One of the three documents of valuation is enough.",
        ),
        (
            "Акт уполномоченной организации с количеством и весом.",
            "Certificado de un gestor autorizado, con cantidades y pesos.",
            "A certificate of an authorised company, with quantities and weights.",
        ),
    ),
    "loss_valuation": (
        ("Расчёт ущерба", "Valoración de la pérdida", "Valuation of the loss"),
        (
            "Показывает, сколько стоимости потерял груз. Достаточно одного из трёх документов об ущербе.",
            "Indica cuánto valor ha perdido la mercancía. Basta uno de los tres documentos de valoración.",
            "It shows how much value the goods have lost. One of the three documents of valuation is enough.",
        ),
        (
            "Таблица повреждённых единиц: цена по инвойсу, остаточная стоимость, разница.",
            "Relación de unidades dañadas: precio de factura, valor de salvamento y diferencia.",
            "A table of damaged units: price by invoice, salvage value, difference.",
        ),
    ),
    "survey_report": (
        ("Отчёт сюрвейера", "Informe pericial", "Survey report"),
        (
            "При крупном ущербе причину и размер устанавливает независимый эксперт.",
            "En daños de importe elevado, un perito independiente determina la causa y el alcance.",
            "For large losses an independent surveyor establishes cause and extent.",
        ),
        (
            "Отчёт аварийного комиссара с фотографиями и выводами.",
            "Informe del comisario de averías, con fotografías y conclusiones.",
            "The report of a cargo surveyor, with photos and findings.",
        ),
    ),
    "customs": (
        ("Таможенные документы", "Documentación aduanera", "Customs documents"),
        (
            "По ним возмещают пошлины, если они уплачены.",
            "Permite reclamar los aranceles pagados.",
            "Duties that were paid can be claimed by it.",
        ),
        (
            "Декларация (ДТ) и квитанция об уплате пошлин.",
            "El DUA y el justificante de pago de los aranceles.",
            "The customs declaration and the receipt for the duties.",
        ),
    ),
    "bank_details": (
        ("Банковские реквизиты", "Datos bancarios", "Bank details"),
        (
            "На этот счёт придёт выплата; нужны только к моменту выплаты.",
            "En esta cuenta se ingresará el pago; solo hacen falta al cobrar.",
            "The payment goes to this account; needed only when it is paid.",
        ),
        (
            "Справка банка с IBAN или номером счёта компании.",
            "Certificado de titularidad de la cuenta de la empresa, con el IBAN.",
            "A certificate of the bank with the company's IBAN or account number.",
        ),
    ),
}
_PALLET: Conditions = {"goods": ("pallet",)}
_VALUATION = "valuation"
_SURVEYED_OVER = Decimal(3000)


def cargo_documents() -> tuple[SlotRule, ...]:
    """Return the documents of claims of cargo in the order of lists."""
    return (
        _document("invoice"),
        _document("waybill"),
        _document("claim_letter"),
        _variant("delivery_note", "breakage", _kind(_DAMAGE)),
        _variant("delivery_note", "delivered", {**_kind(_THEFT), "delivered_at": ("*",)}),
        _document("delivery_note", need="optional"),
        _document("packing_list", when=_PALLET),
        _variant("photos_packaging", "theft", _kind(_THEFT), photos="packaging"),
        _variant("photos_packaging", "robbery", _kind(_ROBBERY), least=3, need="optional", photos="packaging"),
        _document("photos_packaging", when=_kind(_DAMAGE), least=3, photos="packaging"),
        _variant("photos_goods", "optional", _kind(_ROBBERY, _THEFT), least=3, need="optional", photos="goods"),
        _document("photos_goods", when=_kind(_DAMAGE), least=3, photos="goods"),
        _document("police_report", when=_kind(_ROBBERY, _THEFT), within=24),
        _variant("non_delivery_statement", "loss", _kind(_LOSS)),
        _document("non_delivery_statement", when=_kind(_ROBBERY), need="optional"),
        _variant("driver_statement", "theft", _kind(_THEFT), need="optional"),
        _document("driver_statement", when=_kind(_ROBBERY)),
        *(_document(code, when=_kind(_DAMAGE), need="one_of", group=_VALUATION) for code in _VALUATIONS),
        _variant("survey_report", "loss", _kind(_LOSS), need="optional", over=_SURVEYED_OVER),
        _document("survey_report", when=_kind(_DAMAGE, _ROBBERY, _THEFT), over=_SURVEYED_OVER),
        _document("customs", when={"route": ("international",)}, need="optional"),
        _document("bank_details", need="payment"),
    )


_VALUATIONS = ("repair_quote", "destruction_certificate", "loss_valuation")


def _kind(*kinds: str) -> dict[str, tuple[str, ...]]:
    return {"kind": kinds}


def _document(code: str, **rule: Any) -> SlotRule:
    names, why, example = _TEXTS[code]
    return slot(code, names, why, example, **rule)


def _variant(document: str, name: str, when: Conditions, **rule: Any) -> SlotRule:
    """Return another rule of a document, which comes before the general one."""
    names, why, example = _TEXTS[document]
    return slot(f"{document}_{name}", names, why, example, when=when, variant_of=document, **rule)
