"""The HTTP API behaves as API Gateway: SAM's body, cookies of payload 2.0, a failing function, TLS-only buckets."""

from typing import Any

import pytest

from tests.cloud.conftest import Aws, Deployed, allow, function, role

ECHO = """
import json, os, boto3
def handler(event, context):
    if event["rawPath"] == "/moved": return {"statusCode": 302, "headers": {"location": "/echo"}, "body": None}
    if event["rawPath"] == "/fail": raise ValueError("secret detail")
    if event["rawPath"] == "/bucket":
        boto3.client("s3").put_object(Bucket=os.environ["BUCKET"], Key="x", Body=b"y")
    return {"statusCode": 200, "body": json.dumps({"cookies": event.get("cookies"), "headers": event["headers"],
            "route": event["routeKey"], "parameters": event.get("pathParameters")})}
"""


def body(*routes: str) -> dict[str, Any]:
    """What SAM writes into the Body of an HTTP API."""
    arn = {"Fn::GetAtt": ["Echo", "Arn"]}
    uri = {
        "Fn::Sub": ["arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${A}/invocations", {"A": arn}]
    }
    integration = {"type": "aws_proxy", "httpMethod": "POST", "payloadFormatVersion": "2.0", "uri": uri}
    paths: dict[str, Any] = {}
    for route in routes:
        method, path = route.split(" ")
        paths.setdefault(path, {})[method] = {"x-amazon-apigateway-integration": integration}
    return {"openapi": "3.0.1", "info": {"title": "t"}, "paths": paths}


def resources(*routes: str) -> dict[str, Any]:
    bucket = {"Fn::GetAtt": ["Bucket", "Arn"]}
    inside = {"Fn::Sub": "${Bucket.Arn}/*"}
    deny = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket, inside],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    policy = {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": {"Version": "2012-10-17", "Statement": [deny]}}
    return {
        "Role": role("lambda", allow("s3:PutObject", inside)),
        "Bucket": {"Type": "AWS::S3::Bucket"},
        "BucketPolicy": {"Type": "AWS::S3::BucketPolicy", "Properties": policy},
        "Echo": function(ECHO, Environment={"Variables": {"BUCKET": {"Ref": "Bucket"}}}),
        "Api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": "echo", "Body": body(*routes)}},
        "Stage": {
            "Type": "AWS::ApiGatewayV2::Stage",
            "Properties": {"ApiId": {"Ref": "Api"}, "StageName": "$default", "AutoDeploy": True},
        },
    }


ROUTES = (
    "get /things/{thing}",
    "x-amazon-apigateway-any-method /any",
    "get /fail",
    "get /moved",
    "get /bucket",
    "get /echo",
)


@pytest.fixture(scope="module")
def stack(aws: Aws) -> Deployed:
    return aws.deploy("http-api", resources(*ROUTES))


def test_the_routes_of_the_body_are_served_and_no_others(aws: Aws, stack: Deployed) -> None:
    status, seen = aws.api(stack.ids["Api"], "/things/7")
    assert (status, seen["route"], seen["parameters"]) == (200, "GET /things/{thing}", {"thing": "7"})
    assert aws.api(stack.ids["Api"], "/any", "DELETE")[1]["route"] == "ANY /any"
    assert aws.api(stack.ids["Api"], "/things/7", "POST")[0] == 404


def test_a_changed_body_changes_the_routes(aws: Aws, stack: Deployed) -> None:
    changed = aws.deploy("http-api", resources(*ROUTES, "get /more"))
    assert changed.ids["Api"] == stack.ids["Api"]
    assert aws.api(stack.ids["Api"], "/more")[0] == 200


def test_an_answer_without_a_body_has_none(aws: Aws, stack: Deployed) -> None:
    assert aws.api(stack.ids["Api"], "/moved") == (302, None)


def test_cookies_come_as_a_list_and_not_as_a_header(aws: Aws, stack: Deployed) -> None:
    _, seen = aws.api(stack.ids["Api"], "/echo", headers={"Cookie": "a=1; b=2"})
    assert seen["cookies"] == ["a=1", "b=2"]
    assert "cookie" not in seen["headers"]


def test_a_failing_function_is_a_plain_500(aws: Aws, stack: Deployed) -> None:
    assert aws.api(stack.ids["Api"], "/fail") == (500, {"message": "Internal Server Error"})


def test_a_tls_only_bucket_takes_what_comes_over_loopback(aws: Aws, stack: Deployed) -> None:
    assert aws.api(stack.ids["Api"], "/bucket")[0] == 200
