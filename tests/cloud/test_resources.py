"""CloudFormation and IAM behave as on AWS: secrets by ARN, tables' settings, kinds only recorded, senders of mail."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.places import ROOT
from tests.cloud.conftest import ACCOUNT, REGION, Aws, allow

KEY = "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n"


def table(*, recovery: bool) -> dict[str, Any]:
    return {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "TimeToLiveSpecification": {"AttributeName": "expires_at_epoch", "Enabled": True},
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": recovery},
        },
    }


def test_ref_of_a_secret_is_its_arn_through_update_and_delete(aws: Aws) -> None:
    secret = {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "one"}}
    made = aws.deploy("secret", {"Secret": secret}, {"Arn": {"Ref": "Secret"}})
    assert made.outputs["Arn"].startswith(f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:")
    secret["Properties"] = {"SecretString": "two"}
    changed = aws.deploy("secret", {"Secret": secret}, {"Arn": {"Ref": "Secret"}})
    assert changed.outputs == made.outputs
    assert aws.client("secretsmanager").get_secret_value(SecretId=made.outputs["Arn"])["SecretString"] == "two"
    aws.client("cloudformation").delete_stack(StackName="secret")
    with pytest.raises(ClientError, match=r"ResourceNotFound|marked for deletion"):
        aws.client("secretsmanager").get_secret_value(SecretId=made.outputs["Arn"])


def test_a_tables_expiry_and_recovery_are_as_the_template_says(aws: Aws) -> None:
    name = aws.deploy("table", {"Table": table(recovery=True)}).ids["Table"]
    dynamodb = aws.client("dynamodb")
    expiry = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at_epoch"}

    def recovery() -> str:
        found = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
        return str(found["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"])

    assert recovery() == "ENABLED"
    aws.deploy("table", {"Table": table(recovery=False)})
    assert recovery() == "DISABLED"


def test_kinds_that_ministack_does_not_know_are_recorded_under_a_stable_id(aws: Aws) -> None:
    key = {"Name": "k", "CallerReference": "k", "EncodedKey": KEY}
    resources = {
        "Key": {"Type": "AWS::CloudFront::PublicKey", "Properties": {"PublicKeyConfig": key}},
        "Keys": {
            "Type": "AWS::CloudFront::KeyGroup",
            "Properties": {"KeyGroupConfig": {"Name": "g", "Items": [{"Ref": "Key"}]}},
        },
        "Application": {"Type": "AWS::CodeDeploy::Application", "Properties": {"ComputePlatform": "Lambda"}},
    }
    first = aws.deploy("recorded", resources)
    key["Name"] = "other"
    assert aws.deploy("recorded", resources).ids == first.ids
    assert len(set(first.ids.values())) == 3


def test_who_may_send_as_a_domain_may_not_send_as_another(aws: Aws) -> None:
    iam = aws.client("iam")
    iam.create_user(UserName="postman")
    resource = f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/mail.example"
    statement = {"Effect": "Allow", "Action": "ses:SendEmail", "Resource": resource}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName="postman", PolicyName="send", PolicyDocument=document)
    mail = aws.client_of("sesv2", iam.create_access_key(UserName="postman")["AccessKey"])
    for domain in ("mail.example", "other.example"):
        aws.client("sesv2").create_email_identity(EmailIdentity=domain)

    def send(sender: str) -> None:
        simple = {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}}
        mail.send_email(
            FromEmailAddress=sender, Destination={"ToAddresses": ["a@b.example"]}, Content={"Simple": simple}
        )

    send("Harbor & Pine <portal@mail.example>")
    with pytest.raises(ClientError, match="not authorized"):
        send("portal@other.example")


def test_the_table_of_hosts_takes_signature_4a_of_whoever_may_write_this_one(aws: Aws) -> None:
    stores = {
        name: {"Type": "AWS::CloudFront::KeyValueStore", "Properties": {"Name": name}} for name in ("Mine", "Other")
    }
    arns = {name: {"Fn::GetAtt": [name, "Arn"]} for name in stores}
    made = aws.deploy("hosts", stores, arns).outputs
    iam = aws.client("iam")
    iam.create_user(UserName="publisher")
    actions = ("DescribeKeyValueStore", "UpdateKeys")
    allowed = [allow(f"cloudfront-keyvaluestore:{action}", made["Mine"]) for action in actions]
    policy = json.dumps({"Version": "2012-10-17", "Statement": allowed})
    iam.put_user_policy(UserName="publisher", PolicyName="own", PolicyDocument=policy)
    key = iam.create_access_key(UserName="publisher")["AccessKey"]

    def points(store: str, secret: str = key["SecretAccessKey"]) -> bool:
        code = "from accounts import edge_hosts; edge_hosts.point({'a.test': 'biz_1', 'b.test': 'redirect:a.test'})"
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("functions", "layers/core")),
            "AWS_ACCESS_KEY_ID": key["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_ENDPOINT_URL": aws.cloud.endpoint,
            "HOSTS_STORE_ARN": made[store],
        }
        return (
            subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False).returncode
            == 0
        )

    assert points("Mine")
    assert not points("Other")
    assert not points("Mine", "another secret key")
