"""New passwords in the deployed system: the link comes by the real dispatch, and opens once."""

import re
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from infra.local.demo_cargo import Company
from tests.deployed.conftest import System
from tests.deployed.inside import Root
from tests.deployed.test_messages import mails_to
from tests.deployed.test_plain_forms import FORM
from tests.support import area
from tests.support.running import call, eventually

NEW = "a quite different one"


def test_a_person_of_a_company_without_a_phone_sets_a_new_password_by_the_link_of_an_e_mail(
    system: System, root: Root, address: dict[str, str]
) -> None:
    cargo, email = system["cargo"], f"luis-{uuid4().hex[:12]}@shipper.example"
    with root.in_production():
        registered = area.registered(
            cargo["account_id"], area.company_user(cargo["client_id"]), email=email, phone=None
        )
    recovery = f"{system['base_url']}/v1/area/{cargo['slug']}/recovery"

    assert call("POST", recovery, body={"login": email}, headers=address).status == 202
    (letter,) = eventually(lambda: mails_to(system, email))
    (link,) = set(re.findall(rf"{system['base_url']}/area/[a-z0-9-]+/password/[\w-]+", letter["BodyText"]))
    page = call("GET", link, headers=address).body.decode()
    form = urlencode({"password": NEW}).encode()
    own = {**FORM, **address, "Origin": urlsplit(link)._replace(path="").geturl()}
    statuses = [call("POST", link, body=form, headers=own).status for _ in range(2)]

    assert email in page
    assert statuses == [303, 404]
    login, mails = {"email": email, "password": NEW}, system["messages"]["email"]
    person = Company(system["base_url"], {**cargo, "administrator": login}, mails)
    person.sign_in()
    assert person.call("GET", "/me")["id"] == registered.id
