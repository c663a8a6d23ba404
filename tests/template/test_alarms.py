"""Alarms and the dashboard: each promise is watched, each alarm can be acted upon (checklist 15, house 4, Observability)."""

import json
import re
from typing import Any

import pytest

from tests.template.stack import LOCAL, PROD, ROOT, of_type, stack

RUNBOOK = ROOT / "docs" / "runbook.md"
WATCHED = {
    "WebhooksRefused",
    "EventsKeptForPeople",
    "SweepFailures",
    "LedgerDifferences",
    "PaidNotUnlocked",
    "UnlockedUnderpaid",
    "DeliveriesNeedAttention",
    "RemarkingsNeedAttention",
}


def alarms() -> dict[str, dict[str, Any]]:
    return of_type(stack(PROD), "AWS::CloudWatch::Alarm")


def name_of(alarm: dict[str, Any]) -> str:
    return str(alarm["AlarmName"]["Fn::Sub"]).removeprefix("${AWS::StackName}-")


@pytest.mark.parametrize("logical_id", sorted(alarms()))
def test_an_alarm_tells_somebody_and_has_its_page_in_the_runbook(logical_id: str) -> None:
    alarm = alarms()[logical_id]
    assert logical_id == f"{name_of(alarm)}Alarm"
    assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "AlarmTopic"}]
    headings = re.findall(r"^## (.+)$", RUNBOOK.read_text(), re.MULTILINE)
    assert name_of(alarm) in [name for heading in headings for name in heading.split(", ")]


def test_the_runbook_has_no_page_of_an_alarm_that_is_gone() -> None:
    headings = re.findall(r"^## (.+)$", RUNBOOK.read_text(), re.MULTILINE)
    named = {name for heading in headings for name in heading.split(", ")}
    assert named == {name_of(alarm) for alarm in alarms().values()}


def test_every_dead_letter_queue_rings_at_the_first_message() -> None:
    queues = {name for name in of_type(stack(PROD), "AWS::SQS::Queue") if name.endswith("DeadLetters")}
    assert len(queues) == 9
    for name in queues:
        alarm = alarms()[f"{name}Alarm"]
        assert alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
        assert alarm["Threshold"] == 1
        assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": {"Fn::GetAtt": [name, "QueueName"]}}]


def test_every_table_rings_when_it_is_throttled() -> None:
    for table in of_type(stack(PROD), "AWS::DynamoDB::Table"):
        alarm = alarms()[f"{table.removesuffix('Table')}ThrottledAlarm"]
        assert alarm["Dimensions"] == [{"Name": "TableName", "Value": {"Ref": table}}]


def test_metrics_of_our_own_are_counted_somewhere_in_the_code() -> None:
    code = "\n".join(path.read_text() for root in ("functions", "layers/core") for path in (ROOT / root).rglob("*.py"))
    counted = set(re.findall(r"\bcount\(\s*\"(\w+)\"", code))
    own = [one["MetricName"] for one in alarms().values() if one["Namespace"] == "Latchkey"]
    watched = {name for name in own if isinstance(name, str)}
    assert watched >= WATCHED
    assert watched <= counted, f"alarms that can never ring: {sorted(watched - counted)}"
    ours = [widget for widget in json.loads(dashboard())["widgets"] if "Latchkey" in str(widget)]
    names = {
        str(line[1]) for widget in ours for line in widget["properties"]["metrics"] if line[0] in ("Latchkey", ".")
    }
    shown = names - {"ExecutionsSucceeded", "ExecutionsFailed"}
    assert shown <= counted, f"the dashboard shows what nobody counts: {sorted(shown - counted)}"


def dashboard() -> str:
    (board,) = of_type(stack(PROD), "AWS::CloudWatch::Dashboard").values()
    return str(board["DashboardBody"]["Fn::Sub"])


def test_the_dashboard_is_readable_and_shows_the_promises() -> None:
    board = json.loads(dashboard())
    assert len(board["widgets"]) == 6
    for metric in ("PaymentsCaptured", "EventsKeptForPeople", "SweepFailures", "5xx", "DeliveriesNeedAttention"):
        assert metric in dashboard()


def test_alarms_can_be_made_locally_too() -> None:
    assert set(of_type(stack(LOCAL), "AWS::CloudWatch::Alarm")) == set(alarms())
    assert not [name for name, one in alarms().items() if "Metrics" in one], "the local cloud knows no metric math"


def test_mails_that_come_back_are_seen() -> None:
    resources = stack(PROD)
    events = of_type(resources, "AWS::SES::ConfigurationSetEventDestination")["MailBounces"]["EventDestination"]
    assert {"bounce", "complaint"} <= set(events["MatchingEventTypes"])
    configuration = of_type(resources, "AWS::SES::ConfigurationSet")["MailConfiguration"]
    assert configuration["SuppressionOptions"]["SuppressedReasons"] == ["BOUNCE", "COMPLAINT"]
    identity = of_type(resources, "AWS::SES::EmailIdentity")["MailIdentity"]
    assert identity["DkimSigningAttributes"]["NextSigningKeyLength"] == "RSA_2048_BIT"
    assert identity["MailFromAttributes"]["BehaviorOnMxFailure"] == "REJECT_MESSAGE"
    (subscription,) = [one for one in of_type(resources, "AWS::SNS::Subscription").values() if one["Protocol"] == "sqs"]
    assert subscription["Endpoint"] == {"Fn::GetAtt": ["BouncesQueue", "Arn"]}
