"""Function workers as on Lambda: errors keep their worker and type, layers unpacked once, code before layers."""

import hashlib
import json
import os
import shutil
import tempfile
import threading
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from local.launcher.anchors import anchor, replaced, wrap

WORKERS_PER_FUNCTION = 4

_FAILED = (
    '_real_stdout.write(json.dumps({"status": "error", "error": str(e), "trace": traceback.format_exc()}) + "\\n")'
)
_ANSWERED = (
    "traceback.print_exc(file=sys.stderr); "
    '_real_stdout.write(json.dumps({"status": "ok", "result": {"@@error": {"errorMessage": str(e), '
    '"errorType": type(e).__name__, "stackTrace": traceback.format_tb(e.__traceback__)}}}) + "\\n")'
)
_LAYERS_FIRST = "sys.path.insert(0, code_dir)"
_CODE_FIRST = "sys.path[:] = [code_dir] + [p for p in sys.path if 'site-packages' not in p]"


def install(layers: Path, pids: Path, variables: dict[str, str]) -> None:
    """Patch the workers; `layers` keeps unpacked layers by content, `pids` a line for each process started."""
    _keep_the_worker_after_an_error()
    _put_code_before_layers()
    _limit_workers(pids.parent / "functions.log")
    _unpack_layers_once(layers, pids, variables)
    anchor(lambda_runtime.Worker._drain_stderr_bounded, "first_line_wait: float = 0.050")
    lambda_runtime.Worker._drain_stderr_bounded.__defaults__ = (0.004, 0.001, 0.05)


def _keep_the_worker_after_an_error() -> None:
    script = replaced(lambda_runtime._PYTHON_WORKER_SCRIPT, _FAILED, _ANSWERED)
    lambda_runtime._PYTHON_WORKER_SCRIPT = script
    anchor(lambda_runtime._detect_runtime_binary, "return sys.executable, _PYTHON_WORKER_SCRIPT")


def _put_code_before_layers() -> None:
    script = replaced(lambda_runtime._PYTHON_WORKER_SCRIPT, _LAYERS_FIRST, _CODE_FIRST)
    script = replaced(script, "sys.path.insert(0, _py)", "sys.path.append(_py)")
    lambda_runtime._PYTHON_WORKER_SCRIPT = replaced(script, "sys.path.insert(0, _ld)", "pass")


def unwrapped(result: dict[str, Any]) -> dict[str, Any]:
    """The invocation's result with a handler's exception as Lambda reports it."""
    body = result.get("body")
    if isinstance(body, dict) and "@@error" in body:
        return {**result, "body": body["@@error"], "error": True}
    return result


def with_cookies(event: Any) -> Any:
    """A payload 2.0 event with its `cookies` list; the header stays only in an authorizer's event."""
    if not isinstance(event, dict) or event.get("version") != "2.0":
        return event
    cookie = (event.get("headers") or {}).get("cookie")
    if not cookie:
        return event
    event = {**event, "cookies": [part.strip() for part in cookie.split(";") if part.strip()]}
    if event.get("type") != "REQUEST":
        event["headers"] = {name: value for name, value in event["headers"].items() if name != "cookie"}
    return event


def _limit_workers(log: Path) -> None:
    anchor(lambda_svc._execute_function_warm, "acquire_worker(func_name, config, code_zip, qualifier=qualifier)")
    places: dict[str, threading.BoundedSemaphore] = defaultdict(
        lambda: threading.BoundedSemaphore(WORKERS_PER_FUNCTION)
    )
    guard = threading.Lock()

    def make(original: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        def warm(func: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:
            config = func.get("config") or func
            with guard:
                place = places[config.get("FunctionName", "")]
            with place:
                started = time.perf_counter()
                result = unwrapped(original(func, with_cookies(event), request_id))
                milliseconds = (time.perf_counter() - started) * 1000
            outcome = "failed" if result.get("error") else "ok"
            line = f"{config.get('FunctionName')} {request_id} {outcome} in {milliseconds:.0f} ms\n"
            with guard, log.open("a") as file:
                file.write(line + "".join(f"    {words}\n" for words in (result.get("log") or "").splitlines()))
            return result

        return warm

    wrap(lambda_svc, "_execute_function_warm", make)


def _unpack_layers_once(layers: Path, pids: Path, variables: dict[str, str]) -> None:
    anchor(lambda_runtime.Worker._spawn, 'layer_refs = self.config.get("Layers", [])', "_RESERVED_RUNTIME_ENV_VARS")
    known: dict[str, str] = {}

    def folder(reference: Any) -> str:
        arn = reference if isinstance(reference, str) else reference.get("Arn", "")
        if arn not in known:
            known[arn] = str(unpacked(layers, lambda_svc._resolve_layer_zip(reference) or b""))
        return known[arn]

    def make(spawn: Callable[[Any], None]) -> Callable[[Any], None]:
        def patched(self: Any) -> None:
            config = self.config
            own = (config.get("Environment") or {}).get("Variables") or {}
            own = {**own, **{name: value for name, value in variables.items() if name in own}}
            folders = [folder(reference) for reference in config.get("Layers") or []]
            own["_LAMBDA_LAYERS_DIRS"] = os.pathsep.join(folders)
            self.config = {**config, "Layers": [], "Environment": {"Variables": own}}
            try:
                spawn(self)
                with pids.open("a") as file:
                    file.write(f"{self._proc.pid} {self._tmpdir}\n")
            except RuntimeError as problem:
                raise RuntimeError(f"{problem} {self._drain_stderr()}".strip()) from problem
            finally:
                self.config = config

        return patched

    wrap(lambda_runtime.Worker, "_spawn", make)


def unpacked(layers: Path, archive: bytes) -> Path:
    """The folder that holds the layer's files, made once for each content."""
    target = layers / hashlib.sha256(archive).hexdigest()[:24]
    if target.is_dir():
        return target
    layers.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=layers))
    if archive:
        with zipfile.ZipFile(BytesIO(archive)) as file:
            file.extractall(fresh)
    try:
        fresh.rename(target)
    except OSError:
        shutil.rmtree(fresh)
    return target


def parsed_variables(text: str) -> dict[str, str]:
    """The function variables that this machine decides (its ports), from the launcher's environment."""
    return {str(name): str(value) for name, value in json.loads(text or "{}").items()}
