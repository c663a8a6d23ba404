"""The HTTP API as API Gateway has it: SAM's routes, plain 500 for a failed function, null as no body, TLS on loopback."""

import ipaddress
from collections.abc import Callable
from typing import Any

from ministack import app
from ministack.services import apigateway, lambda_svc
from ministack.services.cloudformation import provisioners

from local.launcher.anchors import AnchorError, anchor, handlers_of, wrap

_TYPE = "AWS::ApiGatewayV2::Api"


def install() -> None:
    """Patch MiniStack's HTTP API."""
    _answer_as_the_function_did()
    _count_loopback_as_tls()
    _import_bodies()


def _answer_as_the_function_did() -> None:
    anchor(lambda_svc.lambda_execute_result_to_api_proxy_response, '"statusCode": 502')

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def response(result: dict[str, Any]) -> tuple[dict[str, Any] | None, str | None]:
            if result.get("error") and not result.get("throttle"):
                headers = {"Content-Type": "application/json"}
                return {"statusCode": 500, "headers": headers, "body": '{"message":"Internal Server Error"}'}, None
            answer: tuple[dict[str, Any] | None, str | None] = original(result)
            if answer[0] and answer[0].get("body", "") is None:
                return {**answer[0], "body": ""}, answer[1]
            return answer

        return response

    wrap(lambda_svc, "lambda_execute_result_to_api_proxy_response", make)


def _count_loopback_as_tls() -> None:
    anchor(app, 'pin_request_origin((scope.get("client")')

    def make(original: Callable[[str, bool], None]) -> Callable[[str, bool], None]:
        def pin(source_ip: str, secure: bool) -> None:
            original(source_ip, secure or ipaddress.ip_address(source_ip).is_loopback)

        return pin

    wrap(app, "pin_request_origin", make)


def _import_bodies() -> None:
    handlers = handlers_of(_TYPE)
    anchor(provisioners._apigw_v2_api_create, "_apigw_v2._routes[api_id] = {}")
    anchor(apigateway._create_route, '"target": data.get("target", "")')
    create, update = handlers["create"], handlers["update"]

    def created(logical_id: str, props: dict[str, Any], stack: str) -> Any:
        result = create(logical_id, props, stack)
        import_body(result[0], props.get("Body") or {})
        return result

    def updated(physical_id: str, old: dict[str, Any], new: dict[str, Any], stack: str, *more: Any) -> Any:
        result = update(physical_id, old, new, stack, *more)
        import_body(result[0], new.get("Body") or {})
        return result

    handlers.update(create=created, update=updated)


def import_body(api_id: str, body: dict[str, Any]) -> None:
    """Make the API's routes and integrations from the OpenAPI body that SAM wrote."""
    if (body.get("components") or {}).get("securitySchemes"):
        raise AnchorError("authorizers in an HTTP API body are not carried over: the session check is in the functions")
    if not body:
        return
    apigateway._routes[api_id] = {}
    apigateway._integrations[api_id] = {}
    for path, operations in (body.get("paths") or {}).items():
        for method, operation in operations.items():
            integration = (operation or {}).get("x-amazon-apigateway-integration")
            if integration:
                _add_route(api_id, _route_key(path, method), integration)


def _route_key(path: str, method: str) -> str:
    if path == "/$default":
        return "$default"
    return f"{'ANY' if method == 'x-amazon-apigateway-any-method' else method.upper()} {path}"


def _add_route(api_id: str, key: str, integration: dict[str, Any]) -> None:
    number = len(apigateway._routes[api_id])
    identity = f"i{number:07}"
    apigateway._integrations[api_id][identity] = {
        "integrationId": identity,
        "integrationType": str(integration.get("type", "aws_proxy")).upper(),
        "integrationUri": integration["uri"],
        "integrationMethod": integration.get("httpMethod", "POST"),
        "payloadFormatVersion": integration.get("payloadFormatVersion", "2.0"),
        "timeoutInMillis": 30000,
        "connectionType": "INTERNET",
    }
    apigateway._routes[api_id][f"r{number:07}"] = {
        "routeId": f"r{number:07}",
        "routeKey": key,
        "target": f"integrations/{identity}",
        "authorizationType": "NONE",
        "apiKeyRequired": False,
    }
