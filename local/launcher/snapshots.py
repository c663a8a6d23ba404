"""The state on disk every few seconds, so that `kill -9` costs no more than what was written since."""

import copy
import logging
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ministack import app
from ministack.core import persistence
from ministack.services import cloudwatch_logs, lambda_svc, ses

from local.launcher import streams
from local.launcher.anchors import anchor

INTERVAL_SECONDS = float(os.environ.get("LATCHKEY_SNAPSHOT_SECONDS", "5"))
STREAMS = "latchkey-streams"
MAILS = "latchkey-mails"

logger = logging.getLogger("snapshots")


def install() -> None:
    """Bring waiting stream records and sent mails back when MiniStack has loaded its state; it keeps neither."""
    anchor(app._build_persistence_save_dict, "save_dict[key] = mod.get_state")
    anchor(app._handle_lifespan, "_load_persisted_state()", "save_all(_build_persistence_save_dict())")
    load: Callable[[], None] = app._load_persisted_state

    def loaded() -> None:
        load()
        streams.restore(persistence.load_state(STREAMS) or {})
        ses._sent_emails.update(persistence.load_state(MAILS) or {})

    app._load_persisted_state = loaded


class Snapshots:
    """Writes what changed: functions, layers and log groups are large, so only when there are others than before."""

    def __init__(self) -> None:
        self._seen: dict[str, Any] = {}
        self._sizes: dict[str, Callable[[], Any]] = {
            "lambda": _functions,
            "cloudwatch_logs": _log_groups,
            "cloudwatch": lambda: None,
        }

    def save(self, everything: bool = False) -> float:
        """Write one snapshot; the seconds that it took."""
        started = time.perf_counter()
        services: dict[str, Callable[[], Any]] = app._build_persistence_save_dict()
        for name, shape in self._sizes.items():
            now = shape()
            if name in services and not everything and self._seen.get(name, ()) == now:
                services.pop(name)
            self._seen[name] = now
        persistence.save_all({**services, STREAMS: streams.waiting_records, MAILS: _mails})
        return time.perf_counter() - started


def _mails() -> Any:
    return copy.deepcopy(ses._sent_emails)


def _functions() -> Any:
    functions = [
        (key, function.get("config", {}).get("RevisionId"), len(function.get("versions") or {}))
        for key, function in list(lambda_svc._functions._data.items())
    ]
    layers = [(key, len(layer.get("versions") or [])) for key, layer in list(lambda_svc._layers._data.items())]
    return functions, layers, list(lambda_svc._esms._data)


def _log_groups() -> Any:
    return sorted(map(str, cloudwatch_logs._log_groups._data))


def clear_leftovers(state: Path) -> None:
    """Drop half-written files of a killed run."""
    for path in state.glob("*.tmp"):
        path.unlink()
