"""Promises of the merged template on alarms, logs and functions: alarms reach people."""

import json

import pytest

from chalicelib.base.settings import Settings
from infra.sms_reports import log_groups
from infra.system import QUEUES
from tests.infra.conftest import Template
from tests.infra.resources import FUNCTIONS, of_type, the


def test_every_log_group_forgets(template: Template) -> None:
    groups = dict(of_type(template, "AWS::Logs::LogGroup"))

    assert len(groups) == len(FUNCTIONS) + 2  # the access logs of both APIs
    assert all(group["RetentionInDays"] == {"Ref": "LogRetentionDays"} for group in groups.values())


@pytest.mark.parametrize(
    ("alarm", "metric", "threshold"),
    [
        ("DeadPhotoEventsAlarm", "ApproximateNumberOfMessagesVisible", 0),
        ("DeadArchivesAlarm", "ApproximateNumberOfMessagesVisible", 0),
        ("OldestArchiveAlarm", "ApproximateAgeOfOldestMessage", 1200),
        ("DeadDeliveryReportsAlarm", "ApproximateNumberOfMessagesVisible", 0),
        ("OldestDeliveryReportAlarm", "ApproximateAgeOfOldestMessage", 900),
        ("DispatchFailuresAlarm", "ApproximateNumberOfMessagesVisible", 0),
        ("ScheduleFailuresAlarm", "ApproximateNumberOfMessagesVisible", 0),
        ("OldestPhotoEventAlarm", "ApproximateAgeOfOldestMessage", 300),
        ("DeadDueWorkAlarm", "ApproximateNumberOfMessagesVisible", 0),
        ("OldestDueWorkAlarm", "ApproximateAgeOfOldestMessage", 300),
        ("DeadWebhookDeliveriesAlarm", "ApproximateNumberOfMessagesVisible", 0),
        ("OldestWebhookDeliveryAlarm", "ApproximateAgeOfOldestMessage", 300),
        ("OutboxLagAlarm", "OutboxLag", 120_000),
        ("SweepRepairsAlarm", "Repairs", 0.005),
        ("UploadToFiledAlarm", "UploadToFiled", 10_000),
        ("ApiErrorsAlarm", "5XXError", 0.001),
        ("SmsSlopeAlarm", "SmsSegments", {"Ref": "SmsSegmentsPerHour"}),
        ("SmsHeldAlarm", "SmsHeld", 0),
        ("DecoderStoppedAlarm", "DecoderStopped", 0),
        ("WrongCodesAlarm", "WrongCodes", 100),
        ("ErrorLinesAlarm", "ErrorLines", 0),
    ],
)
def test_each_objective_has_an_alarm_that_tells_someone(
    template: Template, alarm: str, metric: str, threshold: object
) -> None:
    properties = the(template, alarm)

    assert (properties["MetricName"], properties["Threshold"]) == (metric, threshold)
    assert properties["ComparisonOperator"] == "GreaterThanThreshold"
    assert properties["AlarmActions"] == [{"Ref": "Alarms"}]


def test_alarms_on_our_own_metrics_are_fed_by_a_filter(template: Template) -> None:
    ours = {"Fn::Sub": "Osmotr/${Stage}"}
    watched = {
        metric["MetricName"]
        for _, alarm in of_type(template, "AWS::CloudWatch::Alarm")
        for metric in [
            alarm,
            *(each["MetricStat"]["Metric"] for each in alarm.get("Metrics", []) if "MetricStat" in each),
        ]
        if metric.get("Namespace") == ours
    }
    fed = {
        transformation["MetricName"]
        for _, one in of_type(template, "AWS::Logs::MetricFilter")
        for transformation in one["MetricTransformations"]
    }

    assert watched == fed


def test_error_lines_of_every_function_are_counted(template: Template) -> None:
    counted = {
        one["LogGroupName"]["Ref"]
        for _, one in of_type(template, "AWS::Logs::MetricFilter")
        if one["MetricTransformations"][0]["MetricName"] == "ErrorLines"
    }
    logs = {
        name for name, group in of_type(template, "AWS::Logs::LogGroup") if "/aws/lambda/" in str(group["LogGroupName"])
    }

    assert counted == logs


def test_files_that_break_their_decoder_are_counted_wherever_files_are_decoded(template: Template) -> None:
    filters = {
        one["LogGroupName"]["Ref"]: one["FilterPattern"]
        for _, one in of_type(template, "AWS::Logs::MetricFilter")
        if one["MetricTransformations"][0]["MetricName"] == "DecoderStopped"
    }

    assert set(filters) == {"FilePhotosLog", "FileDocumentsLog", "DoDueLog", "ApiHandlerLog"}
    assert set(filters.values()) == {'{ $.message = "decoder_stopped" }'}


def test_functions_are_told_every_setting_that_has_no_default(template: Template) -> None:
    variables = template["Globals"]["Function"]["Environment"]["Variables"]
    known = {name.upper() for name in Settings.model_fields}
    needed = {name.upper() for name, field in Settings.model_fields.items() if field.is_required()}

    assert needed <= variables.keys() <= known | {queue.variable for queue in QUEUES}


def test_functions_are_named_and_small_enough_in_time(template: Template) -> None:
    for logical, name in FUNCTIONS.items():
        properties = the(template, logical)
        assert properties["FunctionName"] == {"Fn::Sub": f"osmotr-${{Stage}}-{name}"}
        assert properties["Runtime"] in {"python3.13", "python3.12"}

    assert the(template, "APIHandler")["Timeout"] <= 29, "API Gateway hangs up after 29 seconds"
    assert the(template, "FilePhotos")["MemorySize"] >= 2048, "a 48-megapixel JPEG must fit"


def test_every_log_is_encrypted_by_our_key_which_lets_logs_use_it(template: Template) -> None:
    groups = dict(of_type(template, "AWS::Logs::LogGroup"))
    arn = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:"
    statements = {one["Sid"]: one for one in the(template, "DataKey")["KeyPolicy"]["Statement"]}
    let_in = statements["LogsAreEncrypted"]["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]

    assert {json.dumps(group["KmsKeyId"]) for group in groups.values()} == {'{"Fn::GetAtt": ["DataKey", "Arn"]}'}
    of_texts = log_groups("${AWS::Region}", "${AWS::AccountId}")
    for group in (*(each["LogGroupName"]["Fn::Sub"] for each in groups.values()), *of_texts):
        name = arn + group
        assert [each for each in let_in if name.startswith(each["Fn::Sub"].removesuffix("*"))], name


def test_who_touched_photos_is_logged_in_a_bucket_that_only_s3_writes(template: Template) -> None:
    assert the(template, "PhotosBucket")["LoggingConfiguration"] == {
        "DestinationBucketName": {"Ref": "AccessLogBucket"},
        "LogFilePrefix": "photos/",
    }
    allowed = [
        (one["Principal"], one["Action"])
        for one in the(template, "AccessLogBucketPolicy")["PolicyDocument"]["Statement"]
        if one["Effect"] == "Allow"
    ]
    assert allowed == [({"Service": "logging.s3.amazonaws.com"}, "s3:PutObject")]


def test_each_function_can_have_its_own_share_of_the_concurrency(template: Template) -> None:
    shares = {
        name: function["ReservedConcurrentExecutions"]["Fn::If"]
        for name, function in of_type(template, "AWS::Serverless::Function")
    }
    total = sum(share[1] for share in shares.values())

    assert {share[0] for share in shares.values()} == {"ConcurrencyIsReserved"}
    assert f"({total} in all)" in template["Parameters"]["ReserveConcurrency"]["Description"]
    assert f"less than {total + 100}:" in template["Parameters"]["ReserveConcurrency"]["Description"]
