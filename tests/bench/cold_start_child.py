"""The fresh process that `cold_starts.py` measures: imports a handler from the artefacts and serves one request with it."""

import json
import os
import resource
import sys

wanted = json.loads(sys.argv[1])
sys.path[:0] = wanted["paths"]


class Context:
    """As much of Lambda's context as handlers may read."""

    aws_request_id = "r"
    function_name = "f"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:us-east-1:123456789012:function:f"

    def get_remaining_time_in_millis(self) -> int:
        return 10_000


answer = None
if wanted["handler"]:
    module_name, _, attribute = wanted["handler"].rpartition(".")
    handler = getattr(__import__(module_name, fromlist=[attribute]), attribute)
    if wanted["event"]:
        answer = handler(wanted["event"], Context())
else:
    import boto3

    boto3.client("dynamodb")

usage = resource.getrusage(resource.RUSAGE_SELF)
ours = ("latchkey", "accounts", "orders", "media", "payments", "mail", "public", "__main__")
paths = tuple(wanted["paths"])
# Straight from a module's dictionary: to ask a module that waits for its first use (`latchkey.lazily`) would load it.
modules = [(name, module) for name, module in list(sys.modules.items()) if issubclass(type(module), type(sys))]
facts = {name: object.__getattribute__(module, "__dict__") for name, module in modules}
loaded = {name: known for name, known in facts.items() if str(known.get("__file__") or "").startswith(paths)}
foreign = [name for name in loaded if name.split(".")[0] not in ours]
uncompiled = [
    name
    for name, known in loaded.items()
    if known["__file__"].endswith(".py") and not os.path.exists(known.get("__cached__") or "")
]
print()
print(
    json.dumps(
        {
            "cpu": usage.ru_utime + usage.ru_stime,
            "modules": len(foreign),
            "packages": sorted({name.split(".")[0] for name in foreign}),
            "uncompiled": len(uncompiled),
            "status": answer.get("statusCode") if isinstance(answer, dict) else None,
        }
    )
)
