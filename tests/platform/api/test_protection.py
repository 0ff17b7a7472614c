"""Every HTTP answer of any origin carries the protective headers."""

import pytest

from chalicelib.http.protection import HEADERS
from tests.infra.conftest import Template, template
from tests.support.api.people import People

__all__ = ["template"]


@pytest.mark.parametrize("path", ["/v1/account", "/console/sign-in", "/r/none", "/c", "/docs", "/v1/cases/none"])
def test_every_answer_of_ours_is_protected(api: People, path: str) -> None:
    answer = api.admin.get(path)

    assert {name: answer.headers[name.lower()] for name in HEADERS} == HEADERS


def test_what_the_gateway_answers_by_itself_is_protected(template: Template) -> None:
    definition = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]

    for name, response in definition["x-amazon-apigateway-gateway-responses"].items():
        parameters = response["responseParameters"]
        sent = {header: parameters[f"gatewayresponse.header.{header}"] for header in HEADERS}
        assert sent == {header: f"'{value}'" for header, value in HEADERS.items()}, name
