"""What the built functions load at a cold start (the counts of the budget; `make bench` measures the CPU)."""

import subprocess
import sys

import pytest

from local import artefacts
from local.places import BUILD, CLOUD
from tests.bench.cold_starts import BUDGET_MODULES, NOWHERE, loaded

pytestmark = pytest.mark.cloud
APIS = {"AccountsApi", "OrdersApi", "MediaApi", "WorkspaceApi", "PaymentsApi"}
READ_IN_FULL = ("AccountsApi", "OrdersApi", "MediaApi", "WorkspaceApi")
ONCE = APIS | {"StripeWebhook", "RenderArrivals", "RenderBatch", "Fulfill", "GuestPages"}


def test_a_cold_start_loads_few_modules_all_of_them_compiled() -> None:
    found = loaded(ONCE)
    assert {name.partition(" ")[0] for name in found} == ONCE
    assert {name: one["status"] for name, one in found.items() if name.startswith(READ_IN_FULL)} == {
        "AccountsApi": 200, "OrdersApi": 200, "OrdersApi list": 200, "MediaApi": 200, "MediaApi gallery": 200,
        "WorkspaceApi": 200,
    }  # fmt: skip
    assert {name: one["modules"] for name, one in found.items() if one["modules"] > BUDGET_MODULES} == {}
    assert {name for name, one in found.items() if one["uncompiled"]} == set()
    unwanted = {*NOWHERE, "boto3", "s3transfer"}
    assert {name for name, one in found.items() if unwanted & {*one["packages"]}} == set()
    assert {name for name, one in found.items() if "PIL" in one["packages"]} == {"RenderArrivals", "RenderBatch"}
    assert {name for name, one in found.items() if "stripe" in one["packages"]} == {"PaymentsApi", "Fulfill"}


def test_what_the_layers_lost_is_not_missed() -> None:
    """Every client that a function makes, its links and pages, every name that a lazy door still has to offer, and what
    is behind late imports and types without fields."""
    artefacts.build()
    code = """
import importlib, sys
sys.path.insert(0, sys.argv[1])
from botocore.session import Session
session = Session()
services = ("cloudfront", "dynamodb", "s3", "secretsmanager", "sesv2", "stepfunctions")
made = {name: session.create_client(name, "eu-south-2") for name in services}
assert made["s3"].can_paginate("list_parts")
part = {"Bucket": "raw", "Key": "a", "UploadId": "u", "PartNumber": 1}
assert "partNumber=1" in made["s3"].generate_presigned_url("upload_part", Params=part)
assert made["dynamodb"].meta.endpoint_url == "https://dynamodb.eu-south-2.amazonaws.com"
assert "client.get_item(" in made["dynamodb"].get_item.__doc__.expandtabs()
from botocore.utils import parse_timestamp
assert parse_timestamp("Sun, 22 Nov 2026 04:15:39 GMT").minute == 15
from pydantic import TypeAdapter
from pydantic_core import core_schema
from typing import TypedDict
TypeAdapter(list[TypedDict("Line", {"price": int})]).validate_python([{"price": 1}])
assert core_schema.str_schema(max_length=3) == {"type": "str", "max_length": 3}
for door in ("", ".event_handler", ".utilities.data_classes"):
    module = importlib.import_module("aws_lambda_powertools" + door)
    for name in module.__all__:
        getattr(module, name)
"""
    python, layer = CLOUD / "ministack" / "bin" / "python", BUILD / "CoreLayer" / "python"
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    subprocess.run([str(python), "-I", "-S", "-c", code, str(layer)], check=True, stderr=sys.stderr, env=keys)
