"""Tables, buckets, queues and secrets (guarantees, template checklist 4, 5, 6, 9; rows 29, 38, 54, 58, 63)."""

import json

import pytest

from tests.template.stack import LOCAL, PROD, functions, of_type, source, stack

TABLES = ["EventsTable", "ListingsTable", "OrdersTable", "PeopleTable"]
BUCKETS = ["ExportsBucket", "LogsBucket", "MediaBucket", "PortalBucket", "RawBucket"]
# What ends by itself in buckets that keep the rest: what was marked for it by name, and what waits in a folder for it.
ENDING = {
    "MediaBucket": [{"TagFilters": [{"Key": "replaced", "Value": "true"}]}],
    "PortalBucket": [{"Prefix": "assets/waiting/"}],
}
INDEXES = {
    "PeopleTable": {"business_customers": "customer_id", "domain_checks": "check_at"},
    "OrdersTable": {
        "customer_orders": "placed",
        "customer_orders_by_status": "placed",
        "shared_orders": "placed",
        "business_orders": "placed",
        "business_orders_by_status": "placed",
        "open_pages": "opened_at",
    },
    "ListingsTable": {
        "customer_listings": "shown_at",
        "shared_listings": "shown_at",
        "business_listings": "shown_at",
        "attention": "shown_at",
        "link_checks": "check_at",
    },
    "EventsTable": {"pending": "at"},
}


def resources_of(kind: str) -> dict[str, dict[str, object]]:
    return {name: one for name, one in stack(PROD).items() if one["Type"] == kind}


def test_there_are_no_other_tables_and_buckets() -> None:
    assert sorted(resources_of("AWS::DynamoDB::Table")) == TABLES
    assert sorted(resources_of("AWS::S3::Bucket")) == BUCKETS


@pytest.mark.parametrize("name", TABLES)
def test_a_table_can_be_restored_and_is_not_lost_with_the_stack(name: str) -> None:
    table = stack(PROD)[name]
    assert table["DeletionPolicy"] == table["UpdateReplacePolicy"] == "Retain"
    properties = table["Properties"]
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert properties["TimeToLiveSpecification"] == {"AttributeName": "expires_at_epoch", "Enabled": True}
    assert properties["DeletionProtectionEnabled"] is True
    assert stack(LOCAL)[name]["Properties"]["DeletionProtectionEnabled"] is False


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_exactly_the_indexes_that_the_code_reads(name: str) -> None:
    properties = stack(PROD)[name]["Properties"]
    found = {}
    for index in properties.get("GlobalSecondaryIndexes", []):
        partition, sort = (part["AttributeName"] for part in index["KeySchema"])
        assert partition == index["IndexName"], "an index is named after its partition attribute"
        found[partition] = sort
    assert found == INDEXES[name]
    used = {
        part["AttributeName"] for index in properties.get("GlobalSecondaryIndexes", []) for part in index["KeySchema"]
    }
    assert {one["AttributeName"] for one in properties["AttributeDefinitions"]} == used | {"pk", "sk"}


def test_the_outbox_streams_whole_items() -> None:
    streams = {name: stack(PROD)[name]["Properties"].get("StreamSpecification") for name in TABLES}
    assert streams.pop("EventsTable") == {"StreamViewType": "NEW_IMAGE"}
    assert set(streams.values()) == {None}


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_is_private_versioned_and_kept(name: str) -> None:
    bucket = stack(PROD)[name]
    assert bucket["DeletionPolicy"] == bucket["UpdateReplacePolicy"] == "Retain"
    properties = bucket["Properties"]
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(properties["PublicAccessBlockConfiguration"]) == 4
    assert properties["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    (encryption,) = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    rules = properties["LifecycleConfiguration"]["Rules"]
    (rule,) = [one for one in rules if "AbortIncompleteMultipartUpload" in one]
    assert rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"] <= 7
    if name != "ExportsBucket":
        assert properties["VersioningConfiguration"] == {"Status": "Enabled"}
        assert rule["NoncurrentVersionExpiration"]["NoncurrentDays"] <= 90
    others = [one for one in rules if one is not rule]
    marked = [{part: one[part] for part in ("TagFilters", "Prefix") if part in one} for one in others]
    assert marked == ENDING.get(name, [])
    if name != "LogsBucket":
        assert properties["LoggingConfiguration"]["DestinationBucketName"] == {"Ref": "LogsBucket"}


def test_copies_of_peoples_data_go_by_themselves_and_leave_no_version() -> None:
    properties = stack(PROD)["ExportsBucket"]["Properties"]
    assert "VersioningConfiguration" not in properties
    assert [one["ExpirationInDays"] for one in properties["LifecycleConfiguration"]["Rules"]] == [3]


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_refuses_what_does_not_come_over_tls(name: str) -> None:
    statements = stack(PROD)[f"{name}Policy"]["Properties"]["PolicyDocument"]["Statement"]
    (refusal,) = [one for one in statements if one["Effect"] == "Deny"]
    assert (refusal["Principal"], refusal["Action"]) == ("*", "s3:*")
    assert refusal["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert refusal["Resource"] == [{"Fn::GetAtt": [name, "Arn"]}, {"Fn::Sub": f"${{{name}.Arn}}/*"}]


def test_only_cloudfront_reads_media_and_portal_from_outside() -> None:
    allowed = {}
    for name in BUCKETS:
        statements = stack(PROD)[f"{name}Policy"]["Properties"]["PolicyDocument"]["Statement"]
        allowed[name] = [
            (one["Principal"], one["Action"], one["Resource"]) for one in statements if one["Effect"] == "Allow"
        ]
    edge = {"Service": "cloudfront.amazonaws.com"}
    assert allowed["RawBucket"] == allowed["ExportsBucket"] == []
    assert allowed["MediaBucket"] == [(edge, "s3:GetObject", {"Fn::Sub": "${MediaBucket.Arn}/media/*"})]
    assert allowed["PortalBucket"] == [(edge, "s3:GetObject", {"Fn::Sub": "${PortalBucket.Arn}/*"})]
    for name in ("MediaBucket", "PortalBucket"):
        statement = stack(PROD)[f"{name}Policy"]["Properties"]["PolicyDocument"]["Statement"][0]
        source_arn = statement["Condition"]["StringEquals"]["aws:SourceArn"]["Fn::Sub"]
        assert source_arn.endswith(":distribution/${Distribution}"), "another distribution could read it"


def test_uploads_announce_themselves_to_the_queue_and_renditions_to_nobody() -> None:
    properties = of_type(stack(PROD), "AWS::S3::Bucket")
    (told,) = properties["RawBucket"]["NotificationConfiguration"]["QueueConfigurations"]
    assert told == {"Event": "s3:ObjectCreated:*", "Queue": {"Fn::GetAtt": ["ArrivalsQueue", "Arn"]}}
    assert [name for name in BUCKETS if "NotificationConfiguration" in properties[name]] == ["RawBucket"]


def test_browsers_may_only_put_parts_and_only_from_portal_pages() -> None:
    (rule,) = of_type(stack(PROD), "AWS::S3::Bucket")["RawBucket"]["CorsConfiguration"]["CorsRules"]
    assert rule["AllowedMethods"] == ["PUT"]
    assert rule["AllowedOrigins"] == [{"Fn::Sub": "${PortalScheme}://*.${DomainName}"}]
    (local,) = of_type(stack(LOCAL), "AWS::S3::Bucket")["RawBucket"]["CorsConfiguration"]["CorsRules"]
    assert local["AllowedOrigins"] == [{"Fn::Sub": "${PortalScheme}://*.${DomainName}:${PortalPort}"}]
    assert [name for name, one in of_type(stack(PROD), "AWS::S3::Bucket").items() if "CorsConfiguration" in one] == [
        "RawBucket"
    ]


def test_a_photo_that_fails_five_times_leaves_the_queue_alone() -> None:
    queues = of_type(stack(PROD), "AWS::SQS::Queue")
    redrive = queues["ArrivalsQueue"]["RedrivePolicy"]
    assert redrive == {"deadLetterTargetArn": {"Fn::GetAtt": ["ArrivalsDeadLetters", "Arn"]}, "maxReceiveCount": 5}
    worker = of_type(stack(PROD), "AWS::Lambda::Function")["RenderArrivals"]
    assert queues["ArrivalsQueue"]["VisibilityTimeout"] >= 6 * worker["Timeout"]


def test_queues_are_encrypted_and_keep_what_failed_for_two_weeks() -> None:
    for name, queue in of_type(stack(PROD), "AWS::SQS::Queue").items():
        assert queue["SqsManagedSseEnabled"] is True, name
        assert queue["MessageRetentionPeriod"] == 1209600, name


def test_every_asynchronous_edge_gives_up_into_a_queue_of_its_own() -> None:
    resources = stack(PROD)
    mappings = of_type(resources, "AWS::Lambda::EventSourceMapping")
    queues = set()
    for name, mapping in mappings.items():
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"], name
        if "FilterCriteria" in mapping:
            assert mapping["BisectBatchOnFunctionError"] is True, name
            assert 1 <= mapping["MaximumRetryAttempts"] <= 10, name
            assert mapping["StartingPosition"] == "TRIM_HORIZON", "LATEST loses what happens while the mapping is made"
            queues.add(mapping["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0])
    assert queues == {
        "CarryOutDeadLetters",
        "DeliveryWorkflowDeadLetters",
        "FulfillDeadLetters",
        "PublishBrandDeadLetters",
        "SendMailDeadLetters",
    }
    asynchronous = of_type(resources, "AWS::Lambda::EventInvokeConfig").values()
    failures = {one["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0] for one in asynchronous}
    assert failures == {"PaymentSweeperDeadLetters", "LinkChecksDeadLetters", "DomainChecksDeadLetters"}
    scheduled = [
        name
        for name, one in functions().items()
        if any(e["Type"] == "Schedule" for e in one.get("Events", {}).values())
    ]
    assert sorted(scheduled) == ["DomainChecks", "LinkChecks", "PaymentSweeper"], (
        "a scheduled function needs a failure destination: extend this test"
    )


def test_each_kind_of_event_has_exactly_one_reader() -> None:
    from typing import get_args

    from latchkey.outbox import EventKind

    kinds = []
    for mapping in of_type(stack(PROD), "AWS::Lambda::EventSourceMapping").values():
        for one in mapping.get("FilterCriteria", {}).get("Filters", []):
            pattern = json.loads(one["Pattern"])
            assert pattern["eventName"] == ["INSERT", "MODIFY"], (
                "the sweeper touches an event to have it handed out again"
            )
            kinds += pattern["dynamodb"]["NewImage"]["pending"]["S"]
    assert sorted(kinds) == sorted(get_args(EventKind))


def test_secrets_that_people_own_are_empty_here_and_outlive_the_stack() -> None:
    secrets = {name: one for name, one in stack(PROD).items() if one["Type"] == "AWS::SecretsManager::Secret"}
    assert sorted(secrets) == ["CursorSecret", "EdgeSecret", "InvitationSecret", "SigningSecret", "StripeSecret"]
    for name in ("EdgeSecret", "CursorSecret"):
        assert secrets[name]["Properties"]["GenerateSecretString"]["PasswordLength"] >= 32
    assert json.loads(secrets["SigningSecret"]["Properties"]["SecretString"]) == {}
    assert not any(json.loads(secrets["StripeSecret"]["Properties"]["SecretString"]).values())
    # The private links of guests are derived from the cursor secret: a new one would end them all.
    for name in ("CursorSecret", "InvitationSecret", "SigningSecret", "StripeSecret"):
        assert secrets[name]["DeletionPolicy"] == "Retain", name


def test_parameters_hold_no_secret() -> None:
    for name in source()["Parameters"]:
        assert not name.endswith(("Secret", "Password", "Token", "PrivateKey")), name


def test_logs_are_not_kept_for_ever() -> None:
    groups = of_type(stack(PROD), "AWS::Logs::LogGroup")
    assert sorted(groups) == ["ApiLog", "DeliveryLog", "EdgeLog", "FunctionLog", "RemarkingLog"]
    assert all(group["RetentionInDays"] for group in groups.values())
