"""Renders the data as CloudFormation, to be laid over the template that chalice makes of app.py and template.yaml."""

import json
from typing import Any

from infra.system import ALARMS, ALL_QUEUES, FAILURES, FUNCTIONS, LAYERS, QUEUES, TABLES
from infra.system.grants import grants_of
from infra.system.model import (
    DAY,
    Alarm,
    Failures,
    FromQueue,
    FromStream,
    Function,
    Invoked,
    Json,
    Layer,
    Metric,
    Queue,
    Table,
    attribute,
    sub,
)
from infra.system.watching import NAMESPACE, alarm

ERRORS = '{ $.level = "ERROR" || $.level = "CRITICAL" }'
_PARTLY = ["ReportBatchItemFailures"]
_POLL_SECONDS = 20


def template() -> Json:
    """Return the rendered parts of the template."""
    variables = {
        **{table.variable: {"Ref": table.logical} for table in TABLES},
        **{queue.variable: {"Ref": queue.logical} for queue in QUEUES},
    }
    return {
        "Parameters": {"ReserveConcurrency": {"Description": _shares()}},
        "Globals": {"Function": {"Environment": {"Variables": variables}}},
        "Resources": {
            **{table.logical: _table(table) for table in TABLES},
            **_queues(),
            **{layer.logical: _layer(layer) for layer in LAYERS},
            **{name: resource for function in FUNCTIONS for name, resource in _function(function).items()},
            **{each.logical or f"{each.metric}Alarm": _alarm(each) for each in ALARMS},
        },
        "Outputs": _outputs(),
    }


def schema(table: Table) -> Json:
    """Return the attributes, keys and indexes of a table as `create_table` takes them."""
    keys = [table.keys, *(index.keys for index in table.indexes)]
    attributes = dict.fromkeys(name for each in keys for name in each)
    indexes = [
        {"IndexName": index.name, "KeySchema": _keys(index.keys), "Projection": {"ProjectionType": "ALL"}}
        for index in table.indexes
    ]
    return {
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in attributes],
        "KeySchema": _keys(table.keys),
        **({"GlobalSecondaryIndexes": indexes} if indexes else {}),
    }


def _keys(names: tuple[str, ...]) -> list[Json]:
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, ("HASH", "RANGE"), strict=False)]


def _table(table: Table) -> Json:
    properties = {
        "TableName": sub(f"osmotr-${{Stage}}-{table.name}"),
        "BillingMode": "PAY_PER_REQUEST",
        "DeletionProtectionEnabled": True,
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "SSESpecification": {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": {"Ref": "DataKey"}},
        **schema(table),
    }
    if table.stream:
        properties["StreamSpecification"] = {"StreamViewType": table.stream}
    if table.ttl:
        properties["TimeToLiveSpecification"] = {"AttributeName": table.ttl, "Enabled": True}
    kept = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
    return {"Type": "AWS::DynamoDB::Table", **kept, "Properties": properties}


def _queues() -> Json:
    timeouts = {each.source.queue: each.timeout for each in FUNCTIONS if isinstance(each.source, FromQueue)}
    return {
        **{queue.logical: _queue(queue, timeouts[queue]) for queue in QUEUES},
        **{queue.late.name: _late(queue) for queue in QUEUES},
        **{each.logical: _sqs(each.name, MessageRetentionPeriod=each.days * DAY) for each in FAILURES},
        **{_alarm_name(each): _not_empty(each) for each in FAILURES},
    }


def _sqs(name: str, **properties: Any) -> Json:
    common = {"QueueName": sub(f"osmotr-${{Stage}}-{name}"), "SqsManagedSseEnabled": True}
    return {"Type": "AWS::SQS::Queue", "Properties": common | properties}


def _queue(queue: Queue, timeout: int) -> Json:
    chosen = {"MessageRetentionPeriod": queue.days * DAY} if queue.days else {}
    if queue.long_poll:
        chosen["ReceiveMessageWaitTimeSeconds"] = _POLL_SECONDS
    redrive = {"deadLetterTargetArn": queue.failures.arn, "maxReceiveCount": queue.tries}
    return _sqs(queue.name, VisibilityTimeout=6 * timeout, RedrivePolicy=redrive, **chosen)


def _late(queue: Queue) -> Json:
    return _on_queue(queue.logical, "ApproximateAgeOfOldestMessage", queue.late.text, queue.late.seconds)


def _alarm_name(failures: Failures) -> str:
    is_dead_letters = failures.logical.endswith("Dead")
    return f"Dead{failures.logical.removesuffix('Dead')}Alarm" if is_dead_letters else f"{failures.logical}Alarm"


def _not_empty(failures: Failures) -> Json:
    return _on_queue(failures.logical, "ApproximateNumberOfMessagesVisible", failures.alarm, 0)


def _on_queue(queue: str, metric: str, text: str, threshold: int) -> Json:
    dimensions = [{"Name": "QueueName", "Value": attribute(queue, "QueueName")}]
    return alarm(
        text, Namespace="AWS/SQS", MetricName=metric, Statistic="Maximum", Threshold=threshold, Dimensions=dimensions
    )


def _layer(layer: Layer) -> Json:
    """Return a layer; SAM makes a new version of it with each other zip, and the former one goes."""
    properties = {
        "LayerName": sub(f"osmotr-${{Stage}}-{layer.name}"),
        "ContentUri": f"./{layer.name}-layer.zip",
        "RetentionPolicy": "Delete",
    }
    return {"Type": "AWS::Serverless::LayerVersion", "Properties": properties}


def _function(function: Function) -> Json:
    share = {"Fn::If": ["ConcurrencyIsReserved", function.concurrency, {"Ref": "AWS::NoValue"}]}
    properties = {
        "FunctionName": sub(f"osmotr-${{Stage}}-{function.name}"),
        "ReservedConcurrentExecutions": share,
        **({"Layers": [{"Ref": layer.logical} for layer in function.layers]} if function.layers else {}),
        **_source(function),
    }
    skip = [{"id": each.skip[0], "comment": each.skip[1]} for each in grants_of(function) if each.skip]
    return {
        function.logical: {"DependsOn": function.log, "Properties": properties},
        **({f"{function.stem}Role": {"Metadata": {"checkov": {"skip": skip}}}} if skip else {}),
        function.log: _log_group(function),
        f"{function.stem}Errors": _filter(function, Metric(logical="", metric="ErrorLines", pattern=ERRORS, default=0)),
        **{metric.logical: _filter(function, metric) for metric in function.metrics},
    }


def _source(function: Function) -> Json:
    """Return the properties of a function's source, beside those that chalice reads in app.py."""
    match function.source:
        case FromQueue(queue):
            event = {
                "Queue": sub(f"${{{queue.logical}.Arn}}"),
                "FunctionResponseTypes": _PARTLY,
                "ScalingConfig": {"MaximumConcurrency": function.concurrency},
            }
            return {"Events": {f"{function.stem}SqsEventSource": {"Properties": event}}}
        case FromStream() as stream:
            return {"Events": {f"{function.stem}DynamodbEventSource": {"Properties": _stream(stream)}}}
        case Invoked() as invoked:
            age = {"MaximumEventAgeInSeconds": invoked.max_age} if invoked.max_age else {}
            config = {"MaximumRetryAttempts": invoked.retries, **age, "DestinationConfig": _left_in(invoked.failures)}
            return {"EventInvokeConfig": config}
    return {}


def _stream(source: FromStream) -> Json:
    return {
        "Stream": attribute(source.table.logical, "StreamArn"),
        # Items written while a deployment sets this up are not passed over; sent messages are not sent again.
        "StartingPosition": "TRIM_HORIZON",
        "FilterCriteria": {"Filters": [{"Pattern": json.dumps(_pattern(source))}]},
        "FunctionResponseTypes": _PARTLY,
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": source.retries,
        "MaximumRecordAgeInSeconds": source.max_age,
        # As many batches at once as there may be: a backlog of one tenant is in front of the others' items.
        "ParallelizationFactor": 10,
        "DestinationConfig": _left_in(source.failures),
    }


def _pattern(source: FromStream) -> Json:
    """Return the pattern of a stream's records that call the function."""
    if source.keys:
        beginnings = [{"prefix": each} for each in source.keys]
        return {"eventName": ["INSERT", "MODIFY"], "dynamodb": {"Keys": {"sk": {"S": beginnings}}}}
    image = {name: {"S": [value]} for name, value in source.inserted.items()}
    return {"eventName": ["INSERT"], "dynamodb": {"NewImage": image}}


def _left_in(failures: Failures) -> Json:
    return {"OnFailure": {"Type": "SQS", "Destination": failures.arn}}


def _log_group(function: Function) -> Json:
    properties = {
        "LogGroupName": sub(f"/aws/lambda/osmotr-${{Stage}}-{function.name}"),
        "RetentionInDays": {"Ref": "LogRetentionDays"},
        "KmsKeyId": attribute("DataKey"),
    }
    return {"Type": "AWS::Logs::LogGroup", "Properties": properties}


def _filter(function: Function, metric: Metric) -> Json:
    default = {} if metric.default is None else {"DefaultValue": metric.default}
    counted = {"MetricNamespace": NAMESPACE, "MetricName": metric.metric, "MetricValue": metric.value, **default}
    properties = {
        "LogGroupName": {"Ref": function.log},
        "FilterPattern": metric.pattern,
        "MetricTransformations": [counted],
    }
    return {"Type": "AWS::Logs::MetricFilter", "Properties": properties}


def _alarm(each: Alarm) -> Json:
    kind = "ExtendedStatistic" if each.statistic.startswith("p") else "Statistic"
    return alarm(
        each.text,
        Namespace=NAMESPACE,
        MetricName=each.metric,
        Period=each.period,
        EvaluationPeriods=each.periods,
        Threshold=each.threshold,
        **{kind: each.statistic},
    )


def _shares() -> str:
    total = sum(function.concurrency for function in FUNCTIONS)
    return (
        f'"true" gives each function a share of the region\'s concurrency of its own ({total} in all), so that none '
        "can take what the others need; AWS keeps 100 for functions that reserve nothing. "
        f'"false" in a region whose quota is less than {total + 100}: new AWS accounts have 10.'
    )


def _outputs() -> Json:
    named = {
        **{f"{function.stem}Function": function.logical for function in FUNCTIONS},
        **{f"{table.logical}Name": table.logical for table in TABLES},
        **{f"{queue.logical}QueueUrl": queue.logical for queue in ALL_QUEUES},
    }
    return {output: {"Value": {"Ref": logical}} for output, logical in named.items()}
