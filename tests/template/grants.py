"""The table of rights: what each function may do on what, and nothing else (test_permissions.py holds the template to it)."""

import re

# Resource -> actions, the service's prefix left out where the kind of resource says it.
GRANTED: dict[str, dict[str, str]] = {
    "AccountsApi": {
        "EdgeSecret": "GetSecretValue",
        "EventsTable": "PutItem",
        "ListingsTable/index/customer_listings": "Query",
        "OrdersTable/index/customer_orders": "Query",
        "PeopleTable": "BatchGetItem ConditionCheckItem DeleteItem GetItem PutItem Query UpdateItem",
    },
    "BrandApi": {
        "EdgeSecret": "GetSecretValue",
        "EventsTable": "PutItem",
        "PeopleTable": "BatchGetItem PutItem UpdateItem",
        "PortalBucket/assets/brand/*": "PutObject",
        "PortalBucket/assets/portraits/*": "DeleteObject PutObject",
        "PortalBucket/assets/waiting/*": "GetObject PutObject",
    },
    "CustomersApi": {
        "CursorSecret": "GetSecretValue",
        "EdgeSecret": "GetSecretValue",
        "PeopleTable": "BatchGetItem ConditionCheckItem DeleteItem GetItem PutItem Query UpdateItem",
        "PeopleTable/index/business_customers": "Query",
    },
    "DomainsApi": {
        "EdgeSecret": "GetSecretValue",
        "EventsTable": "PutItem",
        "PeopleTable": "BatchGetItem DeleteItem GetItem PutItem Query UpdateItem",
    },
    "DomainChecks": {
        "DomainChecksDeadLetters": "SendMessage",
        "EventsTable": "PutItem",
        "PeopleTable": "DeleteItem GetItem PutItem Query UpdateItem",
        "PeopleTable/index/domain_checks": "Query",
        "connection-group/*": "CreateDistributionTenant",
        "distribution/${TenantDistributionId}": "CreateDistributionTenant",
        "distribution-tenant/*": (
            "CreateDistributionTenant DeleteDistributionTenant GetDistributionTenantByDomain "
            "GetManagedCertificateDetails UpdateDistributionTenant"
        ),
    },
    "PublishBrand": {
        "EventsTable": "UpdateItem",
        "EventsTable.StreamArn": "DescribeStream GetRecords GetShardIterator",
        "Hosts": "DescribeKeyValueStore GetKey UpdateKeys",
        "PeopleTable": "GetItem Query UpdateItem",
        "PortalBucket/assets/brand/*": "PutObject",
        "PortalBucket/hosts/*": "PutObject",
        "PortalBucket/shell/index.html": "GetObject",
        "PublishBrandDeadLetters": "SendMessage",
    },
    "PlatformApi": {
        "EdgeSecret": "GetSecretValue",
        "EventsTable": "PutItem",
        "InvitationSecret": "GetSecretValue",
        "PeopleTable": "BatchGetItem PutItem UpdateItem",
    },
    "PeopleApi": {
        "CursorSecret": "GetSecretValue",
        "EdgeSecret": "GetSecretValue",
        "EventsTable": "PutItem",
        "PeopleTable": "BatchGetItem ConditionCheckItem DeleteItem GetItem PutItem Query UpdateItem",
    },
    "TeamsApi": {
        "CursorSecret": "GetSecretValue",
        "EdgeSecret": "GetSecretValue",
        "EventsTable": "PutItem",
        "PeopleTable": "BatchGetItem DeleteItem PutItem Query UpdateItem",
    },
    "OrdersApi": {
        "CursorSecret": "GetSecretValue",
        "EdgeSecret": "GetSecretValue",
        "EventsTable": "PutItem",
        "ListingsTable": "PutItem UpdateItem",
        "OrdersTable": "BatchGetItem PutItem Query UpdateItem",
        "OrdersTable/index/business_orders": "Query",
        "OrdersTable/index/business_orders_by_status": "Query",
        "OrdersTable/index/customer_orders": "Query",
        "OrdersTable/index/customer_orders_by_status": "Query",
        "OrdersTable/index/shared_orders": "Query",
        "PeopleTable": "BatchGetItem PutItem UpdateItem",
    },
    "MediaApi": {
        "CursorSecret": "GetSecretValue",
        "EdgeSecret": "GetSecretValue",
        "ListingsTable": "BatchGetItem GetItem PutItem Query UpdateItem",
        "ListingsTable/index/business_listings": "Query",
        "ListingsTable/index/customer_listings": "Query",
        "ListingsTable/index/shared_listings": "Query",
        "OrdersTable": "GetItem PutItem UpdateItem",
        "PeopleTable": "BatchGetItem UpdateItem",
        "SigningSecret": "GetSecretValue",
    },
    "WorkspaceApi": {
        "EdgeSecret": "GetSecretValue",
        "EventsTable": "PutItem",
        "ListingsTable": "BatchGetItem DeleteItem GetItem PutItem Query UpdateItem",
        "MediaBucket/media/*/clean/*.vtt": "PutObject PutObjectTagging",
        "OrdersTable": "PutItem UpdateItem",
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
    "MailsApi": {
        "EdgeSecret": "GetSecretValue",
        "PeopleTable": "BatchGetItem GetItem PutItem",
    },
    "SendMail": {
        "CursorSecret": "GetSecretValue",
        "EventsTable": "BatchGetItem PutItem UpdateItem",
        "EventsTable.StreamArn": "DescribeStream GetRecords GetShardIterator",
        "PeopleTable": "BatchGetItem",
        "SendMailDeadLetters": "SendMessage",
        "configuration-set/${MailConfiguration}": "SendEmail",
        "identity/${MailDomain}": "SendEmail",
    },
    "PrivacyApi": {
        "EdgeSecret": "GetSecretValue",
        "EventsTable": "PutItem UpdateItem",
        "ExportsBucket/exports/*": "GetObject",
        "ListingsTable": "Query",
        "OrdersTable/index/business_orders": "Query",
        "OrdersTable/index/customer_orders": "Query",
        "PeopleTable": "BatchGetItem ConditionCheckItem DeleteItem GetItem PutItem Query UpdateItem",
        "RawBucket/*": "GetObject",
    },
    "CarryOut": {
        "CarryOutDeadLetters": "SendMessage",
        "CursorSecret": "GetSecretValue",
        "EventsTable": "DeleteItem GetItem PutItem Scan UpdateItem",
        "EventsTable.StreamArn": "DescribeStream GetRecords GetShardIterator",
        "EventsTable/index/pending": "Query",
        "ExportsBucket": "ListBucketVersions",
        "ExportsBucket/exports/*": "DeleteObject DeleteObjectVersion GetObject PutObject",
        "ListingsTable": "BatchGetItem DeleteItem Query Scan UpdateItem",
        "ListingsTable/index/business_listings": "Query",
        "ListingsTable/index/customer_listings": "Query",
        "MediaBucket": "ListBucketVersions",
        "MediaBucket/media/*": "DeleteObject DeleteObjectVersion",
        "OrdersTable": "DeleteItem Query Scan UpdateItem",
        "OrdersTable/index/business_orders": "Query",
        "OrdersTable/index/customer_orders": "Query",
        "PeopleTable": "BatchGetItem DeleteItem GetItem PutItem Query Scan UpdateItem",
        "PeopleTable/index/business_customers": "Query",
        "PortalBucket": "ListBucketVersions",
        "PortalBucket/assets/brand/*": "DeleteObject DeleteObjectVersion",
        "PortalBucket/assets/portraits/*": "DeleteObject DeleteObjectVersion",
        "PortalBucket/assets/waiting/*": "DeleteObject DeleteObjectVersion",
        "PortalBucket/hosts/*": "DeleteObject DeleteObjectVersion",
        "RawBucket": "ListBucketVersions",
        "RawBucket/originals/*": "DeleteObject DeleteObjectVersion",
    },
    "GuestPages": {
        "EdgeSecret": "GetSecretValue",
        "ListingsTable": "Query",
        "OrdersTable": "BatchGetItem Query",
        "PeopleTable": "BatchGetItem UpdateItem",
    },
}


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
    if resource.startswith(("distribution", "connection-group/")):
        return "cloudfront"
    if resource == "Hosts":
        return "cloudfront-keyvaluestore"
    if resource.startswith("stateMachine:") or resource == "*":
        return "states"
    kind = re.match(r"\w+?(Table|Bucket|Secret|Queue|DeadLetters)\b", resource)
    assert kind, resource
    return {"Table": "dynamodb", "Bucket": "s3", "Secret": "secretsmanager"}.get(kind[1], "sqs")
