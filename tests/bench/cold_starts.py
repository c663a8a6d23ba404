"""Cold starts of the built functions: CPU to the first answer against R, third-party modules, compiled files, sizes.

R is the CPU of a fresh process that makes a DynamoDB client with boto3 as pip installs it (the developer's environment;
no layer holds boto3). The first request is a real one, answered in full (`first_requests.py`). R and the function run in
turn, and the ratio is the median of such pairs: a machine whose speed changes for seconds changes both of a pair alike.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import boto3

from local import artefacts
from local.places import BUILD, BUILT_TEMPLATE, CLOUD
from local.template import read_template
from tests.bench.first_requests import Event, answering, scene

ROUNDS = 9
BUDGET_RATIO = 1.2
# CPU ratios gate with a margin (house 7): on a busy machine R and the function do not move quite alike.
GATE_RATIO = 1.5
BUDGET_MODULES = 300
NOWHERE = ("aws_xray_sdk", "requests", "numpy")
# The budget leaves checkout (PaymentsApi) and fulfill out: stripe alone is half an R, so they are reported.
GATED = {"AccountsApi", "OrdersApi", "MediaApi", "WorkspaceApi", "StripeWebhook", "RenderArrivals", "RenderBatch"}
# Streams and queues hand over records; the machine's steps and the sweeper would need a world to work on.
BY_RECORDS = {"RenderArrivals", "DeliveryWorkflow", "Fulfill", "PublishBrand", "SendMail"}
RECORDS: Event = {"Records": []}
type Start = tuple[str, list[str], str, Event | None]
_CHILD = Path(__file__).with_name("cold_start_child.py")
_PYTHON = CLOUD / "ministack" / "bin" / "python"
_BOTO3 = str(Path(boto3.__file__).parents[1])


@dataclass(frozen=True, slots=True)
class ColdStart:
    """One function: the least CPU seconds, the median of its ratios to R, and what was loaded."""

    name: str
    cpu: float
    ratio: float
    modules: int
    banned: list[str]
    uncompiled: int
    stripe: bool
    pillow: bool


def measured(rounds: int = ROUNDS) -> list[ColdStart]:
    """Every function of the built template, by each of its first requests."""
    with _started() as (starts, endpoint):
        return [_measure(*one, endpoint, rounds) for one in starts]


def sizes() -> dict[str, int]:
    """Unpacked bytes of the function artefact and of each layer."""
    template = read_template(BUILT_TEMPLATE)
    found = {"functions": _bytes(BUILD / next(iter(_functions(template)))[1]["Properties"]["CodeUri"])}
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Serverless::LayerVersion":
            found[name] = _bytes(BUILD / resource["Properties"]["ContentUri"])
    return found


def report() -> bool:
    """Prints the table; whether everything that gates is within its budget."""
    print(
        f"Cold starts (CPU of a fresh process to its first answer, of {ROUNDS}; "
        f"budget {BUDGET_RATIO} R, gate {GATE_RATIO} R)"
    )
    fine = True
    for one in measured():
        verdict = _verdict(one)
        fine &= verdict != "BEYOND THE GATE"
        extra = [word for word, loaded in (("stripe", one.stripe), ("Pillow", one.pillow)) if loaded]
        print(
            f"  {one.name:<28}{one.cpu * 1000:>7.0f} ms  {one.ratio:>5.2f} R  {one.modules:>4} modules  "
            f"{one.uncompiled} uncompiled  {' '.join(extra):<7}{verdict}"
        )
    print("Unpacked bytes")
    for name, size in sizes().items():
        print(f"  {name:<28}{size / 1e6:>7.1f} MB")
    return fine


def _verdict(one: ColdStart) -> str:
    ratio = one.ratio if one.name.partition(" ")[0] in GATED else 0.0
    if one.modules > BUDGET_MODULES or one.banned or one.uncompiled or ratio > GATE_RATIO:
        return "BEYOND THE GATE"
    return "over the budget" if ratio > BUDGET_RATIO else ""


def _functions(template: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            yield name, resource


def loaded(names: set[str]) -> dict[str, dict[str, Any]]:
    """What a cold start of each of these functions brings in, by request: counts, which are the same on every machine."""
    with _started() as (starts, endpoint):
        return {
            name: _child(paths, handler, event, endpoint)
            for name, paths, handler, event in starts
            if name.partition(" ")[0] in names
        }


@contextmanager
def _started() -> Iterator[tuple[list[Start], str]]:
    """Name, paths, handler and event of everything to measure, and the address of the cloud that answers it."""
    artefacts.build()
    template = read_template(BUILT_TEMPLATE)
    first = scene()
    starts = [
        (f"{name} {request}".rstrip(), _paths(resource, template), resource["Properties"]["Handler"], event)
        for name, resource in _functions(template)
        for request, event in first.requests.get(name, {"": RECORDS if name in BY_RECORDS else None}).items()
    ]
    with answering(first) as endpoint:
        yield starts, endpoint


def _paths(resource: dict[str, Any], template: dict[str, Any]) -> list[str]:
    """Where a function's modules come from: its code, then its layers."""
    layers = [*template["Globals"]["Function"].get("Layers", []), *resource["Properties"].get("Layers", [])]
    folders = [BUILD / template["Resources"][layer["Ref"]]["Properties"]["ContentUri"] / "python" for layer in layers]
    return [str(path) for path in (BUILD / resource["Properties"]["CodeUri"], *folders)]


def _measure(name: str, paths: list[str], handler: str, event: Event | None, endpoint: str, rounds: int) -> ColdStart:
    runs = [(_child([_BOTO3], "", None, endpoint), _child(paths, handler, event, endpoint)) for _ in range(rounds)]
    last = runs[-1][1]
    return ColdStart(
        name,
        min(run["cpu"] for _, run in runs),
        median(run["cpu"] / r["cpu"] for r, run in runs),
        last["modules"],
        [one for one in NOWHERE if one in last["packages"]],
        last["uncompiled"],
        "stripe" in last["packages"],
        "PIL" in last["packages"],
    )


def _child(paths: list[str], handler: str, event: Event | None, endpoint: str) -> dict[str, Any]:
    wanted = json.dumps({"paths": paths, "handler": handler, "event": event})
    command = [str(_PYTHON), "-I", "-S", str(_CHILD), wanted]
    done = subprocess.run(command, env=_environment(endpoint), capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        raise RuntimeError(f"{handler or 'R'} did not start: {done.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout.rsplit("\n", 2)[-2])
    return answer


def _environment(endpoint: str) -> dict[str, str]:
    names = [
        "STAGE",
        "PEOPLE_TABLE",
        "ORDERS_TABLE",
        "LISTINGS_TABLE",
        "EVENTS_TABLE",
        "RAW_BUCKET",
        "MEDIA_BUCKET",
        "PORTAL_BUCKET",
        "MAIL_FROM",
        "EDGE_SECRET_ID",
        "CURSOR_SECRET_ID",
        "SIGNING_SECRET_ID",
        "STRIPE_SECRET_ID",
        "PORTAL_SCHEME",
    ]
    return {name: name.lower() for name in names} | {
        "PATH": os.environ["PATH"],
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "POWERTOOLS_METRICS_NAMESPACE": "Latchkey",
        "PYDANTIC_DISABLE_PLUGINS": "__all__",
    }


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    sys.exit(0 if report() else 1)
