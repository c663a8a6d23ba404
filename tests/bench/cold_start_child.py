"""The fresh process that `cold_starts.py` measures: imports a handler from the artefacts and serves one request with it."""

import json
import resource
import sys

wanted = json.loads(sys.argv[1])
sys.path[:0] = wanted["paths"]


def request(business: str, edge: str) -> dict[str, object]:
    """An anonymous visitor's GET as API Gateway hands it over."""
    headers = {"x-latchkey-edge": edge, "x-latchkey-business": business, "x-latchkey-host": "harbor.example"}
    http = {
        "method": "GET",
        "path": "/api/session",
        "sourceIp": "203.0.113.7",
        "protocol": "HTTP/1.1",
        "userAgent": "x",
    }
    return {
        "version": "2.0",
        "routeKey": "GET /api/session",
        "rawPath": "/api/session",
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {"http": http, "stage": "$default", "requestId": "r", "domainName": "d", "apiId": "a"},
        "body": None,
        "isBase64Encoded": False,
        "Records": [],
    }


class Context:
    """As much of Lambda's context as handlers may read."""

    aws_request_id = "r"
    function_name = "f"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:f"

    def get_remaining_time_in_millis(self) -> int:
        return 10_000


if wanted["handler"]:
    module_name, _, attribute = wanted["handler"].rpartition(".")
    module = __import__(module_name, fromlist=[attribute])
    handler = getattr(module, attribute)
    if module_name.endswith((".api", ".pages", ".webhook")):
        handler(request(wanted["business"], wanted["secret"]), Context())
    elif not module_name.endswith(("steps", "sweeper", "bundle", "render_batch")) and "confirm" not in attribute:
        handler({"Records": []}, Context())
else:
    import boto3

    boto3.client("dynamodb")

usage = resource.getrusage(resource.RUSAGE_SELF)
ours = ("latchkey", "accounts", "orders", "media", "payments", "mail", "public", "__main__")
foreign = [
    (name, found)
    for name, found in sys.modules.items()
    if (getattr(found, "__file__", None) or "").startswith(tuple(wanted["paths"])) and name.split(".")[0] not in ours
]
uncompiled = [
    found.__name__
    for found in list(sys.modules.values())
    if (getattr(found, "__file__", None) or "").startswith(tuple(wanted["paths"]))
    and found.__file__.endswith(".py")
    and not __import__("os").path.exists(getattr(found, "__cached__", None) or "")
]
print()
print(
    json.dumps(
        {
            "cpu": usage.ru_utime + usage.ru_stime,
            "modules": len(foreign),
            "packages": sorted({name.split(".")[0] for name, _ in foreign}),
            "uncompiled": len(uncompiled),
        }
    )
)
