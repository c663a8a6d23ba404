"""The whole local cloud with the repository's template: what only the parts together can show."""

import hashlib
import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from local.cloud import Cloud
from tests.cloud.conftest import until

pytestmark = pytest.mark.cloud
BUSINESS = "biz_01K0000000000000000000TEST"


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with Cloud.start(tmp_path_factory.mktemp("whole") / "cloud") as running:
        running.put_host("harbor.localhost", BUSINESS)
        yield running


def ask(
    port: int, method: str, path: str, headers: dict[str, str], body: bytes | None = None
) -> tuple[int, Any, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def at_edge(
    cloud: Cloud, method: str, path: str, host: str = "harbor.localhost", **headers: str
) -> tuple[int, Any, bytes]:
    return ask(cloud.ports.edge, method, path, {"Host": f"{host}:{cloud.ports.edge}", **headers})


def test_a_request_goes_through_edge_api_and_function(cloud: Cloud) -> None:
    status, headers, body = at_edge(cloud, "GET", "/api/session")
    assert (status, json.loads(body)["title"]) == (404, "Not found")  # the edge knows the host, no table the business
    assert headers["cache-control"] == "no-store"
    status, _, _ = ask(cloud.ports.cloud, "GET", f"/_aws/execute-api/{cloud.outputs['ApiId']}/$default/api/session", {})
    assert status == 403  # past the edge: no secret, no answer


def test_stripe_reaches_the_webhooks_at_the_platforms_host(cloud: Cloud) -> None:
    for path in ("/webhooks/stripe", "/webhooks/stripe-connect"):
        status, _, body = ask(cloud.ports.edge, "POST", path, {"Host": f"localhost:{cloud.ports.edge}"}, b"{}")
        assert status == 400, body


def test_browsers_upload_parts_straight_to_the_raw_bucket(cloud: Cloud) -> None:
    s3, bucket = cloud.client("s3"), cloud.outputs["RawBucketName"]
    upload = s3.create_multipart_upload(Bucket=bucket, Key="test/original.bin")["UploadId"]
    parts, origin = [bytes([n]) * (5 * 1024 * 1024) for n in (1, 2)], f"http://harbor.localhost:{cloud.ports.edge}"
    tags = []
    for number, part in enumerate(parts, 1):
        values = {"Bucket": bucket, "Key": "test/original.bin", "UploadId": upload, "PartNumber": number}
        path = s3.generate_presigned_url("upload_part", Params=values).removeprefix(cloud.endpoint)
        asks = {
            "Origin": origin,
            "Access-Control-Request-Method": "PUT",
            "Access-Control-Request-Headers": "content-type",
        }
        status, headers, _ = ask(cloud.ports.cloud, "OPTIONS", path, asks)
        assert (status, headers["Access-Control-Allow-Origin"]) == (200, origin)
        status, headers, _ = ask(cloud.ports.cloud, "PUT", path, {"Origin": origin}, part)
        assert (status, headers["Access-Control-Expose-Headers"]) == (200, "ETag")
        tags.append({"PartNumber": number, "ETag": headers["ETag"]})
    stranger = {"Origin": "http://evil.example", "Access-Control-Request-Method": "PUT"}
    assert ask(cloud.ports.cloud, "OPTIONS", path, stranger)[0] == 403
    s3.complete_multipart_upload(
        Bucket=bucket, Key="test/original.bin", UploadId=upload, MultipartUpload={"Parts": tags}
    )
    stored = s3.get_object(Bucket=bucket, Key="test/original.bin")["Body"].read()
    assert hashlib.sha256(stored).digest() == hashlib.sha256(b"".join(parts)).digest()


def test_the_queue_of_arrivals_is_read_by_the_renderer(cloud: Cloud) -> None:
    log = cloud.folder / "functions.log"
    cloud.client("s3").put_object(Bucket=cloud.outputs["RawBucketName"], Key="odd/key", Body=b"not an upload of ours")
    queue = next(url for url in cloud.client("sqs").list_queues()["QueueUrls"] if "ArrivalsQueue" in url)
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]

    def empty() -> bool:
        found = cloud.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
        return all(value == "0" for value in found.values())

    until(lambda: log.exists() and "RenderArrivals" in log.read_text())
    until(empty)


def test_a_functions_role_is_enforced(cloud: Cloud) -> None:
    function = cloud.client("lambda").get_function(FunctionName=cloud.resources["AccountsApi"])["Configuration"]
    sts = cloud.client("sts").assume_role(RoleArn=function["Role"], RoleSessionName="test")["Credentials"]
    session: Any = boto3.Session(sts["AccessKeyId"], sts["SecretAccessKey"], sts["SessionToken"], "us-east-1")
    with pytest.raises(ClientError, match=r"AccessDenied|not authorized"):
        session.client("s3", endpoint_url=cloud.endpoint).get_object(
            Bucket=cloud.outputs["RawBucketName"], Key="odd/key"
        )


def test_sweeper_and_link_checks_are_on_a_schedule_and_run(cloud: Cloud) -> None:
    rules = cloud.client("events").list_rules()["Rules"]
    assert {(rule["ScheduleExpression"], rule["State"]) for rule in rules} == {
        ("rate(5 minutes)", "ENABLED"), ("rate(1 minute)", "ENABLED"),
    }  # fmt: skip
    for function in ("PaymentSweeper", "LinkChecks"):
        answer = cloud.client("lambda").invoke(FunctionName=f"{cloud.resources[function]}:live", Payload=b"{}")
        assert "FunctionError" not in answer, answer["Payload"].read()


def test_a_private_cloud_starts_from_the_snapshot_with_its_own_ports(cloud: Cloud, tmp_path: Path) -> None:
    rules = cloud.client("s3").get_bucket_cors(Bucket=cloud.outputs["RawBucketName"])["CORSRules"]
    assert rules[0]["AllowedOrigins"] == [f"http://*.localhost:{cloud.ports.edge}"]
    assert cloud.environment()["STRIPE_API_BASE"] == cloud.stripe_url


def test_a_killed_cloud_keeps_hosts_and_answers_again(cloud: Cloud) -> None:
    cloud.put_host("kept.localhost", BUSINESS)
    cloud.client("s3").put_object(Bucket=cloud.outputs["MediaBucketName"], Key="media/kept", Body=b"kept")
    until(lambda: "kept.localhost" in (cloud.folder / "state" / "cloudfront_keyvaluestore.json").read_text())
    cloud.restart(kill=True)
    assert at_edge(cloud, "GET", "/api/session", "kept.localhost")[0] == 404
    assert (
        cloud.client("s3").get_object(Bucket=cloud.outputs["MediaBucketName"], Key="media/kept")["Body"].read()
        == b"kept"
    )
