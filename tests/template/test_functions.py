"""What holds for every function, whatever it does (guarantees, template checklist 8 and 14; house 3, Artefacts)."""

import importlib.util
import os
import re
import subprocess
import sys
from dataclasses import fields
from typing import Any

import pytest

from tests.building import routes
from tests.template.stack import LOCAL, PROD, ROOT, expanded, functions, of_type, source, stack

FUNCTIONS = functions()
LAYERS = {
    "AccountsApi": ["IdentityLayer"],
    "PeopleApi": ["IdentityLayer"],
    "BrandApi": ["ImagingLayer"],
    "DomainsApi": ["DnsLayer"],
    "DomainChecks": ["DnsLayer"],
    "PlatformApi": ["IdentityLayer"],
    "PrivacyApi": ["IdentityLayer"],
    "PublishBrand": ["SigningLayer"],
    "MediaApi": ["SigningLayer"],
    "WorkspaceApi": ["SigningLayer"],
    "RenderArrivals": ["ImagingLayer"],
    "RenderBatch": ["ImagingLayer"],
    "WatermarkApi": ["ImagingLayer"],
    "MarkAnew": ["ImagingLayer"],
    "PaymentsApi": ["PaymentsLayer"],
    "Fulfill": ["PaymentsLayer"],
    "ConfirmPayment": ["PaymentsLayer"],
    "PaymentSweeper": ["PaymentsLayer"],
    "SendMail": ["PagesLayer"],
    "MailsApi": ["PagesLayer"],
    "GuestPages": ["PagesLayer"],
}
SCARCE = {"MediaApi", "RenderArrivals", "RenderBatch", "MarkAnew", "StripeWebhook"}


def deployed(values: dict[str, str]) -> dict[str, dict[str, Any]]:
    return of_type(stack(values), "AWS::Lambda::Function")


def test_no_function_pages_or_waits_by_what_the_layer_has_not() -> None:
    """`layers/trim.py` takes botocore's paginators and waiters away; moto's run would find them in the environment."""
    for folder in ("functions", "layers/core"):
        for path in (ROOT / folder).rglob("*.py"):
            assert not re.search(r"\.get_(paginator|waiter)\(", path.read_text()), path


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_its_handler_exists(name: str) -> None:
    module, _, attribute = FUNCTIONS[name]["Handler"].rpartition(".")
    assert importlib.util.find_spec(module), f"{name}: no module {module}"
    assert callable(getattr(importlib.import_module(module), attribute, None)), f"{name}: {module} has no {attribute}"


def test_every_handler_of_the_code_is_deployed() -> None:
    deployed_handlers = {one["Handler"] for one in FUNCTIONS.values()}
    for path in (ROOT / "functions").rglob("*.py"):
        module = ".".join(path.relative_to(ROOT / "functions").with_suffix("").parts)
        for attribute in re.findall(r"^(?:def )?((?:\w+_)?handler)\b(?:\(| =|:)", path.read_text(), re.MULTILINE):
            assert f"{module}.{attribute}" in deployed_handlers, (
                f"{module}.{attribute} is in no function of the template"
            )


@pytest.mark.parametrize("values", [LOCAL, PROD], ids=["local", "prod"])
def test_all_run_the_same_python_traced_and_logged(values: dict[str, str]) -> None:
    for name, function in deployed(values).items():
        assert function["Runtime"] == "python3.13", name
        assert function["TracingConfig"] == {"Mode": "Active"}, name
        assert function["LoggingConfig"] == {"LogGroup": {"Ref": "FunctionLog"}, "LogFormat": "JSON"}, name


def test_arm_is_the_default_and_a_parameter() -> None:
    assert all(one["Architectures"] == ["arm64"] for one in deployed(PROD).values())
    assert all(one["Architectures"] == ["x86_64"] for one in deployed({"Architecture": "x86_64"}).values())


def test_an_api_answers_before_the_gateway_gives_up() -> None:
    asked = set(routes().values())
    apis = {
        "AccountsApi",
        "PeopleApi",
        "TeamsApi",
        "BrandApi",
        "CustomersApi",
        "DomainsApi",
        "PlatformApi",
        "OrdersApi",
        "MediaApi",
        "WorkspaceApi",
        "WatermarkApi",
        "PaymentsApi",
        "MailsApi",
        "PrivacyApi",
    }
    assert asked == {*apis, "StripeWebhook", "GuestPages"}
    for name in asked:
        assert deployed(PROD)[name]["Timeout"] < 29, name


def test_image_workers_have_room_for_their_originals() -> None:
    for name in ("RenderArrivals", "RenderBatch", "MarkAnew", "BuildBundle"):
        assert deployed(PROD)[name]["EphemeralStorage"]["Size"] >= 2048, name


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_layers_are_carried_only_where_they_are_used(name: str) -> None:
    own = [one["Ref"] for one in FUNCTIONS[name].get("Layers", [])]
    assert own == LAYERS.get(name, [])


PACKAGES = {
    "ImagingLayer": {"PIL"},
    "PaymentsLayer": {"stripe"},
    "SigningLayer": {"cryptography"},
    "IdentityLayer": {"argon2"},
    "DnsLayer": {"dns"},
    "PagesLayer": {"jinja2", "starlette", "mangum"},
}
IMPORTING = """
import importlib, sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in sys.argv[2].split(","):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
importlib.import_module(sys.argv[1])
"""


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_function_starts_with_the_packages_of_its_layers_alone(name: str) -> None:
    absent = set().union(*(names for layer, names in PACKAGES.items() if layer not in LAYERS.get(name, [])))
    module = FUNCTIONS[name]["Handler"].rpartition(".")[0]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'functions'}:{ROOT / 'layers' / 'core'}"}
    command = [sys.executable, "-c", IMPORTING, module, ",".join(sorted(absent))]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr[-500:]


def test_environments_hold_names_and_no_secrets() -> None:
    for name, function in deployed(PROD).items():
        for key, value in function["Environment"]["Variables"].items():
            assert not re.search(r"sk_(test|live)|rk_|whsec_|BEGIN|AKIA", str(value)), f"{name}: {key}"
            assert not key.endswith(("_SECRET", "_KEY", "_TOKEN", "_PASSWORD")), f"{name}: {key}"


def test_the_environment_is_what_the_settings_read() -> None:
    from latchkey.settings import Settings

    variables = source()["Globals"]["Function"]["Environment"]["Variables"]
    libraries = {"PYTHONTZPATH", "POWERTOOLS_LOG_LEVEL", "PYDANTIC_DISABLE_PLUGINS"}  # read by what we use, not by us
    assert {name.lower() for name in set(variables) - libraries} == {field.name for field in fields(Settings)}


def test_a_version_is_published_and_the_api_calls_its_alias() -> None:
    resources = stack(PROD)
    for name in FUNCTIONS:
        assert resources[f"{name}Aliaslive"]["Type"] == "AWS::Lambda::Alias"
    body = str(of_type(resources, "AWS::ApiGatewayV2::Api")["Api"]["Body"])
    for name in set(routes().values()):
        assert f"${{{name}.Arn}}" not in body, f"{name} is called past its alias"
        assert f"${{{name}Aliaslive}}" in body


def test_the_canary_is_switched_by_its_parameter() -> None:
    groups = "AWS::CodeDeploy::DeploymentGroup"
    assert not of_type(stack(LOCAL), groups)
    watched = of_type(stack(PROD), groups)
    assert len(watched) == len(FUNCTIONS)
    for name, group in watched.items():
        assert group["DeploymentConfigName"]["Fn::Sub"][1] == {"ConfigName": "Canary10Percent5Minutes"}, name
        alarms = {one["Name"]["Ref"] for one in group["AlarmConfiguration"]["Alarms"]}
        assert alarms == {
            "ErrorsLoggedAlarm", "SweepFailuresAlarm", "PaidNotUnlockedAlarm", "UnlockedUnderpaidAlarm"
        }, name  # fmt: skip


def test_concurrency_is_reserved_only_where_the_account_has_it() -> None:
    assert not [name for name, one in deployed(LOCAL).items() if "ReservedConcurrentExecutions" in one]
    assert {name for name, one in deployed(PROD).items() if "ReservedConcurrentExecutions" in one} == SCARCE


def test_no_two_functions_share_a_role() -> None:
    roles = [one["Role"]["Fn::GetAtt"][0] for one in deployed(PROD).values()]
    assert len(roles) == len(set(roles)) == len(FUNCTIONS)


def test_a_stack_stays_far_from_the_limit_of_resources() -> None:
    # CloudFormation takes 500; a function brings five or six, a route none (ADR 0068).
    assert len(expanded(PROD)["Resources"]) < 400


def test_the_api_stays_far_from_the_limit_of_routes() -> None:
    # API Gateway takes 300 routes an API, and as many integrations; each route imports one of its own.
    assert len(routes()) < 250
