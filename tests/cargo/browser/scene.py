"""A client company with claims in every state, its people and its insurer's staff, for tests of their pages."""

from dataclasses import dataclass
from typing import Any

from chalicelib.features.photos.verdicts import UnusableReason
from tests.cabinet.visitors import HOME, Visitor, at_area
from tests.cargo.consignments import SDR
from tests.cargo.shippers import announced, shipper
from tests.claims.cases import shown
from tests.claims.papers import filed
from tests.companies.people import link_in, mail_to, member
from tests.conversations.chats import answered, asked
from tests.conversations.requests import registered as requested
from tests.photos import photos_factory
from tests.photos.api.test_asking_again import photo_of
from tests.photos.retaking import judged
from tests.support import pdfs
from tests.support.api.desk import Desk, at_desk
from tests.support.api.people import People
from tests.support.area import company_user, open_area
from tests.support.mailboxes import verify_sender

#: The moment at which the pages are looked at.
MOMENT = "2026-04-08T12:00:00+02:00"
_EURO = "EUR"
GOODS: dict[str, Any] = {
    "description": "Azulejo",
    "packages": 12,
    "affected_packages": 3,
    "gross_kg": "1240.5",
    "affected_kg": "240.5",
    "value": {"amount": "12400.00", "currency": _EURO},
    "carriage_charges": {"amount": "480.00", "currency": _EURO},
    "carrier": "Transportes Duero, S. L.",
    "waybill": "CMR-4471",
    "incoterm": "DAP",
    "place_of_delivery": "Lyon",
}
_FACTS: dict[str, Any] = {
    "route": "international",
    "cargo": GOODS,
    "claimed": {"amount": "9000.00", "currency": _EURO},
}
#: By name, the rest of an announcement; all are of pallets that were carried to Lyon.
_CLAIMS = {
    "asked": {"reference": "S-118", "description": "Tres palés volcados."},
    "started": {"reference": "S-119", "description": "Cajas mojadas."},
    "rejected": {"reference": "S-120", "kind": "theft"},
    "decided": {"reference": "S-121", "kind": "loss"},
    "paid": {"reference": "S-122", "kind": "robbery"},
}
#: Names and typed words of the scene, and words that all languages share.
KNOWN = (
    *("Impackta", "experienciacliente@", "impackta.example", "carga.example", "levante.example", "staff.example"),
    *("Cerámicas Levante, S. A.", "Ana Gil", "Eva", "Marta Gil", "Вера Сергеевна", "ana@", "luis@", "eva@", "a***@"),
    *("admin@", "staff@", "Azulejo", "Lyon", "Transportes Duero, S. L.", "DAP", "EUR", "Incoterm", "Europe/Madrid"),
    *("Tres palés volcados.", "Cajas mojadas.", "La hoja 2 no se lee.", "El lunes.", "De acuerdo."),
    *("Adjunto el albarán. ¿Qué fotos necesitan?", "Tres del embalaje.", "¿Cuándo llega la transferencia?"),
    *(
        "Factura.pdf",
        "IBAN.pdf",
        "Albaran.pdf",
        "CMR-4471.pdf",
        "CMR",
        "Ley 50/1980",
        "art.",
        "SMS",
        "VIN",
        "Webhooks",
        "SHA-256",
        "IPREM",
        "IMF",
    ),
    *("Home, End", "Esc", "Osmotr", "Phone", "jpg", "Груз", "Упаковка", "Ключи", "Русский", "Español", "English"),
)
_LINES = [
    {"kind": "item", "label": "Azulejo", "amount": "9000.00"},
    {"kind": "deductible", "amount": "300"},
]


@dataclass
class Scene:
    """The company and its insurer; `claims`: ids by the names of claims, `paths`: of single things."""

    api: People
    client_id: str
    ana: Visitor
    luis: Visitor
    desk: Desk
    claims: dict[str, str]
    paths: dict[str, str]

    def own(self, name: str, path: str = "") -> str:
        """Return the path of a claim's page in the client area."""
        return f"{HOME}/claims/{self.claims[name]}{path}"

    def case(self, name: str, tab: str) -> str:
        """Return the path of a tab of a claim's case in the console."""
        return f"/console/cases/{self.claims[name].replace('claim_', 'case_')}?tab={tab}"


def set_up(api: People, language: str) -> Scene:
    """Announce the claims of a company that speaks a language, and lead each to its state."""
    verify_sender()
    api.admin.patch("/v1/account", {"name": "Impackta", "time_zone": "Europe/Madrid"}).expect(200)
    api.admin.patch("/v1/account/cargo", {"version": 0, "rates": [{**SDR, "on": "2026-04-01"}]}).expect(200)
    client_id = shipper(
        api, name="Cerámicas Levante, S. A.", contact="Ana Gil", email="ana@levante.example", language=language
    )
    open_area(api.account.id, help_email="experienciacliente@impackta.example")
    ana = at_area(member(api.account.id, "ana", company_user(client_id, administrator=True)))
    luis_person = member(api.account.id, "luis", company_user(client_id, permissions=frozenset()))
    claims = {name: announced(api.staff, client_id, **{**_FACTS, **facts})["id"] for name, facts in _CLAIMS.items()}
    scene = Scene(api, client_id, ana, at_area(luis_person), at_desk(api.admin), claims, {})
    scene.paths["colleague"] = f"{HOME}/people/{luis_person.id}"
    _move_on(scene)
    _talk(scene)
    _ask_the_driver(scene)
    _invite(scene)
    return scene


def move(by: Any, claim_id: str, name: str, **body: Any) -> Any:
    """Make a move of the staff."""
    version = shown(by, claim_id)["version"]
    return by.post(f"/v1/claims/{claim_id}/{name}", {"version": version, **body}).expect(200)


def _move_on(scene: Scene) -> None:
    staff, claims = scene.api.staff, scene.claims
    for name in ("started", "decided", "paid"):
        move(staff, claims[name], "start")
    move(staff, claims["rejected"], "reject", reason="below_deductible")
    for pages, name in enumerate(("decided", "paid"), start=10):
        filed(scene.api.key, claims[name], pdfs.pdf(pages=pages), "invoice", file_name="Factura.pdf")
        move(staff, claims[name], "review")
        move(staff, claims[name], "decide", outcome="payment", currency=_EURO, lines=_LINES)
    filed(scene.api.key, claims["paid"], pdfs.pdf(pages=12), "bank_details", file_name="IBAN.pdf")
    move(staff, claims["paid"], "accept")
    paid = {"day": "2026-04-07", "amount": {"amount": "8700.00", "currency": _EURO}, "reference": "TR-77"}
    move(staff, claims["paid"], "pay", **paid)
    invoice = filed(scene.api.key, claims["started"], pdfs.pdf(pages=1), "invoice", file_name="Factura.pdf")
    staff.post(f"/v1/claims/{claims['started']}/documents/{invoice['id']}/accept").expect(200)
    note = filed(scene.api.key, claims["started"], pdfs.pdf(pages=2), "delivery_note", file_name="CMR-4471.pdf")
    refusal = {"reason": "La hoja 2 no se lee."}
    staff.post(f"/v1/claims/{claims['started']}/documents/{note['id']}/refuse", refusal).expect(200)
    scene.paths["refused"] = scene.own("started", f"/documents/{note['id']}")
    scene.paths["refused at the desk"] = f"/console/claims/{claims['started']}/documents/{note['id']}"


def _talk(scene: Scene) -> None:
    claim_id = scene.claims["started"]
    paper = filed(scene.api.key, claim_id, pdfs.pdf(pages=3), "chat", file_name="Albaran.pdf")
    asked(scene.ana, claim_id, "Adjunto el albarán. ¿Qué fotos necesitan?")
    answered(scene.api.staff, claim_id, "Tres del embalaje.", attachments=[paper["id"]])
    asked(scene.ana, claim_id, "De acuerdo.")
    ticket = requested(scene.api.admin, client_id=scene.client_id, text="¿Cuándo llega la transferencia?")
    scene.api.admin.post(f"/v1/tickets/{ticket['id']}/answer", {"text": "El lunes."}).expect(200)
    scene.paths["ticket"] = f"{HOME}/messages/{ticket['id']}"
    scene.paths["ticket at the desk"] = f"/console/tickets/{ticket['id']}"


def _ask_the_driver(scene: Scene) -> None:
    """Ask in the language of the company, then in English."""
    claim_id = scene.claims["started"]
    body = {"phone": "+7 916 765-43-21", "name": "Marta Gil", "categories": ["packaging", "goods", "seal"]}
    scene.ana.call("POST", f"/claims/{claim_id}/photo-requests", body).expect(201)
    (request,) = scene.api.staff.get(f"/v1/cases/{claim_id.replace('claim_', 'case_')}").expect(200)["requests"]
    photo_of(scene.api, request, category="packaging")
    bad = photo_of(scene.api, request, category="goods", data=photos_factory.jpeg(321, 240))
    judged(bad, reason=UnusableReason.BLURRED)
    scene.paths["driver"] = _path(request)
    client = f"/v1/clients/{scene.client_id}"
    version = scene.api.key.get(client).expect(200)["version"]
    scene.api.key.patch(client, {"version": version, "language": "en"}).expect(200)
    scene.ana.call("POST", f"/claims/{claim_id}/photo-requests", {**body, "categories": ["goods"]}).expect(201)
    requests = scene.api.staff.get(f"/v1/cases/{claim_id.replace('claim_', 'case_')}").expect(200)["requests"]
    (english,) = [each for each in requests if each["id"] != request["id"]]
    scene.paths["driver in English"] = _path(english)


def _path(request: Any) -> str:
    return "/r/" + str(request["link"]).partition("/r/")[2]


def _invite(scene: Scene) -> None:
    invited = {"name": "Eva", "email": "eva@levante.example", "claims": True, "language": "es"}
    scene.ana.call("POST", "/people", invited).expect(201)
    mail = mail_to("eva@levante.example")
    scene.paths["joining"] = link_in(mail)
