"""Runs a CloudFront Function's own JavaScript (runtime 2.0) with its KeyValueStore."""

import json
from typing import Any

import quickjs  # type: ignore[import-untyped]

_IMPORT = "import cf from 'cloudfront';"
_PRELUDE = """
const __missing = '\\u0000';
const cf = {kvs: () => ({
  get: async (key) => {
    const found = __get(String(key));
    if (found === __missing) throw new Error('Key not found');
    return found;
  },
  exists: async (key) => __get(String(key)) !== __missing,
})};
const console = {log: () => undefined, error: () => undefined};
let __answer = null;
async function __run(text) {
  try { __answer = JSON.stringify({result: await handler(JSON.parse(text))}); }
  catch (problem) { __answer = JSON.stringify({error: String(problem)}); }
}
"""


class FunctionError(RuntimeError):
    """The function threw; CloudFront answers 503 then."""


class NotYetKnown(Exception):
    """The function asked for a key that has not been fetched; fetch it and run again."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class EdgeFunction:
    """One function, compiled once; `values` holds the keys fetched so far (None: the store does not have it)."""

    def __init__(self, code: str) -> None:
        if "import " in code.replace(_IMPORT, "", 1).split("function", 1)[0]:
            raise FunctionError("only `import cf from 'cloudfront';` can be imported")
        self._context = quickjs.Context()
        self._context.add_callable("__get", self._get)
        self._context.eval(_PRELUDE + code.replace(_IMPORT, "", 1))
        self._values: dict[str, str | None] = {}
        self._asked = ""

    def _get(self, key: str) -> str:
        if key not in self._values:
            self._asked = key
            return "\0"
        value = self._values[key]
        return "\0" if value is None else value

    def run(self, event: dict[str, Any], values: dict[str, str | None]) -> dict[str, Any]:
        """The function's result: a request, or a response (it has `statusCode`). Raises NotYetKnown, FunctionError."""
        self._values, self._asked = values, ""
        self._context.get("__run")(json.dumps(event))
        while self._context.execute_pending_job():
            pass
        if self._asked:
            raise NotYetKnown(self._asked)
        answer = json.loads(self._context.eval("__answer") or '{"error": "the function did not finish"}')
        if "error" in answer:
            raise FunctionError(answer["error"])
        result: dict[str, Any] = answer["result"]
        return result
