"""Stream mappings behave as on Lambda: filters, partial failures in order, bounded retries, failure destinations."""

import json
from typing import Any

import pytest

from tests.cloud.conftest import Aws, Deployed, allow, function, role, until

WORKER = """
import os, boto3
table = boto3.resource("dynamodb").Table(os.environ["SEEN"])
def handler(event, context):
    failures = []
    for record in event["Records"]:
        image = record["dynamodb"]["NewImage"]
        number = table.update_item(Key={"pk": image["pk"]["S"]}, UpdateExpression="ADD tries :one",
            ExpressionAttributeValues={":one": 1}, ReturnValues="ALL_NEW")["Attributes"]["tries"]
        if image["pk"]["S"].startswith("poison") or (image["pk"]["S"].startswith("twice") and number < 3):
            failures.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            break
    return {"batchItemFailures": failures}
"""


def table(*, stream: bool) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    }
    if stream:
        properties["StreamSpecification"] = {"StreamViewType": "NEW_IMAGE"}
    return {"Type": "AWS::DynamoDB::Table", "Properties": properties}


@pytest.fixture(scope="module")
def stack(aws: Aws) -> Deployed:
    wanted = json.dumps({"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": ["mail"]}}}})
    mapping = {
        "EventSourceArn": {"Fn::GetAtt": ["Events", "StreamArn"]},
        "FunctionName": {"Ref": "Worker"},
        "StartingPosition": "TRIM_HORIZON",
        "BatchSize": 10,
        "MaximumRetryAttempts": 3,
        "BisectBatchOnFunctionError": True,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "FilterCriteria": {"Filters": [{"Pattern": wanted}]},
        "DestinationConfig": {"OnFailure": {"Destination": {"Fn::GetAtt": ["DeadLetters", "Arn"]}}},
    }
    return aws.deploy(
        "streams",
        {
            "Role": role("lambda", allow("dynamodb:UpdateItem", {"Fn::GetAtt": ["Seen", "Arn"]})),
            "Events": table(stream=True),
            "Seen": table(stream=False),
            "DeadLetters": {"Type": "AWS::SQS::Queue"},
            "Worker": function(WORKER, Environment={"Variables": {"SEEN": {"Ref": "Seen"}}}),
            "Mapping": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": mapping},
        },
    )


def write(aws: Aws, stack: Deployed, *names: str, kind: str = "mail") -> None:
    for name in names:
        aws.client("dynamodb").put_item(TableName=stack.ids["Events"], Item={"pk": {"S": name}, "kind": {"S": kind}})


def tries(aws: Aws, stack: Deployed) -> dict[str, int]:
    items = aws.client("dynamodb").scan(TableName=stack.ids["Seen"])["Items"]
    return {item["pk"]["S"]: int(item["tries"]["N"]) for item in items}


def test_a_record_is_handled_once_and_only_if_the_filter_fits(aws: Aws, stack: Deployed) -> None:
    write(aws, stack, "other", kind="something else")
    write(aws, stack, "plain")
    until(lambda: tries(aws, stack).get("plain"))
    assert "other" not in tries(aws, stack)
    assert tries(aws, stack)["plain"] == 1


def test_a_failed_record_is_tried_again_before_the_ones_after_it(aws: Aws, stack: Deployed) -> None:
    write(aws, stack, "before", "twice", "after")
    until(lambda: tries(aws, stack).get("after"))
    seen = tries(aws, stack)
    assert (seen["before"], seen["twice"], seen["after"]) == (1, 3, 1)


def test_a_poison_record_ends_in_the_destination_and_holds_nobody_up(aws: Aws, stack: Deployed) -> None:
    write(aws, stack, "poison", "behind-1", "behind-2")
    until(lambda: tries(aws, stack).get("behind-2"), 30)
    queue = aws.client("sqs").get_queue_url(QueueName=stack.ids["DeadLetters"].rsplit("/", 1)[-1])["QueueUrl"]
    (message,) = until(lambda: aws.client("sqs").receive_message(QueueUrl=queue).get("Messages"))
    letter = json.loads(message["Body"])
    assert letter["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert letter["DDBStreamBatchInfo"]["batchSize"] == 1
    assert tries(aws, stack)["behind-1"] >= 1
