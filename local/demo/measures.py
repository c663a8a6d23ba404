"""What one order costs, counted from the functions' own log lines and the people's requests, beside the budgets of house 7."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from local.cloud import Cloud
from local.demo.person import Person


@dataclass(frozen=True, slots=True)
class Measures:
    """One whole life of an order with `photos` delivered photos."""

    cloud: Cloud
    people: list[Person]
    photos: int

    def report(self) -> int:
        """Prints the counts beside the budgets; 1 when a budget that gates is broken."""
        lines = list(self._invocations())
        requests = sum(len(person.requests) for person in self.people)
        transitions = self._transitions()
        allowed = 24 + 2 * -(-self.photos // 10)
        rows = [
            ("API requests", requests, "aim 15 at 60 photos"),
            ("function invocations", len(lines), "aim 30 at 60 photos"),
            ("write units", sum(line["write_units"] for line in lines), "aim 60 at 60 photos"),
            ("read units", sum(line["read_units"] for line in lines), "aim 15 at 60 photos"),
            ("state transitions", transitions, f"<= {allowed}"),
        ]
        print(f"\nOne order with {self.photos} photos")
        for name, value, budget in rows:
            print(f"  {name:<22}{value:>9,.1f}  {budget}")
        for name, count in Counter(line["function"] for line in lines).most_common():
            print(f"    {name:<28}{count:>5}")
        return 0 if transitions <= allowed else 1

    def _invocations(self) -> Iterator[dict[str, Any]]:
        """The one structured line of each invocation, from all log groups."""
        logs = self.cloud.client("logs")
        for group in logs.describe_log_groups()["logGroups"]:
            pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"])
            for event in (event for page in pages for event in page["events"]):
                text = event["message"].strip()
                if text.startswith("{") and '"message":"invocation"' in text:
                    yield json.loads(text)

    def _transitions(self) -> int:
        """State transitions of all executions, as AWS bills them."""
        machines = self.cloud.client("stepfunctions")
        total = 0
        for machine in machines.list_state_machines()["stateMachines"]:
            for execution in machines.list_executions(stateMachineArn=machine["stateMachineArn"])["executions"]:
                pages = machines.get_paginator("get_execution_history").paginate(executionArn=execution["executionArn"])
                total += sum(event["type"].endswith("StateEntered") for page in pages for event in page["events"])
        return total
