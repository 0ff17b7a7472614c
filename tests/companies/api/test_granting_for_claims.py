"""Claims of a company, told to a person after a permission was granted, and not after it was taken."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.cabinet.visitors import HOME
from tests.cargo.shippers import announced
from tests.claims.messages import mails
from tests.companies.people import staffed
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.mailboxes import verify_sender

GRANTED = "ООО «Перевозчик»: вам открыто ведение убытков"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel("2026-04-06T10:00:00+02:00", tick=False):
        yield


def test_case_g2_and_g3_a_grant_with_e_mail_mails_the_next_claim_and_none_after_it_was_taken(api: People) -> None:
    verify_sender()
    firm = staffed(api)
    announced(api.key, firm.company_id, reference="S-1")
    assert [each.to for each in mails()] == ["ana@carga.example"]
    assert "Siniestros" not in seen(firm.luis_at.get(HOME))
    person = f"{HOME}/people/{firm.luis.id}"

    firm.ana_at.post(person, {"claims": "on"})
    firm.ana_at.post(person, {"notify": "area_and_email"})

    assert "Siniestros" in seen(firm.luis_at.get(HOME))
    granted = mails()[1]
    assert (granted.to, granted.subject) == ("luis@carga.example", GRANTED)
    assert f"{HOME}/claims" in granted.text
    announced(api.key, firm.company_id, reference="S-2")
    assert [each.to for each in mails()[2:]] == ["ana@carga.example", "luis@carga.example"]
    assert "S-2" in seen(firm.luis_at.get(f"{HOME}/notices"))

    firm.ana_at.post(person, {"claims": "off"})
    announced(api.key, firm.company_id, reference="S-3")

    assert [each.to for each in mails()[4:]] == ["ana@carga.example"]
    assert firm.luis_at.get(f"{HOME}/notices").status == 404


def test_somebody_who_chose_the_area_alone_gets_the_notice_and_no_e_mail(api: People) -> None:
    verify_sender()
    firm = staffed(api)
    firm.luis_at.call("PATCH", "/me", {"notify": "area"}).expect(200)
    firm.ana_at.call("PATCH", f"/people/{firm.luis.id}", {"claims": True, "notify": "area"}).expect(200)
    firm.ana_at.call("PATCH", f"/people/{firm.luis.id}", {"claims": True}).expect(200)

    announced(api.key, firm.company_id, reference="S-1")

    assert [each.to for each in mails()] == ["ana@carga.example"]
    notices = firm.luis_at.call("GET", "/notices").expect(200)["items"]
    assert sorted(each["kind"] for each in notices) == ["claim_announced", "claims_granted"]
