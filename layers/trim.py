"""Takes out of an installed layer what no function reads: other services' botocore data, tests, type stubs, scripts."""

import ast
import gzip
import json
import shutil
import sys
from pathlib import Path
from typing import Any

AWS_SERVICES = {"cloudfront", "dynamodb", "s3", "secretsmanager", "sesv2", "stepfunctions", "sts"}
ENDPOINTS = {
    "cloudfront",
    "dynamodb",
    "s3",
    "secretsmanager",
    "email",
    "states",
    "sts",
}  # their names in endpoints.json
UNUSED_FOLDERS = {"tests", "test", "testing", "examples", "docs"}
UNUSED_ENDINGS = {".pyi", ".pxd", ".c", ".h", ".md", ".rst"}
KEPT_METADATA = {"METADATA", "RECORD", "WHEEL", "entry_points.txt"}
# a package that keeps its typed surface or its vendored tests under such a name
NEEDED = {"botocore/docs", "aws_lambda_powertools/utilities/testing"}
UNUSED_PARTS = ("bin", "aws_lambda_powertools/utilities/kafka")
# a hundred typed dictionaries whose fields type checkers read, and each import of pydantic would evaluate
TYPED_DICTIONARIES = "pydantic_core/core_schema.py"


def main(root: Path) -> None:
    """Trim the packages installed under `root`."""
    _trim_botocore(root / "botocore" / "data")
    if (dictionaries := root / TYPED_DICTIONARIES).exists():
        dictionaries.write_text(_without_fields(dictionaries.read_text()))
    for part in UNUSED_PARTS:
        shutil.rmtree(root / part, ignore_errors=True)
    for path in sorted(root.rglob("*"), reverse=True):
        relative = path.relative_to(root).as_posix()
        if path.is_dir() and path.name in UNUSED_FOLDERS and relative not in NEEDED:
            shutil.rmtree(path)
        elif path.is_file() and path.suffix in UNUSED_ENDINGS:
            path.unlink()
    for folder in root.glob("*.dist-info"):
        for path in folder.rglob("*"):
            if path.is_file() and path.name not in KEPT_METADATA:
                path.unlink()


def _trim_botocore(data: Path) -> None:
    if not data.is_dir():
        return
    for service in data.iterdir():
        if service.is_dir() and service.name not in AWS_SERVICES:
            shutil.rmtree(service)
        elif service.is_dir():
            for older in sorted(service.iterdir())[:-1]:  # named by their dates; a client takes the newest
                shutil.rmtree(older)
    for path in data.rglob("*"):
        if path.name.startswith(("examples-", "waiters-")):
            path.unlink()
        elif path.name.endswith(".json.gz"):
            path.with_suffix("").write_text(_short(_undocumented(json.loads(gzip.decompress(path.read_bytes())))))
            path.unlink()
    endpoints = data / "endpoints.json"
    endpoints.write_text(_short(_of_our_services(json.loads(endpoints.read_text()))))


def _undocumented(value: Any) -> Any:
    """A service's model with empty prose, which is most of what a new client would have to read."""
    if isinstance(value, dict):
        return {
            name: "" if name == "documentation" and isinstance(inner, str) else _undocumented(inner)
            for name, inner in value.items()
        }
    return [_undocumented(inner) for inner in value] if isinstance(value, list) else value


def _of_our_services(endpoints: dict[str, Any]) -> dict[str, Any]:
    """botocore's list of endpoints: all partitions and regions, only our services."""
    for partition in endpoints["partitions"]:
        partition["services"] = {name: service for name, service in partition["services"].items() if name in ENDPOINTS}
    return endpoints


def _without_fields(source: str) -> str:
    """The module with its typed dictionaries as plain names: callers pass the same keys, nobody asks which there are."""
    module = ast.parse(source)
    for statement in module.body:
        if isinstance(statement, ast.ClassDef) and "TypedDict" in {ast.unparse(base) for base in statement.bases}:
            statement.body = [ast.Pass()]
    return ast.unparse(module)


def _short(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
