"""What an order's life costs, counted from the functions' own log lines and the people's requests (house 7)."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from local.cloud import Cloud
from local.demo.person import Person

AIMS = {"requests": 15, "invocations": 30, "write_units": 60, "read_units": 15}  # on paper, at 60 photos
SCHEDULED = ("sweeper", "link_checks", "domain_checks")  # run by the clock and belong to no order


@dataclass(frozen=True, slots=True)
class Counts:
    """What a cloud and the people before it have done until now."""

    requests: int
    write_units: float
    read_units: float
    transitions: int
    functions: Counter[str] = field(default_factory=Counter)

    @property
    def invocations(self) -> int:
        return self.functions.total()

    def since(self, before: "Counts") -> "Counts":
        """What has been done after `before`."""
        return Counts(
            self.requests - before.requests,
            self.write_units - before.write_units,
            self.read_units - before.read_units,
            self.transitions - before.transitions,
            self.functions - before.functions,
        )


def counted(cloud: Cloud, people: list[Person]) -> Counts:
    """The counts of now, but for what runs by the clock."""
    lines = [line for line in _invocations(cloud) if not line["function"].startswith(SCHEDULED)]
    return Counts(
        sum(len(person.requests) for person in people),
        sum(line["write_units"] for line in lines),
        sum(line["read_units"] for line in lines),
        _transitions(cloud),
        Counter(line["function"] for line in lines),
    )


def most_transitions(photos: int) -> int:
    """The budget of state transitions an order."""
    return 24 + 2 * -(-photos // 10)


def report(counts: Counts, photos: int) -> int:
    """Prints the counts beside the budgets; 1 when a budget that gates is broken."""
    print(f"\nOne order with {photos} photos, this run's waiting looks included (make bench counts without them)")
    for name, aim in AIMS.items():
        title = "API requests" if name == "requests" else name.replace("_", " ")
        print(f"  {title:<22}{getattr(counts, name):>9,.1f}  aim {aim} at 60 photos")
    print(f"  {'state transitions':<22}{counts.transitions:>9,.1f}  <= {most_transitions(photos)}")
    for name, count in counts.functions.most_common():
        print(f"    {name:<28}{count:>5}")
    return 0 if counts.transitions <= most_transitions(photos) else 1


def _invocations(cloud: Cloud) -> Iterator[dict[str, Any]]:
    """The one structured line of each invocation, from all log groups."""
    logs = cloud.client("logs")
    for group in logs.describe_log_groups()["logGroups"]:
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"])
        for event in (event for page in pages for event in page["events"]):
            text = event["message"].strip()
            if text.startswith("{") and '"message":"invocation"' in text:
                yield json.loads(text)


def _transitions(cloud: Cloud) -> int:
    """State transitions of all executions, as AWS bills them."""
    machines = cloud.client("stepfunctions")
    total = 0
    for machine in machines.list_state_machines()["stateMachines"]:
        for execution in machines.list_executions(stateMachineArn=machine["stateMachineArn"])["executions"]:
            pages = machines.get_paginator("get_execution_history").paginate(executionArn=execution["executionArn"])
            total += sum(event["type"].endswith("StateEntered") for page in pages for event in page["events"])
    return total
