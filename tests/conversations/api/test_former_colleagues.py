"""Requests about a company's claim, after its writer lost the company and keeps own policies."""

from datetime import timedelta

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.identity.area.model import AreaPerson
from tests.cabinet.visitors import Visitor, at_area, mailed
from tests.cargo.shippers import announced, shipper
from tests.clients.bodies import COMPANY, added, named
from tests.companies.people import member
from tests.support.api.people import People
from tests.support.area import company_user, holder, open_area
from tests.support.mailboxes import verify_sender


@pytest.fixture
def company_id(api: People) -> str:
    verify_sender()
    open_area(api.account.id)
    return shipper(api)


@pytest.fixture
def luis(api: People, company_id: str) -> AreaPerson:
    """Return a user of the company who is somebody's policyholder, too."""
    return member(api.account.id, "luis", company_user(company_id), holder(added(api.agent, named("Сидоров Пётр"))))


def written(visitor: Visitor, **about: str) -> str:
    body = {"topic": "question", "text": "¿Cuándo pagan?", **about}
    found: str = visitor.call("POST", "/tickets", body).expect(201)["id"]
    return found


@pytest.mark.parametrize("change", [{"claims": False}, {"disabled": True}])
def test_a_former_colleague_reads_and_hears_no_answer_about_the_companys_claim(
    api: People, company_id: str, luis: AreaPerson, change: dict[str, bool]
) -> None:
    visitor, claim_id = at_area(luis), announced(api.staff, company_id)["id"]
    about_claim, own = written(visitor, claim_id=claim_id), written(visitor)
    visitor.call("GET", f"/tickets/{about_claim}").expect(200)
    boss = at_area(member(api.account.id, "ana", company_user(company_id, administrator=True)))
    boss.call("PATCH", f"/people/{luis.id}", {**change, "client_id": company_id}).expect(200)

    api.admin.post(f"/v1/tickets/{about_claim}/answer", {"text": "El martes, 3.152,29 EUR."}).expect(200)
    with time_machine.travel(now() + timedelta(minutes=3)):
        told = [to for to, body in mailed() if "3.152,29" in body or "ответ на ваше" in body.partition("\n")[0]]

    for path in (f"/tickets/{about_claim}", f"/tickets/{about_claim}/messages"):
        assert visitor.call("GET", path).status == 404
    assert visitor.call("POST", f"/tickets/{about_claim}/messages", {"text": "¿Y bien?"}).status == 404
    listed = visitor.call("GET", "/tickets").expect(200)["items"]
    assert [each["id"] for each in listed] == [own]
    assert told == [COMPANY["email"]]
