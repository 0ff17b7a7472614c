"""Promises of the merged template about events and messages: none gets lost, and only ours are heard."""

import json

from chalicelib.aws import clients, messaging
from chalicelib.features.photos.service import archives
from chalicelib.features.webhooks import events as webhooks
from chalicelib.features.webhooks.model import LANES
from chalicelib.features.webhooks.service.endpoints import MAX_ENDPOINTS
from chalicelib.outbox.events import AT_ONCE
from tests.infra.conftest import Template
from tests.infra.resources import keys_of, the


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
