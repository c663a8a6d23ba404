"""Who may do what (guarantees, template checklist 1 and 2; row 29).

The table is the whole of it: a statement that is not here, or a line here without its statement, is red. That a function
needs no more than its lines is enforced in every test that runs its handler (tests/rights.py), and by the local cloud.
"""

import re
from collections import Counter
from typing import Any

import pytest

from tests.rights import granted
from tests.template.stack import PROD, functions, of_type, source, stack

STREAM = ["DescribeStream", "GetRecords", "GetShardIterator"]
# Resource -> actions, the service's prefix left out where the kind of resource says it.
GRANTED: dict[str, dict[str, str]] = {
    "AccountsApi": {
        "EdgeSecret": "GetSecretValue",
        "EventsTable": "PutItem",
        "PeopleTable": "BatchGetItem ConditionCheckItem DeleteItem GetItem PutItem Query UpdateItem",
    },
    "OrdersApi": {
        "CursorSecret": "GetSecretValue",
        "EdgeSecret": "GetSecretValue",
        "ListingsTable": "PutItem UpdateItem",
        "OrdersTable": "BatchGetItem PutItem Query UpdateItem",
        "OrdersTable/index/business_orders": "Query",
        "OrdersTable/index/business_orders_by_status": "Query",
        "OrdersTable/index/customer_orders": "Query",
        "OrdersTable/index/customer_orders_by_status": "Query",
        "PeopleTable": "BatchGetItem PutItem",
    },
    "MediaApi": {
        "CursorSecret": "GetSecretValue",
        "EdgeSecret": "GetSecretValue",
        "EventsTable": "PutItem",
        "ListingsTable": "BatchGetItem DeleteItem GetItem PutItem Query UpdateItem",
        "ListingsTable/index/business_listings": "Query",
        "ListingsTable/index/customer_listings": "Query",
        "MediaBucket/media/*/clean/*.vtt": "PutObject",
        "OrdersTable": "GetItem PutItem UpdateItem",
        "PeopleTable": "BatchGetItem UpdateItem",
        "RawBucket/*": "AbortMultipartUpload ListMultipartUploadParts PutObject",
        "SigningSecret": "GetSecretValue",
    },
    "RenderArrivals": {
        "ArrivalsQueue": "DeleteMessage GetQueueAttributes ReceiveMessage",
        "ListingsTable": "GetItem UpdateItem",
        "MediaBucket/media/*": "AbortMultipartUpload PutObject",
        "PeopleTable": "GetItem",
        "RawBucket/*": "GetObject",
    },
    "RenderBatch": {
        "ListingsTable": "GetItem UpdateItem",
        "MediaBucket/media/*": "AbortMultipartUpload PutObject",
        "PeopleTable": "GetItem",
        "RawBucket/*": "GetObject",
    },
    "WatermarkApi": {
        "EdgeSecret": "GetSecretValue",
        "EventsTable": "PutItem",
        "ListingsTable": "GetItem",
        "ListingsTable/index/business_listings": "Query",
        "MediaBucket/media/*/clean/*": "GetObject",
        "PeopleTable": "BatchGetItem PutItem UpdateItem",
    },
    "PlanRemarking": {
        "ListingsTable": "Query",
        "ListingsTable/index/business_listings": "Query",
        "PeopleTable": "BatchGetItem UpdateItem",
    },
    "MarkAnew": {
        "ListingsTable": "GetItem UpdateItem",
        "MediaBucket/media/*/marked/*": "PutObject",
        "PeopleTable": "GetItem UpdateItem",
        "RawBucket/*": "GetObject",
    },
    "SwitchGallery": {
        "ListingsTable": "Query UpdateItem",
        "PeopleTable": "ConditionCheckItem",
    },
    "RemoveOldPictures": {
        "ListingsTable": "Query UpdateItem",
        "MediaBucket/media/*/marked/*": "DeleteObject",
        "PeopleTable": "ConditionCheckItem GetItem",
    },
    "HandOverRemarking": {
        "EventsTable": "PutItem",
        "PeopleTable": "UpdateItem",
    },
    "RecordRemarkingAttention": {
        "PeopleTable": "UpdateItem",
    },
    "CheckDelivery": {
        "ListingsTable": "GetItem Query UpdateItem",
    },
    "Deliver": {
        "CursorSecret": "GetSecretValue",
        "EventsTable": "PutItem",
        "ListingsTable": "DeleteItem GetItem PutItem Query UpdateItem",
        "OrdersTable": "BatchGetItem PutItem UpdateItem",
        "PeopleTable": "BatchGetItem",
    },
    "WaitForPayment": {
        "ListingsTable": "GetItem UpdateItem",
    },
    "RemoveWatermarks": {
        "ListingsTable": "GetItem",
    },
    "CompleteDelivery": {
        "ListingsTable": "UpdateItem",
    },
    "RecordAttention": {
        "ListingsTable": "UpdateItem",
    },
    "HandOver": {
        "EventsTable": "PutItem",
        "ListingsTable": "UpdateItem",
    },
    "BuildBundle": {
        "ListingsTable": "Query UpdateItem",
        "MediaBucket/media/*": "AbortMultipartUpload GetObject PutObject",
    },
    "DeliveryWorkflow": {
        "*": "SendTaskFailure SendTaskSuccess",
        "DeliveryWorkflowDeadLetters": "SendMessage",
        "EventsTable": "UpdateItem",
        "EventsTable.StreamArn": "DescribeStream GetRecords GetShardIterator",
        "ListingsTable": "GetItem UpdateItem",
        "stateMachine:${AWS::StackName}-delivery": "StartExecution",
        "stateMachine:${AWS::StackName}-remarking": "StartExecution",
    },
    "LinkChecks": {
        "ListingsTable": "GetItem UpdateItem",
        "ListingsTable/index/link_checks": "Query",
    },
    "PaymentsApi": {
        "CursorSecret": "GetSecretValue",
        "EdgeSecret": "GetSecretValue",
        "EventsTable": "PutItem",
        "ListingsTable": "UpdateItem",
        "OrdersTable": "BatchGetItem GetItem PutItem UpdateItem",
        "PeopleTable": "BatchGetItem UpdateItem",
        "StripeSecret": "GetSecretValue",
    },
    "StripeWebhook": {
        "EdgeSecret": "GetSecretValue",
        "EventsTable": "PutItem",
        "StripeSecret": "GetSecretValue",
    },
    "Fulfill": {
        "CursorSecret": "GetSecretValue",
        "EventsTable": "PutItem UpdateItem",
        "EventsTable.StreamArn": "DescribeStream GetRecords GetShardIterator",
        "FulfillDeadLetters": "SendMessage",
        "ListingsTable": "UpdateItem",
        "OrdersTable": "BatchGetItem PutItem UpdateItem",
        "StripeSecret": "GetSecretValue",
    },
    "ConfirmPayment": {
        "CursorSecret": "GetSecretValue",
        "EventsTable": "PutItem",
        "ListingsTable": "UpdateItem",
        "OrdersTable": "BatchGetItem GetItem PutItem UpdateItem",
        "StripeSecret": "GetSecretValue",
    },
    "PaymentSweeper": {
        "CursorSecret": "GetSecretValue",
        "EventsTable": "PutItem UpdateItem",
        "EventsTable/index/pending": "Query",
        "ListingsTable": "GetItem UpdateItem",
        "OrdersTable": "BatchGetItem PutItem Query UpdateItem",
        "OrdersTable/index/open_pages": "Query",
        "StripeSecret": "GetSecretValue",
    },
    "SendMail": {
        "EventsTable": "BatchGetItem UpdateItem",
        "EventsTable.StreamArn": "DescribeStream GetRecords GetShardIterator",
        "PeopleTable": "BatchGetItem",
        "SendMailDeadLetters": "SendMessage",
        "configuration-set/${MailConfiguration}": "SendEmail",
        "identity/${MailDomain}": "SendEmail",
    },
    "GuestPages": {
        "EdgeSecret": "GetSecretValue",
        "ListingsTable": "Query",
        "OrdersTable": "BatchGetItem Query",
        "PeopleTable": "BatchGetItem",
    },
}
# They have no resource type in AWS's service authorization reference.
WITHOUT_RESOURCE = {
    "states:SendTaskFailure",
    "states:SendTaskSuccess",
    "logs:CreateLogDelivery",
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
}
MANAGED = {
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",  # logs
    "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess",
}
PREFIXES = {"Table": "dynamodb", "EventsTable.StreamArn": "dynamodb", "Bucket": "s3", "Secret": "secretsmanager"}


def lines_of(name: str) -> frozenset[str]:
    """The table's lines for a function, in the form of `granted`."""
    return frozenset(
        f"{_prefix(resource)}:{action} {resource}"
        for resource, actions in GRANTED[name].items()
        for action in actions.split()
    )


def _prefix(resource: str) -> str:
    if resource.startswith(("identity/", "configuration-set/")):
        return "ses"
    if resource.startswith("stateMachine:") or resource == "*":
        return "states"
    kind = re.match(r"\w+?(Table|Bucket|Secret|Queue|DeadLetters)\b", resource)
    assert kind, resource
    return {"Table": "dynamodb", "Bucket": "s3", "Secret": "secretsmanager"}.get(kind[1], "sqs")


def statements() -> list[tuple[str, dict[str, Any]]]:
    """Every statement that the template writes, with the resource whose role it belongs to."""
    found = []
    for name, resource in source()["Resources"].items():
        for policy in resource.get("Properties", {}).get("Policies", []):
            assert isinstance(policy, dict), f"{name}: SAM's policy templates grant Scan and Delete"
            found += [(name, statement) for statement in policy["Statement"]]
    return found


@pytest.mark.parametrize("name", sorted(functions()))
def test_a_function_may_do_exactly_what_the_table_says(name: str) -> None:
    written, told = granted(name), lines_of(name)
    assert written - told == set(), "the template grants more than the table"
    assert told - written == set(), "the table tells more than the template grants"


def test_the_table_tells_of_no_other_function() -> None:
    assert set(GRANTED) == set(functions())


def test_a_statement_is_one_action_on_one_resource_and_said_once() -> None:
    for name, statement in statements():
        assert statement["Effect"] == "Allow", name
        assert isinstance(statement["Action"], str), f"{name}: {statement}"
        assert not isinstance(statement["Resource"], list), f"{name}: {statement}"
        assert "*" not in statement["Action"], f"{name}: {statement}"
    said = Counter((name, str(statement)) for name, statement in statements())
    assert not [one for one, times in said.items() if times > 1]


def test_a_star_stands_only_where_the_service_knows_no_resource() -> None:
    wide = {statement["Action"] for _, statement in statements() if statement["Resource"] == "*"}
    assert wide <= WITHOUT_RESOURCE
    for name, statement in statements():
        text = str(statement["Resource"])
        if statement["Resource"] != "*" and "*" in text:
            assert re.search(r"\$\{(Raw|Media|Portal)Bucket\.Arn\}/(media/(\*/(marked|clean)/)?)?\*", text), (
                f"{name}: {statement}"
            )


def test_roles_carry_nothing_else() -> None:
    for name, role in of_type(stack(PROD), "AWS::IAM::Role").items():
        if name != "CodeDeployServiceRole":
            assert set(role["ManagedPolicyArns"]) <= MANAGED, name
        trusted = [one["Principal"]["Service"] for one in role["AssumeRolePolicyDocument"]["Statement"]]
        assert len(trusted) == 1, name
    assert not of_type(stack(PROD), "AWS::IAM::Policy")
    assert not of_type(stack(PROD), "AWS::IAM::ManagedPolicy")


def holders(action: str, resource: str) -> set[str]:
    return {name for name in functions() if f"{action} {resource}" in granted(name)}


def test_only_the_renderers_read_originals() -> None:
    assert holders("s3:GetObject", "RawBucket/*") == {"RenderArrivals", "RenderBatch", "MarkAnew"}
    assert holders("s3:PutObject", "RawBucket/*") == {"MediaApi"}, "it signs the uploads of browsers"


def test_only_the_makers_of_renditions_and_bundles_write_media() -> None:
    assert holders("s3:PutObject", "MediaBucket/media/*") == {"RenderArrivals", "RenderBatch", "BuildBundle"}
    assert holders("s3:PutObject", "MediaBucket/media/*/marked/*") == {"MarkAnew"}
    assert holders("s3:GetObject", "MediaBucket/media/*") == {"BuildBundle"}, "everybody else reads through CloudFront"
    assert holders("s3:GetObject", "MediaBucket/media/*/clean/*") == {"WatermarkApi"}, "it draws a mark on one"


def test_only_old_marked_pictures_are_ever_deleted() -> None:
    deleting = {(name, str(one["Resource"])) for name, one in statements() if one["Action"] == "s3:DeleteObject"}
    assert {name for name, _ in deleting} == {"RemoveOldPictures"}
    assert all(resource.count("/marked/*") == 1 for _, resource in deleting)


def test_the_webhook_writes_one_table_and_sees_no_file() -> None:
    touched = {line.split(" ")[1] for line in granted("StripeWebhook")}
    assert touched == {"EventsTable", "EdgeSecret", "StripeSecret"}


def test_nobody_scans_lists_or_passes_roles() -> None:
    actions = {statement["Action"] for _, statement in statements()}
    for refused in ("dynamodb:Scan", "dynamodb:BatchWriteItem", "s3:ListBucket", "iam:PassRole"):
        assert refused not in actions


def test_secrets_are_read_by_those_who_use_them() -> None:
    read = "secretsmanager:GetSecretValue"
    assert holders(read, "SigningSecret") == {"MediaApi"}
    stripe = {"PaymentsApi", "StripeWebhook", "Fulfill", "ConfirmPayment", "PaymentSweeper"}
    assert holders(read, "StripeSecret") == stripe
    asked = {
        name for name, one in functions().items() if any(e["Type"] == "HttpApi" for e in one.get("Events", {}).values())
    }
    assert holders(read, "EdgeSecret") == asked, "whoever answers requests checks that they came through the edge"


@pytest.mark.parametrize("name", ["DeliveryMachine", "RemarkingMachine"])
def test_a_machine_may_call_its_own_functions_and_log(name: str) -> None:
    machine = source()["Resources"][name]["Properties"]
    called = {line.split(" ")[1] for line in granted(name) if line.startswith("lambda:InvokeFunction")}
    assert called == {one["Ref"] for key, one in machine["DefinitionSubstitutions"].items() if key.endswith("Function")}
    rest = {line.split(" ")[0] for line in granted(name)} - {"lambda:InvokeFunction"}
    assert {action.partition(":")[0] for action in rest} == {"logs"}
