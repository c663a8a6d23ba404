"""DynamoDB stream mappings as Lambda runs them: a thread each, partial failures, bounded retries, destinations."""

import threading
import time
from typing import Any

from ministack.core.arn import ArnParseError, parse_arn
from ministack.core.responses import _request_account_id, _request_region
from ministack.services import dynamodb, lambda_svc

from local.launcher.anchors import anchor

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0

_threads: dict[str, "Mapping"] = {}


def install() -> None:
    """Put our poller in the place of MiniStack's, which knows neither partial failures nor a limit of retries."""
    anchor(lambda_svc._poll_loop, "_poll_dynamodb_streams() or processed")
    anchor(lambda_svc._poll_dynamodb_streams, "_dynamodb_stream_positions[esm_id] = pos + raw_len")
    anchor(dynamodb._emit_stream_event, "esm_wake.set()")
    lambda_svc._poll_dynamodb_streams = tick


def tick() -> bool:
    """Wake each mapping's thread and start the missing ones; MiniStack's poll loop calls this at every write."""
    for account, region, mapping in lambda_svc._iter_all_esms():
        identity = mapping["UUID"]
        if not _is_stream(mapping):
            continue
        if identity not in _threads or not _threads[identity].is_alive():
            _threads[identity] = Mapping(identity, account, region)
            _threads[identity].start()
        _threads[identity].wake.set()
    return False


def _is_stream(mapping: dict[str, Any]) -> bool:
    try:
        return bool(parse_arn(mapping.get("EventSourceArn", "")).service == "dynamodb")
    except ArnParseError:
        return False


def first_failure(batch: list[dict[str, Any]], body: Any) -> int | None:
    """The index of the first record to be tried again, or None; an identifier that is not in the batch means all."""
    failures = body.get("batchItemFailures") if isinstance(body, dict) else None
    if not failures:
        return None
    numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
    named = [failure.get("itemIdentifier") for failure in failures]
    if any(number not in numbers for number in named):
        return 0
    return min(numbers.index(number) for number in named)


class Mapping(threading.Thread):
    """Reads one stream for one function, in order, one batch at a time."""

    def __init__(self, identity: str, account: str, region: str) -> None:
        super().__init__(daemon=True, name=f"stream-{identity[:8]}")
        self.identity, self.account, self.region = identity, account, region
        self.wake = threading.Event()
        self.attempts = 0
        self.limit: int | None = None

    def run(self) -> None:
        """Follow the stream until the mapping is gone."""
        _request_account_id.set(self.account)
        _request_region.set(self.region)
        while (mapping := lambda_svc._esms.get(self.identity)) is not None:
            if not (mapping.get("Enabled", True) and self._advance(mapping)):
                self.wake.wait(1.0)
                self.wake.clear()

    def _advance(self, mapping: dict[str, Any]) -> bool:
        arn = mapping["EventSourceArn"]
        table = arn.split("/stream/")[0].split("/")[-1]
        function, _ = lambda_svc._get_func_record_for_qualifier(mapping["FunctionName"], mapping.get("Qualifier"))
        if function is None or (dynamodb._tables.get(table) or {}).get("LatestStreamArn") != arn:
            return False
        position = self._position(table)
        raw = dynamodb.stream_records_since(table, position, self.limit or int(mapping.get("BatchSize", 100)))
        if not raw:
            return False
        batch = lambda_svc._apply_filter_criteria(raw, mapping)
        if not batch:
            return self._settle(position + len(raw))
        result = lambda_svc._execute_function(function, {"Records": batch})
        failed = self._failed_at(mapping, batch, result)
        if failed is None:
            return self._settle(position + len(raw))
        if failed:
            self.attempts = 0
        number = batch[failed]["dynamodb"]["SequenceNumber"]
        offset = next(i for i, record in enumerate(raw) if record["dynamodb"]["SequenceNumber"] == number)
        return self._retry(mapping, function, batch[failed:], position + offset, position + len(raw), result)

    def _position(self, table: str) -> int:
        start, end = dynamodb.stream_start_position(table), dynamodb.stream_end_position(table)
        known = lambda_svc._dynamodb_stream_positions.get(self.identity, start)
        return int(start if known > end else max(known, start))

    def _settle(self, position: int) -> bool:
        with lambda_svc._dynamodb_stream_positions_lock:
            lambda_svc._dynamodb_stream_positions[self.identity] = position
        self.attempts, self.limit = 0, None
        return True

    @staticmethod
    def _failed_at(mapping: dict[str, Any], batch: list[dict[str, Any]], result: dict[str, Any]) -> int | None:
        if result.get("error") or result.get("throttle"):
            return 0
        if "ReportBatchItemFailures" in (mapping.get("FunctionResponseTypes") or []):
            return first_failure(batch, result.get("body"))
        return None

    def _retry(
        self,
        mapping: dict[str, Any],
        function: dict[str, Any],
        left: list[dict[str, Any]],
        position: int,
        end: int,
        result: dict[str, Any],
    ) -> bool:
        with lambda_svc._dynamodb_stream_positions_lock:
            lambda_svc._dynamodb_stream_positions[self.identity] = position
        self.attempts += 1
        if mapping.get("BisectBatchOnFunctionError") and len(left) > 1:
            self.limit, self.attempts = max(1, (end - position) // 2), 0
        condition = self._given_up(mapping, left)
        if condition:
            arn = mapping["EventSourceArn"]
            lambda_svc._send_ddb_stream_failure_record(mapping, function, left, arn, result, condition)
            return self._settle(end)
        time.sleep(min(FIRST_PAUSE_SECONDS * 2 ** min(self.attempts, 8), LONGEST_PAUSE_SECONDS))
        return True

    def _given_up(self, mapping: dict[str, Any], left: list[dict[str, Any]]) -> str:
        most, oldest = int(mapping.get("MaximumRetryAttempts", -1)), int(mapping.get("MaximumRecordAgeInSeconds", -1))
        if 0 <= most < self.attempts:
            return "RetryAttemptsExhausted"
        created = float(left[0]["dynamodb"].get("ApproximateCreationDateTime", time.time()))
        if 0 < oldest < time.time() - created:
            return "MaxRecordAgeExceeded"
        return ""


def waiting_records() -> dict[str, Any]:
    """What a restart must bring back: for each mapping the records that it has not settled."""
    state: dict[str, Any] = {}
    for account, region, mapping in lambda_svc._iter_all_esms():
        if not _is_stream(mapping):
            continue
        table = mapping["EventSourceArn"].split("/stream/")[0].split("/")[-1]
        scope = {"account_id": account, "region": region}
        key = f"{account}/{region}/{table}"
        end = dynamodb.stream_end_position(table, **scope)
        place = lambda_svc._dynamodb_stream_positions.get_scoped(account, region, mapping["UUID"], 0)
        entry = state.setdefault(key, {"from": end, "records": [], "positions": {}})
        entry["from"] = min(entry["from"], place)
        entry["positions"][mapping["UUID"]] = place
    for key, entry in state.items():
        account, region, table = key.split("/", 2)
        records = dynamodb.stream_records_since(table, entry["from"], 1_000_000, account_id=account, region=region)
        entry["records"] = list(records)
    return state


def restore(state: dict[str, Any]) -> None:
    """Put the unsettled records back, numbered from zero, and each mapping at its place among them."""
    lambda_svc._dynamodb_stream_positions.clear()
    for key, entry in state.items():
        account, region, table = key.split("/", 2)
        dynamodb._stream_records.set_scoped(account, region, table, list(entry["records"]))
        for identity, place in entry["positions"].items():
            lambda_svc._dynamodb_stream_positions.set_scoped(account, region, identity, place - entry["from"])
