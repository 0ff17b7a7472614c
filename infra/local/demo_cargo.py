"""The second part of `make demo`: a company announces a claim of cargo, adds documents, chats, and is paid.

Over HTTP alone, as a browser of the client area and the insurer's system do.
"""

import hashlib
import io
import json
import re
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

from pypdf import PdfWriter
from ulid import ULID

from infra.local.calling import DEADLINE_SECONDS, DemoError, call, post_form, say, wait_for

#: The code of a sign-in stands in a line of its own.
_CODE = re.compile(r"^(\d{6})\r?$", re.MULTILINE)
_PDF = "application/pdf"
_OPEN = ("missing", "refused")


def play_cargo(system: Mapping[str, Any]) -> None:
    """Play the way of a claim from the announcement to the payment, and print each step."""
    cargo, api = system["cargo"], system["base_url"]
    insurer = {"Authorization": f"Bearer {cargo['api_key']}"}
    company = Company(api, cargo, system["messages"]["email"])
    company.sign_in()
    claim = company.announce()
    company.add_all_documents(claim["id"])
    chat(api, insurer, company, claim["id"])
    company.move(claim["id"], "send")
    pay(api, insurer, company, claim["id"])


def announcement() -> dict[str, Any]:
    """Return a claim as the company announces it: two pallets that arrived damaged yesterday."""
    delivered = datetime.now(UTC) - timedelta(days=1)
    return {
        "kind": "breakage",
        "goods": "pallet",
        "route": "international",
        "mode": "road",
        "occurred_at": delivered.isoformat(),
        "delivered_at": delivered.isoformat(),
        "place": "Lyon",
        "zone": "Europe/Paris",
        "description": "Dos palés de conservas volcados: latas abolladas y cajas mojadas.",
        "claimed": {"amount": "2430.88", "currency": "EUR"},
        "cargo": {
            "description": "Conservas de atún, 2 palés",
            "packages": 2,
            "gross_kg": "240.5",
            "value": {"amount": "5000.00", "currency": "EUR"},
            "carrier": "Transportes Duero",
            "waybill": "CMR 4471",
            "own_reference": f"RIA-{uuid4().hex[:6].upper()}",
        },
    }


class Company:
    """The browser of the company's administrator."""

    def __init__(self, api: str, cargo: Mapping[str, Any], emails: str) -> None:
        self.area = f"{api}/v1/area/{cargo['slug']}"
        self.login, self.emails = cargo["administrator"], emails
        self.cookies: dict[str, str] = {}

    def sign_in(self) -> None:
        """Sign in on a new device: with the code that comes by e-mail."""
        body = {"login": self.login["email"], "password": self.login["password"]}
        before = len(self._mails())
        try:
            self._session(body)
        except DemoError:  # a new device
            code = wait_for(lambda: self._code_after(before), "no code came by e-mail")
            self._session({**body, "code": code})
        say("company", f"signed in as {self.login['email']}")

    def call(self, method: str, path: str, body: object = None) -> Any:
        """Call the API of the client area with the session."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return call(method, f"{self.area}{path}", body=body, headers={"Cookie": cookie, "Accept-Language": "es"})

    def announce(self) -> dict[str, Any]:
        """Announce a claim of the company, and return it: it has started."""
        claim: dict[str, Any] = self.call("POST", "/claims/announced", announcement())
        say("company", f"announced claim {claim['number']}: it is at “{claim['stage_name']}”")
        return claim

    def move(self, claim_id: str, move: str) -> None:
        """Move the claim from the version that it is in, and print its stage."""
        version = self.call("GET", f"/claims/{claim_id}")["version"]
        after = self.call("POST", f"/claims/{claim_id}/moves", {"move": move, "version": version})
        say("company", f"{move}: the claim is at “{after['stage_name']}”")

    def add_all_documents(self, claim_id: str) -> None:
        """Add a file for each document that the claim needs, and wait until they are received."""
        self._add_files(claim_id, _needed(self.call("GET", f"/claims/{claim_id}")["slots"]))

    def accept(self, claim_id: str) -> None:
        """Add the documents that the payment needs, and accept the decision."""
        slots = self.call("GET", f"/claims/{claim_id}")["slots"]
        self._add_files(claim_id, [each for each in slots if each["need"] == "payment" and each["missing"]])
        self.move(claim_id, "accept")

    def _add_files(self, claim_id: str, slots: Sequence[Mapping[str, Any]]) -> None:
        for slot in slots:
            for number in range(slot["min"]):
                self._add(claim_id, slot, number)

        def received() -> bool:
            found = self.call("GET", f"/claims/{claim_id}/documents")["items"]
            refused = [each["reason"] for each in found if each["state"] == "refused"]
            if refused:
                raise DemoError(f"a document was refused: {refused[0]}")
            return all(each["state"] != "reserved" for each in found)

        wait_for(received, "the documents were not received")
        say("osmotr", "has inspected and received all documents")

    def write(self, claim_id: str, text: str) -> None:
        """Write to the handler."""
        self.call("POST", f"/claims/{claim_id}/messages", {"id": str(ULID()), "text": text})
        say("company", f"wrote: {text}")

    def _add(self, claim_id: str, slot: Mapping[str, Any], number: int) -> None:
        content = _page_of(slot["label"], number)
        announced = self.call(
            "POST",
            f"/claims/{claim_id}/documents",
            {
                "document_id": str(ULID()),
                "slot": slot["code"],
                "file_name": f"{slot['label']} {number + 1}.pdf",
                "bytes": len(content),
                "content_type": _PDF,
                "sha256": hashlib.sha256(content).hexdigest(),
            },
        )
        if announced["upload"] is not None:
            post_form(announced["upload"]["url"], announced["upload"]["fields"], content)
        say("company", f"added “{slot['label']}”")

    def _session(self, body: Mapping[str, str]) -> None:
        """Begin a session, and keep its cookies."""
        request = urllib.request.Request(  # noqa: S310 - our own system
            f"{self.area}/sessions", data=_json(body), method="POST", headers={"Content-Type": "application/json"}
        )
        if self.cookies:
            request.add_header("Cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        try:
            with urllib.request.urlopen(request, timeout=DEADLINE_SECONDS) as answer:  # noqa: S310
                self._keep(answer.headers.get_all("Set-Cookie") or [])
        except urllib.error.HTTPError as error:
            self._keep(error.headers.get_all("Set-Cookie") or [])
            raise DemoError(error.read()[:500].decode()) from error

    def _keep(self, cookies: Sequence[str]) -> None:
        for each in cookies:
            for name, morsel in SimpleCookie(each).items():
                self.cookies[name] = morsel.value

    def _code_after(self, number: int) -> str | None:
        """Return the code of the first e-mail that has one, after a number of them; None until it is there."""
        found = (_CODE.search(mail["BodyText"]) for mail in self._mails()[number:])
        return next((each[1] for each in found if each), None)

    def _mails(self) -> list[Mapping[str, Any]]:
        sent = [mail for mails in call("GET", self.emails)["messages"].values() for mail in mails]
        return [mail for mail in sent if self.login["email"] in str(mail["To"])]


def chat(api: str, insurer: Mapping[str, str], company: Company, claim_id: str) -> None:
    """Write as the company and answer as the handler, and check the conversation."""
    company.write(claim_id, "¿Necesitan también las fotos del camión?")
    answer = "No hace falta: con las del embalaje y la mercancía es suficiente."
    call("POST", f"{api}/v1/claims/{claim_id}/messages", body={"id": str(ULID()), "text": answer}, headers=insurer)
    say("insurer", f"answered: {answer}")
    thread = company.call("GET", f"/claims/{claim_id}/messages")
    if [each["side"] for each in thread["items"]][-2:] != ["client", "staff"]:
        raise DemoError("the conversation lacks a message")
    say("company", f"read message {thread['head']}, nothing is missing between")


def pay(api: str, insurer: Mapping[str, str], company: Company, claim_id: str) -> None:
    """Decide in the company's favour, let it accept, and pay."""
    claim = f"{api}/v1/claims/{claim_id}"
    decided = {
        "outcome": "payment",
        "currency": "EUR",
        "lines": [{"kind": "item", "label": "Mercancía dañada", "amount": "2430.88"}],
        "version": call("GET", claim, headers=insurer)["version"],
    }
    call("POST", f"{claim}/decide", body=decided, headers=insurer)
    say("insurer", "decided: 2430.88 EUR")
    company.accept(claim_id)
    paid = {
        "day": datetime.now(UTC).date().isoformat(),
        "amount": {"amount": "2430.88", "currency": "EUR"},
        "reference": f"SEPA-{uuid4().hex[:8].upper()}",
        "version": call("GET", claim, headers=insurer)["version"],
    }
    closed = call("POST", f"{claim}/pay", body=paid, headers=insurer)
    say("insurer", f"paid by {paid['reference']}: the claim is {closed['stage']}, {closed['ending']}")


def _needed(slots: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the slots to fill: required ones, and the first of each group of which one is enough."""
    found, groups = list[Mapping[str, Any]](), set[str]()
    for slot in slots:
        alone = slot["need"] == "one_of" and slot["group"] not in groups
        if slot["state"] in _OPEN and (slot["need"] == "required" or alone):
            groups.add(slot["group"] or "")
            found.append(slot)
    return found


def _page_of(label: str, number: int) -> bytes:
    """Return a PDF with one empty page; its title makes its bytes differ from those of others."""
    writer, written = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": f"{label} {number + 1} {ULID()}"})
    writer.write(written)
    return written.getvalue()


def _json(body: object) -> bytes:
    return json.dumps(body).encode()
