"""Promises of the merged template: nothing is lost, nothing is open, and alarms reach people."""

import json
import re
from typing import Any

import pytest

from chalicelib.aws import clients, messaging
from chalicelib.base.settings import Settings
from chalicelib.features.photos.service import archives
from chalicelib.features.webhooks import events as webhooks
from chalicelib.features.webhooks.model import LANES
from chalicelib.features.webhooks.service.endpoints import MAX_ENDPOINTS
from chalicelib.http import protection
from chalicelib.http.problems import KINDS
from chalicelib.outbox.events import AT_ONCE
from tests.infra.conftest import Template
from tests.infra.resources import of_type, the

HOLDS_DATA = {
    "AWS::DynamoDB::Table",
    "AWS::S3::Bucket",
    "AWS::Cognito::UserPool",
    "AWS::KMS::Key",
    "AWS::SecretsManager::Secret",
}


def keys_of(schema: list[dict[str, str]]) -> list[str]:
    return [part["AttributeName"] for part in schema]


def test_every_table_can_be_restored_and_is_encrypted_by_our_key_and_cannot_be_deleted_by_mistake(
    template: Template,
) -> None:
    tables = dict(of_type(template, "AWS::DynamoDB::Table"))

    assert set(tables) == {
        f"{name}Table"
        for name in (
            "Accounts",
            "Area",
            "Cases",
            "Chat",
            "Claims",
            "Clients",
            "Policies",
            "Sockets",
            "Outbox",
            "Idempotency",
            "Webhooks",
        )
    }
    for properties in tables.values():
        assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert properties["DeletionProtectionEnabled"] is True
        assert properties["SSESpecification"] == {
            "SSEEnabled": True,
            "SSEType": "KMS",
            "KMSMasterKeyId": {"Ref": "DataKey"},
        }
        assert properties["BillingMode"] == "PAY_PER_REQUEST"


def test_what_holds_data_outlives_the_stack(template: Template) -> None:
    for name, resource in template["Resources"].items():
        if resource["Type"] in HOLDS_DATA:
            assert (name, resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == (name, "Retain", "Retain")


@pytest.mark.parametrize(
    ("index", "keys"),
    [
        ("by_change", ["change_pk", "change_sk"]),
        ("by_status", ["status_pk", "change_sk"]),
        ("by_process", ["process_pk", "change_sk"]),
        ("by_handler", ["handler_pk", "change_sk"]),
        ("by_wait", ["wait_pk", "wait_sk"]),
        ("by_review", ["review_pk", "review_sk"]),
        ("by_due", ["due_pk", "due_at"]),
    ],
)
def test_cases_have_an_index_for_each_list(template: Template, index: str, keys: list[str]) -> None:
    indexes = {one["IndexName"]: one for one in the(template, "CasesTable")["GlobalSecondaryIndexes"]}

    assert keys_of(indexes[index]["KeySchema"]) == keys
    assert indexes[index]["Projection"] == {"ProjectionType": "ALL"}


def test_the_outbox_streams_new_items_and_lists_due_ones(template: Template) -> None:
    outbox = the(template, "OutboxTable")

    assert outbox["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}
    assert [keys_of(index["KeySchema"]) for index in outbox["GlobalSecondaryIndexes"]] == [["due_pk", "due_at"]]


def test_messages_marks_and_signals_of_conversations_are_pushed(template: Template) -> None:
    stream = the(template, "PushChat")["Events"]["PushChatDynamodbEventSource"]["Properties"]

    assert the(template, "ChatTable")["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}
    assert "StreamSpecification" not in the(template, "SocketsTable")
    (pattern,) = (json.loads(each["Pattern"]) for each in stream["FilterCriteria"]["Filters"])
    assert pattern == {
        "eventName": ["INSERT", "MODIFY"],
        "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "msg#"}, {"prefix": "mark#"}, {"prefix": "sig#"}]}}},
    }
    assert (stream["MaximumRecordAgeInSeconds"], stream["MaximumRetryAttempts"]) == (300, 3)


def test_no_log_of_sockets_has_a_ticket_or_a_frame(template: Template) -> None:
    stage = the(template, "SocketsStage")
    logged = json.loads(stage["AccessLogSettings"]["Format"])

    assert set(logged.values()) == {
        f"$context.{each}"
        for each in (
            "requestId",
            "requestTime",
            "eventType",
            "routeKey",
            "status",
            "connectionId",
            "error.responseType",
        )
    }
    assert stage["DefaultRouteSettings"] == {
        "LoggingLevel": "OFF",
        "DataTraceEnabled": False,
        "DetailedMetricsEnabled": True,
        "ThrottlingRateLimit": {"Ref": "SocketCallsPerSecond"},
        "ThrottlingBurstLimit": {"Ref": "SocketCallsBurst"},
    }


def test_frames_reach_sockets_of_this_stage_alone(template: Template) -> None:
    role = the(template, "PushChatRole")
    reach = [
        each
        for policy in role["Policies"]
        for each in policy["PolicyDocument"]["Statement"]
        if each["Action"] == ["execute-api:ManageConnections"]
    ]

    assert [each["Resource"]["Fn::Sub"].rpartition(":")[2] for each in reach] == ["${Sockets}/api/*/@connections/*"]


def test_the_bucket_is_private_versioned_encrypted_and_never_expires_a_filed_photo(template: Template) -> None:
    bucket = the(template, "PhotosBucket")

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"] == {"Fn::GetAtt": ["DataKey", "Arn"]}
    forever = {"ExpirationInDays", "ExpirationDate", "Transitions"}
    rules = bucket["LifecycleConfiguration"]["Rules"]
    assert {rule.get("Prefix") for rule in rules if forever & rule.keys()} == {
        "archives/",
        "branding/",  # an upload that is to become a logo
        "exports/",
        "imports/",
    }


def test_an_archive_goes_after_a_day_with_every_trace(template: Template) -> None:
    rules = {rule["Id"]: rule for rule in the(template, "PhotosBucket")["LifecycleConfiguration"]["Rules"]}

    assert rules["archives"] == {
        "Id": "archives",
        "Status": "Enabled",
        "Prefix": "archives/",
        "ExpirationInDays": 1,
        "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
    }
    assert rules["markers-of-nothing"]["ExpiredObjectDeleteMarker"] is True  # its delete marker


def test_the_bucket_refuses_plain_http(template: Template) -> None:
    (statement,) = the(template, "PhotosBucketPolicy")["PolicyDocument"]["Statement"]

    assert (statement["Effect"], statement["Principal"]) == ("Deny", "*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert template["Resources"]["PhotosBucketPolicy"]["Condition"] == "OnAws"
    assert template["Parameters"]["Emulated"]["Default"] == "false"


def test_only_the_page_may_upload_from_a_browser(template: Template) -> None:
    (rule,) = the(template, "PhotosBucket")["CorsConfiguration"]["CorsRules"]

    assert sorted(rule["AllowedMethods"]) == ["GET", "POST"]
    assert "PublicBaseUrl" in json.dumps(rule["AllowedOrigins"])
    assert "*" not in json.dumps(rule["AllowedOrigins"])


def test_only_originals_make_events(template: Template) -> None:
    photos, documents = the(template, "PhotosBucket")["NotificationConfiguration"]["QueueConfigurations"]

    assert photos["Filter"]["S3Key"]["Rules"] == [{"Name": "prefix", "Value": "incoming/"}]
    assert documents["Filter"]["S3Key"]["Rules"] == [{"Name": "prefix", "Value": "claims/originals/"}]
    assert documents["Queue"] == {"Fn::GetAtt": ["DocumentEvents", "Arn"]}


def test_photo_events_come_back_singly_and_die_after_five_tries(template: Template) -> None:
    source = the(template, "FilePhotos")["Events"]["FilePhotosSqsEventSource"]["Properties"]
    queue = the(template, "PhotoEvents")

    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["Queue"] == {"Fn::Sub": "${PhotoEvents.Arn}"}
    assert queue["RedrivePolicy"]["maxReceiveCount"] == 5
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": ["PhotoEventsDead", "Arn"]}


def test_a_photo_event_stays_hidden_for_six_timeouts(template: Template) -> None:
    assert the(template, "PhotoEvents")["VisibilityTimeout"] >= 6 * the(template, "FilePhotos")["Timeout"]


def test_a_batch_of_messages_ends_in_time_when_each_of_them_hangs(template: Template) -> None:
    source = the(template, "DispatchOutbox")["Events"]["DispatchOutboxDynamodbEventSource"]["Properties"]

    assert source["BatchSize"] <= AT_ONCE
    assert the(template, "DispatchOutbox")["Timeout"] > 2 * (clients.CONNECT_SECONDS + messaging.READ_SECONDS)
    assert source["ParallelizationFactor"] == 10


def test_a_tenants_events_hold_neither_the_streams_reader_nor_all_calls_of_webhooks(template: Template) -> None:
    """Other tenants' webhooks don't wait when each call of one tenant's endpoints hangs, or when it has a backlog."""
    stream = the(template, "FanOutEvents")["Events"]["FanOutEventsDynamodbEventSource"]["Properties"]
    queue = the(template, "DeliverWebhooks")["Events"]["DeliverWebhooksSqsEventSource"]["Properties"]

    assert stream["ParallelizationFactor"] == 10
    assert queue["BatchSize"] <= webhooks.AT_ONCE
    assert queue["ScalingConfig"]["MaximumConcurrency"] > MAX_ENDPOINTS * LANES
    for function, most in (("FanOutEvents", 40), ("DeliverWebhooks", queue["ScalingConfig"]["MaximumConcurrency"])):
        assert the(template, function)["ReservedConcurrentExecutions"]["Fn::If"][1] >= most


def test_orders_of_archives_come_singly_and_die_after_as_many_tries_as_the_function_counts(template: Template) -> None:
    source = the(template, "MakeArchives")["Events"]["MakeArchivesSqsEventSource"]["Properties"]
    queue = the(template, "Archives")

    assert (source["BatchSize"], source["FunctionResponseTypes"]) == (1, ["ReportBatchItemFailures"])
    assert source["Queue"] == {"Fn::Sub": "${Archives.Arn}"}
    assert queue["RedrivePolicy"]["maxReceiveCount"] == archives.TRIES
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": ["ArchivesDead", "Arn"]}
    assert queue["VisibilityTimeout"] >= 6 * the(template, "MakeArchives")["Timeout"]


def test_the_dispatcher_isolates_a_bad_record_and_keeps_what_it_gives_up(template: Template) -> None:
    source = the(template, "DispatchOutbox")["Events"]["DispatchOutboxDynamodbEventSource"]["Properties"]

    assert source["Stream"] == {"Fn::GetAtt": ["OutboxTable", "StreamArn"]}
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["BisectBatchOnFunctionError"] is True
    assert source["MaximumRetryAttempts"] > 0
    assert source["DestinationConfig"]["OnFailure"]["Destination"] == {"Fn::GetAtt": ["DispatchFailures", "Arn"]}


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


def test_only_alarms_publish_to_their_topic(template: Template) -> None:
    policy = the(template, "AlarmsPolicy")
    (statement,) = policy["PolicyDocument"]["Statement"]

    assert policy["Topics"] == [{"Ref": "Alarms"}]
    assert (statement["Effect"], statement["Principal"]) == ("Allow", {"Service": "cloudwatch.amazonaws.com"})
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}


def test_only_ses_publishes_mail_events_and_their_topic_is_encrypted_by_our_key(template: Template) -> None:
    policy, topic = the(template, "MailEventsPolicy"), the(template, "MailEvents")
    (statement,) = policy["PolicyDocument"]["Statement"]

    assert topic["KmsMasterKeyId"] == {"Ref": "DataKey"}
    assert policy["Topics"] == [{"Ref": "MailEvents"}]
    assert statement["Principal"] == {"Service": "ses.amazonaws.com"}
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    key = the(template, "DataKey")["KeyPolicy"]["Statement"]
    assert {"Service": "ses.amazonaws.com"} in [one["Principal"] for one in key]


def test_ses_reports_every_outcome_to_a_queue_that_its_function_reads_in_parts(template: Template) -> None:
    destination = the(template, "MailReports")["EventDestination"]
    subscription, queue = the(template, "MailEventsToQueue"), the(template, "DeliveryReports")
    source = the(template, "TrackDelivery")["Events"]["TrackDeliverySqsEventSource"]["Properties"]

    assert {"delivery", "bounce", "complaint", "reject", "deliveryDelay"} <= set(destination["MatchingEventTypes"])
    assert (destination["Enabled"], destination["SnsDestination"]) == (True, {"TopicARN": {"Ref": "MailEvents"}})
    assert subscription["RawMessageDelivery"] is True
    assert subscription["Endpoint"] == {"Fn::GetAtt": ["DeliveryReports", "Arn"]}
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": ["DeliveryReportsDead", "Arn"]}
    assert queue["VisibilityTimeout"] >= 6 * the(template, "TrackDelivery")["Timeout"]
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    (statement,) = the(template, "DeliveryReportsPolicy")["PolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "sns.amazonaws.com"}
    assert statement["Condition"]["ArnEquals"] == {"aws:SourceArn": {"Ref": "MailEvents"}}


def test_the_log_of_texts_may_call_its_reader_and_sns_may_write_that_log_alone(template: Template) -> None:
    permission, role = the(template, "LogOfTextsCallsItsReader"), the(template, "SmsLoggingRole")
    (written,) = role["Policies"][0]["PolicyDocument"]["Statement"]

    assert (permission["Principal"], permission["FunctionName"]) == ("logs.amazonaws.com", {"Ref": "RelaySmsReports"})
    assert permission["SourceArn"] == written["Resource"]
    assert written["Resource"]["Fn::Sub"].endswith(
        "log-group:sns/${AWS::Region}/${AWS::AccountId}/DirectPublishToPhoneNumber*"
    )


def test_blocked_addresses_are_each_tenants_own_affair(template: Template) -> None:
    assert the(template, "MailConfiguration")["SuppressionOptions"] == {"SuppressedReasons": []}


def test_staff_are_made_by_admins_and_sign_in_by_password(template: Template) -> None:
    pool, client = the(template, "StaffPool"), the(template, "StaffClient")

    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is True
    assert pool["DeletionProtection"] == "ACTIVE"
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    assert sorted(client["ExplicitAuthFlows"]) == ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH"]
    assert (client["GenerateSecret"], client["PreventUserExistenceErrors"]) == (True, "ENABLED")
    assert {group["GroupName"] for _, group in of_type(template, "AWS::Cognito::UserPoolGroup")} == {
        "admin",
        "staff",
        "viewer",
        "agent",
    }


def test_nobody_changes_their_own_email_past_us(template: Template) -> None:
    assert the(template, "StaffClient")["WriteAttributes"] == ["locale"]
    assert all(not attribute.get("Required") for attribute in the(template, "StaffPool").get("Schema", ()))


def test_every_queue_is_encrypted(template: Template) -> None:
    assert all(queue["SqsManagedSseEnabled"] for _, queue in of_type(template, "AWS::SQS::Queue"))


def test_staffs_tokens_are_checked_by_the_pools_own_keys_on_aws(template: Template) -> None:
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    address, parts = variables["STAFF_JWKS_URL"]["Fn::Sub"]
    host = parts["Host"]["Fn::If"]

    assert template["Parameters"]["StaffKeysHost"]["Default"] == ""
    assert template["Conditions"]["KeysFromAws"] == {"Fn::Equals": [{"Ref": "StaffKeysHost"}, ""]}
    assert host[0] == "KeysFromAws"
    issuer = variables["STAFF_TOKEN_ISSUER"]["Fn::Sub"]
    assert issuer == "https://cognito-idp.${AWS::Region}.${AWS::URLSuffix}/${StaffPool}"
    assert address.replace("${Host}", host[1]["Fn::Sub"]) == f"{issuer}/.well-known/jwks.json"


def test_what_is_for_an_emulator_is_off_unless_a_deployment_says_so(template: Template) -> None:
    parameters = template["Parameters"]

    assert {name: parameters[name]["Default"] for name in ("Emulated", "WebhooksToLoopback", "StaffKeysHost")} == {
        "Emulated": "false",
        "WebhooksToLoopback": "false",
        "StaffKeysHost": "",
    }


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


@pytest.mark.parametrize(
    ("variable", "address", "taken"),
    [("mail_sender", right, True) for right in ("photos@example.org", "fotos+1@xn--80ak6aa92e.com", "o'hara@a.example")]
    + [("mail_sender", wrong, False) for wrong in ("josé@x.org", "photos@пример.рф", "a b@x.org", "<a@b.org>", "a@b")]
    + [("public_base_url", right, True) for right in ("https://a.example.org", "https://xn--80ak6aa92e.com/api")]
    + [("public_base_url", f"https://{wrong}", False) for wrong in ("фото.рф", "a.org/апи", "a.org/", "a.org/a b")],
)
def test_addresses_of_a_deployment_are_such_as_links_and_mails_take(
    template: Template, variable: str, address: str, taken: bool
) -> None:
    parameter = template["Parameters"][{"mail_sender": "MailSender", "public_base_url": "PublicBaseUrl"}[variable]]
    (said,) = (each.pattern for each in Settings.model_fields[variable].metadata if hasattr(each, "pattern"))

    assert (re.fullmatch(parameter["AllowedPattern"], address) is not None) == taken
    assert (re.search(said, address) is not None) == taken
