"""Promises of the merged template about data: tables and the bucket are encrypted, closed, and can be restored."""

import json

import pytest

from tests.infra.conftest import Template
from tests.infra.resources import keys_of, of_type, the

HOLDS_DATA = {
    "AWS::DynamoDB::Table",
    "AWS::S3::Bucket",
    "AWS::Cognito::UserPool",
    "AWS::KMS::Key",
    "AWS::SecretsManager::Secret",
}


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


def test_every_queue_is_encrypted(template: Template) -> None:
    assert all(queue["SqsManagedSseEnabled"] for _, queue in of_type(template, "AWS::SQS::Queue"))
