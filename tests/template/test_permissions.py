"""Who may do what (guarantees, template checklist 1 and 2; row 29).

The table (grants.py) is the whole of it: a statement that is not there, or a line there without its statement, is red. That
a function needs no more than its lines is enforced in every test that runs its handler (tests/rights.py), and by the local
cloud.
"""

import re
from collections import Counter
from typing import Any

import pytest

from tests.building import routes
from tests.rights import granted
from tests.template.grants import GRANTED, lines_of
from tests.template.stack import PROD, functions, of_type, source, stack

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
            assert re.search(
                r"\$\{((Raw|Media)Bucket\.Arn\}/((media/(\*/(marked|clean)/)?)|originals/)?|PortalBucket\.Arn\}/(assets/(brand|portraits|waiting)|hosts)/|ExportsBucket\.Arn\}/exports/)\*"
                r"|:(distribution-tenant|connection-group)/\*",
                text,
            ), f"{name}: {statement}"


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


def test_only_the_renderers_read_originals_and_an_owner_fetches_them() -> None:
    assert holders("s3:GetObject", "RawBucket/*") == {"RenderArrivals", "RenderBatch", "MarkAnew", "PrivacyApi"}
    assert holders("s3:PutObject", "RawBucket/*") == {"WorkspaceApi"}, "it signs the uploads of browsers"


def test_only_the_makers_of_renditions_and_bundles_write_media() -> None:
    assert holders("s3:PutObject", "MediaBucket/media/*") == {"RenderArrivals", "RenderBatch", "BuildBundle"}
    assert holders("s3:PutObject", "MediaBucket/media/*/marked/*") == {"MarkAnew"}
    assert holders("s3:GetObject", "MediaBucket/media/*") == {"BuildBundle"}, "everybody else reads through CloudFront"
    assert holders("s3:GetObject", "MediaBucket/media/*/clean/*") == {"WatermarkApi"}, "it draws a mark on one"


def test_only_old_marked_pictures_portraits_and_what_ends_with_its_people_is_ever_deleted() -> None:
    assert holders("s3:DeleteObject", "MediaBucket/media/*/marked/*") == {"RemoveOldPictures"}
    assert holders("s3:DeleteObject", "PortalBucket/assets/portraits/*") == {"BrandApi", "CarryOut"}
    assert holders("s3:DeleteObject", "ExportsBucket/exports/*") == {"CarryOut"}
    deleting = {name for name, one in statements() if one["Action"] == "s3:DeleteObject"}
    assert deleting == {"RemoveOldPictures", "BrandApi", "CarryOut"}
    older = {name for name, one in statements() if one["Action"] == "s3:DeleteObjectVersion"}
    assert older == {"CarryOut"}, "of people and businesses that are deleted"


def test_copies_of_data_are_made_by_the_worker_and_fetched_by_a_signed_link() -> None:
    assert holders("s3:PutObject", "ExportsBucket/exports/*") == {"CarryOut"}
    assert holders("s3:GetObject", "ExportsBucket/exports/*") == {"PrivacyApi", "CarryOut"}, "it joins its own pieces"


def test_the_webhook_writes_one_table_and_sees_no_file() -> None:
    touched = {line.split(" ")[1] for line in granted("StripeWebhook")}
    assert touched == {"EventsTable", "EdgeSecret", "StripeSecret"}


def test_nobody_lists_or_passes_roles_and_only_the_end_of_a_business_reads_whole_tables() -> None:
    actions = {statement["Action"] for _, statement in statements()}
    for refused in ("dynamodb:BatchWriteItem", "s3:ListBucket", "iam:PassRole"):
        assert refused not in actions
    assert {name for name, one in statements() if one["Action"] == "dynamodb:Scan"} == {"CarryOut"}, "ADR 0073"


def test_secrets_are_read_by_those_who_use_them() -> None:
    read = "secretsmanager:GetSecretValue"
    assert holders(read, "SigningSecret") == {"MediaApi", "WorkspaceApi"}
    stripe = {"PaymentsApi", "StripeWebhook", "Fulfill", "ConfirmPayment", "PaymentSweeper"}
    assert holders(read, "StripeSecret") == stripe
    assert holders(read, "EdgeSecret") == set(routes().values()), "all that answer requests check where they came from"


@pytest.mark.parametrize("name", ["DeliveryMachine", "RemarkingMachine"])
def test_a_machine_may_call_its_own_functions_and_log(name: str) -> None:
    machine = source()["Resources"][name]["Properties"]
    called = {line.split(" ")[1] for line in granted(name) if line.startswith("lambda:InvokeFunction")}
    assert called == {one["Ref"] for key, one in machine["DefinitionSubstitutions"].items() if key.endswith("Function")}
    rest = {line.split(" ")[0] for line in granted(name)} - {"lambda:InvokeFunction"}
    assert {action.partition(":")[0] for action in rest} == {"logs"}
