"""API Gateway's resources: 300 at most for one API. Counted as deployed, and with the routes of features to come."""

from typing import Any

from chalicelib.base.installed import proxies
from infra.api_resources import LIMIT, resources_of
from tests.infra.conftest import Template
from tests.infra.resources import the

#: Routes below /v1 that are designed and not built, by feature, as the design names them; `a|b` stands for two routes.
#: Another method of a path (PATCH, DELETE) is not another resource. Settings of a feature are at /v1/account/<feature>.
#: Paths below a proxy, such as more of /v1/claims, take none, and are left out.
COMING = {
    "claims": "/v1/hooks/claims /v1/cases/{id}/claim /v1/companies/{id}/people",
    "conversations": "/v1/conversations/{id}/messages|read",
    "cabinet of policyholders": """
        /v1/account/cabinet /p/{token}
        /v1/cabinet/{slug}/challenges|me|consents|erasure|export.zip|calendar.ics|recovery
        /v1/cabinet/{slug}/registrations/details|answer|codes|password /v1/cabinet/{slug}/sessions/{id}
        /v1/cabinet/{slug}/policies/{id}/files/{file} /v1/cabinet/{slug}/policies/{id}/renewal
        /v1/cabinet/{slug}/payments/{id}/check|methods /v1/cabinet/{slug}/claims/{id}/documents|referral
        /v1/cabinet/{slug}/reminders/{id}/snooze /v1/cabinet/{slug}/tickets/{id}/messages|rating
        /v1/cabinet/{slug}/life/{policy}""",
    "estimates and leads": """
        /w/{id}/embed.js|challenge|estimates|leads /l/{token}/withdraw /o/{token}/accept /v1/widgets/{id}
        /v1/price-books/current|preview /v1/estimates/{id}/finals /v1/cases/{id}/estimates /v1/estimate-accuracy
        /v1/leads/{id}/assign|contacts|status /v1/offers""",
    "parts": "/v1/suppliers/{id}/price-lists/{list} /v1/part-searches/{id}/basket",
    "intake": """
        /i/{token}/state|opened|uploads|submit|readings|marks|signature|seal|plain|qr.svg /i/{token}/uploads/{photo_id}
        /i/{token}/plain/{photo_id} /v1/intakes/{id}/proof|addenda
        /v1/cases/{id}/packages /v1/case-package.schema.json /v1/hooks/case-packages""",
    "evidence": """
        /v1/cases/{id}/evidence/{bundle} /v1/cases/{id}/seal /v1/attachments/{id}/reading|verdict
        /v1/cases/{id}/contradictions/{finding}/dismiss|confirm|reopen /v1/vehicles/{vin}/odometer""",
}
_WRITTEN_AS = {
    "/v1/cases/{id}": "/v1/cases/{case_id}",
    "/v1/attachments/{id}": "/v1/attachments/{attachment_id}",
    "/v1/clients/{id}": "/v1/clients/{client_id}",
    "/v1/client-imports/{id}": "/v1/client-imports/{import_id}",
}


def paths_of(written: str) -> list[str]:
    """Return the paths that are written out, with the parameters' names that the API has."""
    paths = []
    for each in written.split():
        for now, name in _WRITTEN_AS.items():
            each = each.replace(now, name)  # noqa: PLW2901 - the same path
        folder, _, last = each.rpartition("/")
        paths += [f"{folder}/{name}" for name in last.split("|")]
    return paths


def deployed(template: Template) -> dict[str, Any]:
    paths: dict[str, Any] = the(template, "RestAPI")["DefinitionBody"]["paths"]
    return paths


def test_each_proxy_takes_two_resources(template: Template) -> None:
    paths = deployed(template)

    passed_on = ("area", "claims", "commissions", "figures", "payments", "policies", "quotes", "tickets", "underlyings")
    assert proxies() == {"/area", "/console", *(f"/v1/{each}" for each in passed_on)}
    for proxy in proxies():
        assert {path for path in paths if path.startswith(f"{proxy}/")} == {f"{proxy}/{{proxy+}}"}
        assert proxy in paths or proxy in {"/area", "/v1/area"}  # nothing is at that address itself
    assert set(paths["/console/{proxy+}"]) == {"get", "head", "post"}


def test_the_resources_of_today_are_few(template: Template) -> None:
    assert len(resources_of(deployed(template))) <= 145


def test_with_all_features_of_the_product_the_api_stays_under_its_limit(template: Template) -> None:
    counted, taken = {}, set(resources_of(deployed(template)))
    for feature, written in COMING.items():
        new = resources_of(paths_of(written)) - taken
        counted[feature] = len(new)
        taken |= new

    assert len(taken) <= LIMIT, counted
    assert min(counted.values()) > 0
    assert not [
        each for each in taken if each.startswith(tuple(f"{proxy}/" for proxy in proxies())) and "+" not in each
    ]


def test_a_resource_is_counted_for_each_part_of_a_path() -> None:
    assert resources_of(["/v1/cases/{id}", "/v1/cases", "/c"]) == {"/", "/v1", "/v1/cases", "/v1/cases/{id}", "/c"}
