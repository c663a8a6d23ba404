"""The deployment program: keys that rotate without a gap, stages, the business and the portal it puts in place."""

import json
from pathlib import Path
from typing import Any

import pytest

from accounts.business import Business
from deploy import business as made
from deploy import cloud, hosts, portal, signing
from deploy.signing import Slots
from deploy.stage import ROOT, DeployError, stage_of
from latchkey.clients import client
from latchkey.clock import utc_now
from latchkey.ids import new_id
from latchkey.settings import settings
from tests.building import all_items
from tests.template.stack import source

EXAMPLE = ROOT / "deploy" / "business.example.json"


# Signing keys --------------------------------------------------------------------------------------------------------
def test_the_first_deployment_makes_a_key() -> None:
    plan = signing.plan(Slots(), "")
    assert plan.slots == Slots(first=signing.public_line(plan.private_key))
    assert plan.signer_output == "MediaKeyId"


def test_deploying_again_keeps_the_key() -> None:
    key = signing.new_private_key()
    plan = signing.plan(Slots(second=signing.public_line(key)), key)
    assert plan == signing.Plan(Slots(second=signing.public_line(key)), signing.public_line(key))
    assert plan.signer_output == "SecondMediaKeyId"


def test_a_rotation_keeps_both_keys_valid_until_the_old_one_is_retired() -> None:
    old = signing.new_private_key()
    rotated = signing.plan(Slots(first=signing.public_line(old)), old, rotate=True)
    assert rotated.slots == Slots(signing.public_line(old), rotated.signer)
    assert rotated.signer_output == "SecondMediaKeyId"
    assert rotated.private_key
    retired = signing.plan(rotated.slots, rotated.private_key, retire=True)
    assert retired == signing.Plan(Slots(second=rotated.signer), rotated.signer)
    again = signing.plan(retired.slots, rotated.private_key, rotate=True)
    assert again.signer_output == "MediaKeyId"


def test_a_key_that_was_lost_between_stack_and_secret_is_replaced() -> None:
    lost = signing.public_line(signing.new_private_key())
    plan = signing.plan(Slots(first=lost), "")
    assert plan.slots.first == lost, "a slot's text cannot be changed in place"
    assert plan.slots.second == plan.signer == signing.public_line(plan.private_key)


def test_a_third_key_waits_until_one_is_retired() -> None:
    keys = [signing.new_private_key() for _ in range(2)]
    slots = Slots(*map(signing.public_line, keys))
    with pytest.raises(DeployError, match="retire"):
        signing.plan(slots, keys[0], rotate=True)


def test_a_public_line_has_no_white_space_that_would_cut_it() -> None:
    line = signing.public_line(signing.new_private_key())
    assert not set(line) & set(" \n\t")
    assert len(line) == 124


# Stages --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["dev", "prod"])
def test_a_stage_names_its_stack_and_only_parameters_that_exist(name: str) -> None:
    stage = stage_of(name)
    assert stage.stack == f"latchkey-{name}"
    assert set(stage.parameters) <= set(source()["Parameters"])
    assert stage.architecture == "arm64"


def test_prod_turns_every_guard_on() -> None:
    values = stage_of("prod").parameters
    for guard in ("CanaryEnabled", "WebAclEnabled", "EdgeLogsEnabled", "ReservedConcurrencyEnabled"):
        assert values[guard] == "true", guard


@pytest.mark.parametrize("name", ["local", "staging", ""])
def test_what_is_no_stage_is_refused(name: str) -> None:
    with pytest.raises(DeployError):
        stage_of(name)


# Secrets, business, hosts, portal ------------------------------------------------------------------------------------
def test_stripes_secret_has_the_shape_that_functions_read() -> None:
    good = {"api_key": "k", "webhook_secrets": ["a"], "connect_webhook_secrets": []}
    assert cloud.stripe_secret(json.dumps(good)) == good
    for bad in ("", "[]", "{}", json.dumps(good | {"more": 1}), json.dumps(good | {"webhook_secrets": "a"})):
        with pytest.raises(DeployError):
            cloud.stripe_secret(bad)
    written = source()["Resources"]["StripeSecret"]["Properties"]["SecretString"]
    assert set(json.loads(written)) == set(cloud.STRIPE_SHAPE)


@pytest.mark.usefixtures("cloud")
def test_the_example_business_can_be_made_and_its_owner_exists() -> None:
    facts = made.facts_of(EXAMPLE)
    business_id = new_id("biz", utc_now())
    made.create(made.value_of(facts, business_id), facts, "a long enough password", utc_now())
    (known,) = made.known([business_id, new_id("biz", utc_now())])
    assert made.is_claimed(facts["host"])
    other = made.value_of(facts, new_id("biz", utc_now()))
    with pytest.raises(DeployError, match="taken"):
        made.create(other, facts, "a long enough password", utc_now())
    assert known.host == facts["host"]
    assert any(item.get("role") == "owner" for item in all_items("people"))


def test_a_business_file_with_a_mistake_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "business.json"
    path.write_text(json.dumps({"name": "x", "colour": "red"}))
    with pytest.raises(DeployError, match="colour"):
        made.facts_of(path)
    facts = made.facts_of(EXAMPLE)
    with pytest.raises(DeployError):
        made.value_of(facts | {"host": "not a host"}, "biz_1")


class Store:
    """CloudFront's key-value store, as far as hosts.py speaks with it."""

    def get_paginator(self, _: str) -> "Store":
        return self

    def paginate(self, **_: str) -> list[dict[str, Any]]:
        return [
            {"Items": [{"Key": "harbor", "Value": "biz_1"}]},
            {"Items": [{"Key": "old", "Value": "redirect:harbor"}]},
            {},
        ]


def test_every_page_of_the_table_of_hosts_is_listed() -> None:
    assert hosts.listed(Store(), "arn") == {"harbor": "biz_1", "old": "redirect:harbor"}


def test_the_portal_is_uploaded_with_shells_for_all_hosts(business: Business, tmp_path: Path) -> None:
    page = '<!doctype html>\n<html lang="en"><head><!--brand--></head><body></body></html>'
    for name, text in {
        "index.html": page,
        "platform.html": "<p>start",
        "sw.js": "1",
        "assets/app-1f.js": "2",
        "assets/app-1f.css": "3",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    s3, bucket = client("s3"), settings().portal_bucket
    assert portal.upload_files(s3, bucket, tmp_path) == 3
    assert portal.upload_shells(s3, bucket, tmp_path, [business]) == 1
    found = {
        item["Key"]: s3.head_object(Bucket=bucket, Key=item["Key"])
        for item in s3.list_objects_v2(Bucket=bucket)["Contents"]
    }
    assert not {"index.html", "platform.html"} & set(found), "an unbranded page would show for a host"
    assert s3.get_object(Bucket=bucket, Key="platform/index.html")["Body"].read() == b"<p>start"
    assert found["sw.js"]["CacheControl"] == "no-cache"
    assert found["assets/app-1f.js"]["ContentType"] == "text/javascript"
    assert "immutable" in found["assets/app-1f.js"]["CacheControl"]
    shell = s3.get_object(Bucket=bucket, Key=f"hosts/{business.host}/index.html")
    assert business.name in shell["Body"].read().decode()
    assert shell["CacheControl"] == "no-cache"
