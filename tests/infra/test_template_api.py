"""Promises of the merged template about the API: limits, logs, and the answers that the gateway gives by itself."""

import json
from typing import Any

from chalicelib.http import protection
from chalicelib.http.problems import KINDS
from tests.infra.conftest import Template
from tests.infra.resources import the


def test_access_logs_have_the_route_and_never_what_was_asked_for(template: Template) -> None:
    api = the(template, "RestAPI")
    fields = json.loads(api["AccessLogSetting"]["Format"])
    methods = api["MethodSettings"]

    assert fields["route"] == "$context.resourcePath"
    assert not {"$context.path", "$context.customDomain.basePathMatched", "$context.identity.sourceIp"} & set(
        fields.values()
    )
    assert {(method["LoggingLevel"], method["DataTraceEnabled"]) for method in methods} == {("OFF", False)}


def test_the_alarm_on_5xx_watches_the_api_by_the_name_that_it_has(template: Template) -> None:
    api, alarm = the(template, "RestAPI"), the(template, "ApiErrorsAlarm")
    watched = {one["Name"]: one["Value"] for one in alarm["Dimensions"]}

    assert watched == {"ApiName": api["Name"], "Stage": api["StageName"]}
    assert api["DefinitionBody"]["info"]["title"] == api["Name"]


def test_the_api_is_throttled(template: Template) -> None:
    methods = the(template, "RestAPI")["MethodSettings"]

    assert [(method["HttpMethod"], method["ResourcePath"]) for method in methods] == [
        ("*", "/*"),
        ("GET", "/~1r~1{token}~1state"),
    ]
    assert all({"ThrottlingRateLimit", "ThrottlingBurstLimit"} <= method.keys() for method in methods)


def test_pages_are_sent_compressed(template: dict[str, Any]) -> None:
    assert 0 < the(template, "RestAPI")["MinimumCompressionSize"] <= 5000


def test_what_the_gateway_answers_by_itself_is_a_problem_too(template: Template) -> None:
    answers = the(template, "RestAPI")["DefinitionBody"]["x-amazon-apigateway-gateway-responses"]

    assert {"MISSING_AUTHENTICATION_TOKEN", "THROTTLED", "REQUEST_TOO_LARGE", "DEFAULT_4XX", "DEFAULT_5XX"} <= set(
        answers
    )
    for answer in answers.values():
        problem = json.loads(answer["responseTemplates"]["application/json"])
        headers = answer["responseParameters"]
        assert headers["gatewayresponse.header.Content-Type"] == "'application/problem+json'"
        assert problem.keys() == {"type", "title", "status", "detail", "instance"}
        assert problem["status"] == int(answer["statusCode"])
        status, _, _ = next(kind for kind in KINDS.values() if problem["type"] == f"urn:osmotr:problem:{kind[1]}")
        assert status == problem["status"]
    assert "gatewayresponse.header.Retry-After" in answers["THROTTLED"]["responseParameters"]


def test_a_custom_domain_can_be_the_only_way_in(template: Template) -> None:
    closed = {"Fn::If": ["ExecuteApiIsClosed", True, False]}

    assert template["Parameters"]["ExecuteApi"]["AllowedValues"] == ["open", "closed"]
    assert template["Conditions"]["ExecuteApiIsClosed"] == {"Fn::Equals": [{"Ref": "ExecuteApi"}, "closed"]}
    assert the(template, "RestAPI")["DisableExecuteApiEndpoint"] == closed


def test_one_address_is_limited_before_the_functions(template: Template) -> None:
    firewall, association = the(template, "Firewall"), the(template, "FirewallOfTheApi")
    rules = [rule["Statement"]["RateBasedStatement"] for rule in firewall["Rules"]]
    limits = [template["Parameters"][rule["Limit"]["Ref"]]["Default"] for rule in rules]

    assert [(rule["AggregateKeyType"], rule["EvaluationWindowSec"]) for rule in rules] == [("IP", 60), ("IP", 300)]
    assert [rule["Priority"] for rule in firewall["Rules"]] == [0, 1]
    # a minute's limit is above the average of five, which the longer window holds an address to
    assert limits[1] / 5 < limits[0] < limits[1]
    # and an address that takes the whole rate of an operation is over it in less than half a minute
    assert limits[0] / template["Parameters"]["RequestsPerSecond"]["Default"] <= 30
    for rule in firewall["Rules"]:
        answer = rule["Action"]["Block"]["CustomResponse"]
        assert json.loads(firewall["CustomResponseBodies"][answer["CustomResponseBodyKey"]]["Content"])["status"] == 429
        assert {each["Name"]: each["Value"] for each in answer["ResponseHeaders"]} == {
            "Retry-After": "300",
            "Cache-Control": "no-store",
            **{name: protection.HEADERS[name] for name in ("Strict-Transport-Security", "X-Content-Type-Options")},
        }
    assert association["ResourceArn"]["Fn::Sub"].endswith("/restapis/${RestAPI}/stages/${RestAPI.Stage}")
    assert {template["Resources"][name]["Condition"] for name in ("Firewall", "FirewallOfTheApi")} == {"OnAws"}
