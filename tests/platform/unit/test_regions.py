"""Addresses on AWS itself, in every region: nothing here has the endpoint of an emulator."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from chalicelib.aws import photo_bucket
from chalicelib.aws.clients import client
from infra.deploy import upload
from infra.target import Target
from tests.support.sessions import new_session

#: The partitions that anybody can have an account in, with the suffix of their hosts.
PARTITIONS = {"aws": "amazonaws.com", "aws-us-gov": "amazonaws.com", "aws-cn": "amazonaws.com.cn"}
#: The oldest region, one of the later ones, one that has to be switched on, and one of each other partition.
SOME = pytest.mark.parametrize(
    "region", ["us-east-1", "eu-central-1", "eu-south-2", "cn-north-1", "us-gov-west-1"], indirect=True
)
SERVICES = ("dynamodb", "s3", "sqs", "sns", "sesv2", "secretsmanager", "cognito-idp")


@cache
def regions() -> dict[str, str]:
    """Return the suffix of the hosts by region."""
    session = boto3.session.Session()
    return {
        region: suffix
        for partition, suffix in PARTITIONS.items()
        for region in session.get_available_regions("s3", partition)
    }


@pytest.fixture
def region(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A region of AWS, in which new clients are made."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", request.param)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", new_session())
    for cached in (client, photo_bucket.origin):
        cached.cache_clear()
    yield request.param
    for cached in (client, photo_bucket.origin):
        cached.cache_clear()


@pytest.mark.parametrize("region", sorted(regions()), indirect=True)
def test_photos_go_to_and_come_from_the_buckets_own_host_by_signature_4(region: str) -> None:
    own_host = f"photos.s3.{region}.{regions()[region]}"
    form = photo_bucket.sign_upload(key="incoming/x", content_type="image/jpeg", size=1, sha256="0" * 64)
    plain = photo_bucket.sign_plain_upload(key="incoming/x", back_to="https://photos.example/")
    download = urlsplit(photo_bucket.sign_download("incoming/x", version_id="v"))

    assert {urlsplit(each.url).netloc for each in (form, plain)} == {own_host}
    assert {each.fields["x-amz-algorithm"] for each in (form, plain)} == {"AWS4-HMAC-SHA256"}
    assert (download.netloc, parse_qs(download.query)["X-Amz-Algorithm"]) == (own_host, ["AWS4-HMAC-SHA256"])
    assert photo_bucket.origin() == f"https://{own_host}"  # the names in the page's policy


@SOME
def test_every_service_is_asked_in_its_region(region: str) -> None:
    hosts = {service: urlsplit(client(service).meta.endpoint_url) for service in SERVICES}

    assert {service: url.scheme for service, url in hosts.items()} == dict.fromkeys(SERVICES, "https")
    assert [service for service, url in hosts.items() if f".{region}." not in f".{url.netloc}."] == []


@SOME
def test_a_deployment_names_its_template_where_the_region_has_it(region: str, monkeypatch: pytest.MonkeyPatch) -> None:
    package: Any = SimpleNamespace(code=Path(__file__), template=Path(__file__), layers={})
    monkeypatch.setattr("infra.deploy.upload_once", lambda *_: None)
    monkeypatch.setattr("infra.deploy.artifact_bucket", lambda _: "artifacts")
    monkeypatch.setattr("infra.deploy.template_with_code", lambda *_: b"{}")

    url = urlsplit(upload(package, "prod", Target(boto3.session.Session())))

    assert url.netloc in {f"s3.{region}.{regions()[region]}", "s3.amazonaws.com"}
    assert url.path.startswith("/artifacts/prod/")
