"""Function workers behave as on Lambda: errors, layers, search path, how many there are at once."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from local.places import UNPACKED_LAYERS
from tests.cloud.conftest import Aws, Deployed, function, role

COUNTING = """
import os
count = 0
class OddError(Exception): pass
def handler(event, context):
    global count
    count += 1
    if event.get("fail"): raise OddError("no luck")
    return [os.getpid(), count]
"""
SLOW = """
import os, time
def handler(event, context):
    time.sleep(0.3)
    return os.getpid()
"""
SEARCHING = """
import shared, sys, importlib.util
def handler(event, context):
    return {"shared": shared.WHERE, "path": sys.path, "ministack": importlib.util.find_spec("ministack") is not None,
            "file": __import__("only_in_layer").__file__}
"""


def archive(**files: str) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as file:
        for name, text in files.items():
            file.writestr(name.replace("__", "/") + ".py", text)
    return memory.getvalue()


@pytest.fixture(scope="module")
def stack(aws: Aws) -> Deployed:
    """Functions that count, dawdle and look around; two of them share a layer."""
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="workers-code")
    layer = archive(python__shared="WHERE = 'layer'", python__only_in_layer="pass")
    s3.put_object(Bucket="workers-code", Key="layer.zip", Body=layer)
    s3.put_object(Bucket="workers-code", Key="code.zip", Body=archive(index=SEARCHING, shared="WHERE = 'code'"))
    content = {"S3Bucket": "workers-code", "S3Key": "layer.zip"}
    code = {"S3Bucket": "workers-code", "S3Key": "code.zip"}
    searching = function("", Layers=[{"Ref": "Layer"}])
    searching["Properties"]["Code"] = code
    return aws.deploy(
        "workers",
        {
            "Role": role(),
            "Layer": {"Type": "AWS::Lambda::LayerVersion", "Properties": {"LayerName": "shared", "Content": content}},
            "Counting": function(COUNTING),
            "Slow": function(SLOW, Timeout=30),
            "Searching": searching,
            "SearchingToo": searching,
        },
    )


def test_an_exception_keeps_its_kind_and_its_worker(aws: Aws, stack: Deployed) -> None:
    (pid, first), _ = aws.invoke(stack.ids["Counting"])
    error, kind = aws.invoke(stack.ids["Counting"], {"fail": True})
    (same, third), _ = aws.invoke(stack.ids["Counting"])
    assert (kind, error["errorType"], error["errorMessage"]) == ("Unhandled", "OddError", "no luck")
    assert any("handler" in line for line in error["stackTrace"])
    assert (same, third) == (pid, first + 2)


def test_code_comes_before_layers_and_ministack_is_not_in_sight(aws: Aws, stack: Deployed) -> None:
    seen, _ = aws.invoke(stack.ids["Searching"])
    assert seen["shared"] == "code"
    assert not seen["ministack"]
    assert not any("site-packages" in entry for entry in seen["path"])


def test_a_layer_is_unpacked_once_for_all_functions(aws: Aws, stack: Deployed) -> None:
    files = {aws.invoke(stack.ids[name])[0]["file"] for name in ("Searching", "SearchingToo")}
    (file,) = files
    assert Path(file).is_relative_to(UNPACKED_LAYERS)


def test_at_most_four_workers_run_a_function_and_nobody_is_turned_away(aws: Aws, stack: Deployed) -> None:
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: aws.invoke(stack.ids["Slow"]), range(12)))
    assert all(error is None for _, error in answers)
    assert 1 < len({pid for pid, _ in answers}) <= 4
