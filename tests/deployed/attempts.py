"""Attempts to use each right in the deployed system, for tests of the roles of its functions. None changes anything."""

from collections.abc import Callable
from typing import Any

Make = Callable[[str], Any]
Attempt = Callable[[Make, dict[str, Any]], object]
NOBODY = {"pk": {"S": "nobody"}, "sk": {"S": "nothing"}}


def get(table: str) -> Attempt:
    key = {"id": {"S": "nobody"}} if table == "idempotency" else NOBODY
    return lambda make, run: make("dynamodb").get_item(TableName=run["tables"][table], Key=key)


def update(table: str) -> Attempt:
    """Try a write whose condition can't hold: a role that may write gets told that, and nothing is written."""
    key = {"id": {"S": "nobody"}} if table == "idempotency" else NOBODY
    return lambda make, run: make("dynamodb").update_item(
        TableName=run["tables"][table],
        Key=key,
        UpdateExpression="SET touched = :one",
        ConditionExpression="attribute_exists(touched)",
        ExpressionAttributeValues={":one": {"N": "1"}},
    )


def put(table: str) -> Attempt:
    return lambda make, run: make("dynamodb").put_item(
        TableName=run["tables"][table], Item=NOBODY, ConditionExpression="attribute_exists(touched)"
    )


def scan(table: str) -> Attempt:
    return lambda make, run: make("dynamodb").scan(TableName=run["tables"][table])


def due(table: str) -> Attempt:
    return lambda make, run: make("dynamodb").query(
        TableName=run["tables"][table],
        IndexName="by_due",
        KeyConditionExpression="due_pk = :none",
        ExpressionAttributeValues={":none": {"S": "none"}},
    )


def store(prefix: str) -> Attempt:
    return lambda make, run: make("s3").put_object(Bucket=run["buckets"]["photos"], Key=f"{prefix}/test", Body=b"")


def read(prefix: str) -> Attempt:
    return lambda make, run: make("s3").get_object(Bucket=run["buckets"]["photos"], Key=f"{prefix}/nothing")


def erase(prefix: str) -> Attempt:
    return lambda make, run: make("s3").delete_object(
        Bucket=run["buckets"]["photos"], Key=f"{prefix}/nothing", VersionId="none"
    )


def send(queue: str) -> Attempt:
    return lambda make, run: make("sqs").send_message(QueueUrl=run["queues"][queue], MessageBody="{}")


CLAIMS = ("claims/originals", "claims/previews")
PREFIXES = ("incoming", "renditions", "archives", "branding", "logos", "imports", "exports", "documents", *CLAIMS)
USED = ("accounts", "cases", "outbox", "idempotency", "webhooks")
ATTEMPTS: dict[str, Attempt] = {
    **{f"read {table}": get(table) for table in (*USED, "claims", "clients", "policies", "sockets")},
    **{f"change {table}": update(table) for table in (*USED, "claims", "clients", "policies", "sockets")},
    "put into the outbox": put("outbox"),
    "put into webhooks": put("webhooks"),
    **{f"scan {table}": scan(table) for table in USED},
    "list due webhooks": due("webhooks"),
    "list due cases": due("cases"),
    "list due messages": due("outbox"),
    "delete a table": lambda make, run: make("dynamodb").delete_table(TableName=run["tables"]["clients"]),
    **{f"store {prefix}": store(prefix) for prefix in (*PREFIXES, "elsewhere")},
    **{f"read {prefix}": read(prefix) for prefix in (*PREFIXES, "elsewhere")},
    **{f"erase {prefix}": erase(prefix) for prefix in PREFIXES},
    "list originals": lambda make, run: make("s3").list_objects_v2(
        Bucket=run["buckets"]["photos"], Prefix="incoming/none"
    ),
    "list pictures": lambda make, run: make("s3").list_objects_v2(
        Bucket=run["buckets"]["photos"], Prefix="renditions/none"
    ),
    "list versions of originals": lambda make, run: make("s3").list_object_versions(
        Bucket=run["buckets"]["photos"], Prefix="incoming/none"
    ),
    "list versions of archives": lambda make, run: make("s3").list_object_versions(
        Bucket=run["buckets"]["photos"], Prefix="archives/none"
    ),
    "list versions of documents of claims": lambda make, run: make("s3").list_object_versions(
        Bucket=run["buckets"]["photos"], Prefix="claims/originals/none"
    ),
    "open the bucket to all": lambda make, run: make("s3").put_bucket_policy(
        Bucket=run["buckets"]["photos"], Policy="{}"
    ),
    "take photo events": lambda make, run: make("sqs").delete_message(
        QueueUrl=run["queues"]["photo_events"], ReceiptHandle="none"
    ),
    "make photo events": send("photo_events"),
    "take document events": lambda make, run: make("sqs").delete_message(
        QueueUrl=run["queues"]["document_events"], ReceiptHandle="none"
    ),
    "make document events": send("document_events"),
    "take orders of archives": lambda make, run: make("sqs").delete_message(
        QueueUrl=run["queues"]["archives"], ReceiptHandle="none"
    ),
    "order archives": send("archives"),
    "take orders of imports": lambda make, run: make("sqs").delete_message(
        QueueUrl=run["queues"]["client_imports"], ReceiptHandle="none"
    ),
    "order imports": send("client_imports"),
    "take orders of documents": lambda make, run: make("sqs").delete_message(
        QueueUrl=run["queues"]["documents"], ReceiptHandle="none"
    ),
    "order documents": send("documents"),
    "take looks at payments": lambda make, run: make("sqs").delete_message(
        QueueUrl=run["queues"]["payment_looks"], ReceiptHandle="none"
    ),
    "order looks at payments": send("payment_looks"),
    "purge photo events": lambda make, run: make("sqs").purge_queue(QueueUrl=run["queues"]["photo_events"]),
    "take delivery reports": lambda make, run: make("sqs").delete_message(
        QueueUrl=run["queues"]["delivery_reports"], ReceiptHandle="none"
    ),
    "make delivery reports": send("delivery_reports"),
    "leave delivery reports": send("delivery_reports_dead"),
    "publish mail events": lambda make, run: make("sns").publish(TopicArn=run["mail_events_topic"], Message="test"),
    "report a failed dispatch": send("dispatch_failures"),
    "report a failed push": send("push_failures"),
    "reach an open socket": lambda make, run: make("apigatewaymanagementapi").post_to_connection(
        ConnectionId="none", Data=b"{}"
    ),
    "report a failed schedule": send("schedule_failures"),
    "ask for what is due": send("due_work"),
    "take what is due": lambda make, run: make("sqs").delete_message(
        QueueUrl=run["queues"]["due_work"], ReceiptHandle="none"
    ),
    "wake deliveries": send("webhook_deliveries"),
    "take deliveries": lambda make, run: make("sqs").delete_message(
        QueueUrl=run["queues"]["webhook_deliveries"], ReceiptHandle="none"
    ),
    "read the key of webhooks": lambda make, run: make("secretsmanager").get_secret_value(
        SecretId=run["environment"]["HOOK_SECRET_ID"]
    ),
    "send an SMS": lambda make, _: make("sns").publish(PhoneNumber="+79990000000", Message="test"),
    "publish to the topic of alarms": lambda make, run: make("sns").publish(
        TopicArn=run["alarms_topic"], Message="test"
    ),
    "send an e-mail": lambda make, run: make("sesv2").send_email(
        FromEmailAddress=run["environment"]["MAIL_SENDER"],
        Destination={"ToAddresses": ["nobody@example.org"]},
        Content={"Simple": {"Subject": {"Data": "test"}, "Body": {"Text": {"Data": "test"}}}},
    ),
    "read the key of links": lambda make, run: make("secretsmanager").get_secret_value(
        SecretId=run["environment"]["LINK_SECRET_ID"]
    ),
    "change the key of links": lambda make, run: make("secretsmanager").put_secret_value(
        SecretId=run["environment"]["LINK_SECRET_ID"], SecretString="known"
    ),
    "look at a user of the staff": lambda make, run: make("cognito-idp").admin_get_user(
        UserPoolId=run["user_pool"]["id"], Username="nobody@example.org"
    ),
    "end the sessions of a user of the staff": lambda make, run: make("cognito-idp").admin_user_global_sign_out(
        UserPoolId=run["user_pool"]["id"], Username="nobody@example.org"
    ),
    "ask a user of the staff for no code": lambda make, run: make("cognito-idp").admin_set_user_mfa_preference(
        UserPoolId=run["user_pool"]["id"], Username="nobody@example.org", SoftwareTokenMfaSettings={"Enabled": False}
    ),
    "choose the password of a user of the staff": lambda make, run: make("cognito-idp").admin_set_user_password(
        UserPoolId=run["user_pool"]["id"], Username="nobody@example.org", Password="Known-password-1", Permanent=True
    ),
    "delete a user of the staff": lambda make, run: make("cognito-idp").admin_delete_user(
        UserPoolId=run["user_pool"]["id"], Username="nobody@example.org"
    ),
    "call another function": lambda make, run: make("lambda").invoke(
        FunctionName=run["functions"]["reconcile_photos"], InvocationType="DryRun"
    ),
    "change another function": lambda make, run: make("lambda").update_function_configuration(
        FunctionName=run["functions"]["reconcile_photos"], Description="test"
    ),
    "take another role": lambda make, run: make("sts").assume_role(RoleArn=run["api_role"], RoleSessionName="test"),
    "change a role": lambda make, _: make("iam").create_user(UserName="test"),
}
