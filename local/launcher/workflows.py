"""Step Functions as on AWS: the machine's role decides, a failing callback task fails, YAML definitions, restarts."""

import contextvars
import json
import threading
from collections.abc import Callable
from typing import Any

import yaml
from ministack.core import iam_evaluator
from ministack.core.responses import _request_account_id, _request_region
from ministack.services import stepfunctions
from ministack.services.cloudformation import provisioners

from local.launcher.anchors import anchor, wrap

_ROLE: contextvars.ContextVar[str] = contextvars.ContextVar("role of the running state machine", default="")
_CALLBACK: contextvars.ContextVar[bool] = contextvars.ContextVar("inside a callback task", default=False)


class CallbackFailure(Exception):
    """A failure of the function behind a callback task, on its way past the handler that would swallow it."""

    def __init__(self, error: str, cause: str) -> None:
        super().__init__(error)
        self.error = error
        self.cause = cause


def install() -> None:
    """Patch MiniStack's Step Functions."""
    _check_the_role()
    _fail_a_failing_callback()
    _read_yaml_definitions()
    _resume_after_a_restart()


def allowed(role: str, action: str, resource: str) -> bool:
    """Whether the role's own policies allow the action on the resource."""
    account = role.split(":")[4]
    context = iam_evaluator.EvalContext(
        principal_arn=role,
        principal_type="AssumedRole",
        principal_account=account,
        action=action,
        resource_arn=resource,
        region=_request_region.get(),
    )
    policies = iam_evaluator._gather_role_policies(role.rsplit("/", 1)[-1], account)
    return bool(iam_evaluator.evaluate(context, policies).decision == "Allow")


def _check_the_role() -> None:
    anchor(stepfunctions._execute_task, "_invoke_with_callback(", "_invoke_resource_with_timeout(")
    anchor(stepfunctions._invoke_resource_with_timeout, "contextvars.copy_context().run")
    anchor(stepfunctions._call_lambda, "lambda_svc._get_func_record_for_ref(func_ref)")

    def task(original: Callable[..., Any]) -> Callable[..., Any]:
        def execute(state: Any, raw_input: Any, execution: dict[str, Any], ctx: Any) -> Any:
            machine = stepfunctions._state_machines.get(execution["stateMachineArn"]) or {}
            token = _ROLE.set(machine.get("roleArn", ""))
            try:
                return original(state, raw_input, execution, ctx)
            finally:
                _ROLE.reset(token)

        return execute

    def call(original: Callable[[str, Any], Any]) -> Callable[[str, Any], Any]:
        def invoke(function: str, event: Any) -> Any:
            role, callback = _ROLE.get(), _CALLBACK.get()
            try:
                if role and not allowed(role, "lambda:InvokeFunction", function):
                    message = f"User: {role} is not authorized to perform: lambda:InvokeFunction on: {function}"
                    raise stepfunctions._ExecutionError("Lambda.AWSLambdaException", message)
                return original(function, event)
            except stepfunctions._ExecutionError as failure:
                if callback:
                    raise CallbackFailure(failure.error, failure.cause) from None
                raise

        return invoke

    wrap(stepfunctions, "_execute_task", task)
    wrap(stepfunctions, "_call_lambda", call)


def _fail_a_failing_callback() -> None:
    anchor(stepfunctions._invoke_with_callback, "except _ExecutionError:\n            pass")

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def invoke(resource: str, payload: Any, task_token: str, state: Any) -> Any:
            token = _CALLBACK.set(True)
            try:
                return original(resource, payload, task_token, state)
            except CallbackFailure as failure:
                stepfunctions._task_tokens.pop(task_token, None)
                raise stepfunctions._ExecutionError(failure.error, failure.cause) from None
            finally:
                _CALLBACK.reset(token)

        return invoke

    wrap(stepfunctions, "_invoke_with_callback", make)


def _read_yaml_definitions() -> None:
    anchor(provisioners._sfn_definition, 'definition.replace("${" + str(k) + "}", str(v))')

    def make(original: Callable[[Any], str]) -> Callable[[Any], str]:
        def definition(props: Any) -> str:
            return json.dumps(yaml.safe_load(original(props)))

        return definition

    wrap(provisioners, "_sfn_definition", make)


_interrupted: list[dict[str, Any]] = []


def _resume_after_a_restart() -> None:
    anchor(stepfunctions._restore_state, 'exc["error"] = "States.ServiceRestart"')
    anchor(stepfunctions._run_execution, "time.sleep(0.15)")

    def make(original: Callable[[Any], None]) -> Callable[[Any], None]:
        def restore(data: Any) -> None:
            original(data)
            for execution in stepfunctions._executions.all_values():
                if execution.get("error") == "States.ServiceRestart":
                    for name in ("error", "cause"):
                        execution.pop(name)
                    execution.update(status="RUNNING", stopDate=None, events=execution["events"][:1])
                    _interrupted.append(execution)

        return restore

    wrap(stepfunctions, "_restore_state", make)


def resume() -> int:
    """Start the executions that a restart interrupted again, from their top: their steps are safe to run twice."""
    count = len(_interrupted)
    while _interrupted:
        arn = _interrupted.pop()["executionArn"]
        context = contextvars.copy_context()
        context.run(_request_account_id.set, arn.split(":")[4])
        context.run(_request_region.set, arn.split(":")[3])
        threading.Thread(target=context.run, args=(stepfunctions._run_execution, arn), daemon=True).start()
    return count
