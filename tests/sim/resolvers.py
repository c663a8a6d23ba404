"""A resolver serves one request at a time, as in a function's own process; here many share one, so each takes its own along."""

from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.api_gateway import BaseRouter

from tests.sim.scheduler import Actor


class Resolvers:
    """Keeps what a resolver remembers of the request in progress with the actor whose request it is."""

    def __init__(self, apps: list[APIGatewayHttpResolver]) -> None:
        self._apps = apps

    def leave(self, actor: Actor) -> None:
        actor.local["resolvers"] = [(dict(app.context), list(app.processed_stack_frames)) for app in self._apps]
        actor.local["request"] = (
            getattr(BaseRouter, "current_event", None),
            getattr(BaseRouter, "lambda_context", None),
        )

    def enter(self, actor: Actor) -> None:
        fresh: list[tuple[dict[str, Any], list[str]]] = [({}, []) for _ in self._apps]
        for app, (context, frames) in zip(self._apps, actor.local.get("resolvers", fresh), strict=True):
            app.context.clear()
            app.context.update(context)
            app.processed_stack_frames[:] = frames
        event, context_of_lambda = actor.local.get("request", (None, None))
        BaseRouter.current_event = event
        BaseRouter.lambda_context = context_of_lambda
