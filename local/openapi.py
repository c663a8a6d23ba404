"""Writes docs/openapi.json from the routes themselves: one document for all API functions, with our own error shape.

`python -m local.openapi` writes it, `--check` fails when the file is stale. The portal's types are generated from it.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "docs" / "openapi.json"
APIS = (
    "accounts.api",
    "accounts.people_api",
    "accounts.team_api",
    "accounts.brand_api",
    "accounts.customers_api",
    "accounts.domains_api",
    "accounts.platform_api",
    "orders.api",
    "media.api",
    "media.workspace_api",
    "media.watermark_api",
    "payments.api",
    "mail.api",
    "privacy.api",
)
# How Powertools would describe failures; ours are problems.
_RESOLVERS_OWN = ("HTTPValidationError", "ValidationError", "ResponseValidationError")
PROBLEM = {
    "type": "object",
    "description": "RFC 9457 problem; `detail` is one clear sentence, `errors` names fields, `current` the present state.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
        "current": {"type": "object", "additionalProperties": True},
        "retry_after_seconds": {"type": "integer"},
    },
}


def document() -> dict[str, Any]:
    """The merged OpenAPI 3.1 document. Two services with one path and method, or one schema name twice, raise ValueError."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Problem": PROBLEM}
    for module in APIS:
        app = importlib.import_module(module).app
        described = json.loads(app.get_openapi_json_schema(title="Latchkey", version="1"))
        for path, operations in described.get("paths", {}).items():
            for method, operation in operations.items():
                if method in paths.setdefault(path, {}):
                    raise ValueError(f"{method} {path} is offered twice")
                paths[path][method] = _with_problem(operation)
        for name, schema in described.get("components", {}).get("schemas", {}).items():
            if name in _RESOLVERS_OWN:
                continue
            if schemas.setdefault(name, schema) != schema:
                raise ValueError(f"two services mean different things by the schema {name}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Latchkey",
            "version": "1",
            "description": "Made from the routes by `make openapi`; the portal keeps in step.",
        },
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def _with_problem(operation: dict[str, Any]) -> dict[str, Any]:
    responses = {status: answer for status, answer in operation["responses"].items() if status != "422"}
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses["default"] = {"description": "What went wrong, in one sentence", "content": problem}
    return {**operation, "responses": responses}


def main() -> int:
    text = json.dumps(document(), indent=1, sort_keys=True) + "\n"
    if "--check" in sys.argv:
        fresh = FILE.exists() and FILE.read_text() == text
        print("docs/openapi.json is current" if fresh else "docs/openapi.json is stale: run `make openapi`")
        return 0 if fresh else 1
    FILE.write_text(text)
    print(f"wrote docs/openapi.json: {sum(len(methods) for methods in json.loads(text)['paths'].values())} operations")
    return 0


if __name__ == "__main__":
    sys.exit(main())
