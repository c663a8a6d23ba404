"""Routes: template and code offer the same ones, and who may call them without a session is written down (checklist 7)."""

import importlib
import json
import re
from typing import Any

import pytest

from tests.building import ROOT, routes
from tests.template.stack import LOCAL, PROD, functions, of_type, stack

# Anybody may call these: each says why. Everything else answers 401 without a session.
WITHOUT_SESSION = {
    "GET /api/session": "asks whether there is a session",
    "POST /api/auth/sign-ups": "begins one",
    "POST /api/auth/codes": "knows the pending sign-up's own cookie",
    "POST /api/auth/codes/verification": "knows the pending sign-up's own cookie and the typed code",
    "POST /api/auth/sessions": "begins one",
    "DELETE /api/auth/sessions/current": "ending no session is no error",
    "POST /api/auth/resets": "is for who cannot sign in",
    "POST /api/auth/resets/completion": "knows the pending reset's own cookie and the typed code",
    "POST /api/auth/invitations/opening": "the mailed invitation's secret says what it invites to",
    "POST /api/auth/invitations/acceptance": "the mailed invitation's secret opens it once",
    "GET /api/platform": "who wants to found a business has no account yet (product 2.1)",
    "POST /api/platform/availability": "a name is free or not, and counted",
    "POST /api/platform/businesses": "begins one",
    "POST /api/platform/codes": "knows the cookie of its own beginning",
    "POST /api/platform/codes/verification": "knows the cookie of its own beginning and the typed code",
    "POST /api/team-invitations/opening": "the mailed invitation's secret says what it invites to",
    "GET /api/products": "prices show while a guest chooses (product 2.5)",
    "POST /api/quotes": "prices show while a guest chooses (product 2.5)",
    "POST /api/orders": "a guest may book without an account (product 2.5)",
    "POST /api/guest/checkout": "knows the order's private link",
    "POST /api/guest/payment-confirmation": "knows the order's private link",
    "POST /api/shared-listing": "knows the listing's share link",
    "GET /g/assets/{file}": "style and script of that page, the same for everybody",
    "GET /g/{token}": "is the order's private link",
    "GET /g/{token}/paid": "is the order's private link",
    "GET /g/copies/{token}": "asks whether to unsubscribe; changes nothing",
    "POST /g/copies/{token}": "knows the secret of the mail that it ends",
    "GET /g/{token}/photos/{asset_id}": "knows the order's private link",
    "POST /webhooks/stripe": "Stripe signs it",
    "POST /webhooks/stripe-connect": "Stripe signs it",
}
API_FUNCTIONS = {
    "AccountsApi": "accounts.api",
    "BrandApi": "accounts.brand_api",
    "CustomersApi": "accounts.customers_api",
    "DomainsApi": "accounts.domains_api",
    "PlatformApi": "accounts.platform_api",
    "PeopleApi": "accounts.people_api",
    "TeamsApi": "accounts.team_api",
    "OrdersApi": "orders.api",
    "MediaApi": "media.api",
    "WorkspaceApi": "media.workspace_api",
    "WatermarkApi": "media.watermark_api",
    "PaymentsApi": "payments.api",
    "MailsApi": "mail.api",
    "PrivacyApi": "privacy.api",
}
STRICTER = {
    "POST /api/auth/sign-ups",
    "POST /api/auth/codes",
    "POST /api/auth/codes/verification",
    "POST /api/auth/sessions",
    "POST /api/account/email",
    "POST /api/account/recipients",
    "POST /api/account/email/verification",
    "POST /api/auth/resets",
    "POST /api/auth/resets/completion",
    "POST /api/auth/invitations/opening",
    "POST /api/auth/invitations/acceptance",
    "POST /api/platform/availability",
    "POST /api/platform/businesses",
    "POST /api/platform/codes",
    "POST /api/platform/codes/verification",
    "POST /api/team-invitations/opening",
    "POST /api/team-invitations/acceptance",
    "POST /api/orders",
    "POST /api/orders/{order_id}/checkout",
    "POST /api/guest/checkout",
}


def routes_of(name: str) -> set[str]:
    return {route for route, function in routes().items() if function == name}


def all_routes() -> list[str]:
    return sorted(routes())


def api() -> dict[str, Any]:
    (properties,) = of_type(stack(PROD), "AWS::ApiGatewayV2::Api").values()
    return properties


def offered_by(module: str) -> set[str]:
    """The routes of an API as its OpenAPI lists them."""
    app = importlib.import_module(module).app
    paths = json.loads(app.get_openapi_json_schema(title="Latchkey", version="1"))["paths"]
    return {f"{method.upper()} {path}" for path, operations in paths.items() for method in operations}


@pytest.mark.parametrize("name", sorted(API_FUNCTIONS))
def test_template_and_code_offer_the_same_routes(name: str) -> None:
    assert offered_by(API_FUNCTIONS[name]) == routes_of(name)


def test_no_route_is_offered_twice() -> None:
    # A second key takes the place of the first in silence, so the lines themselves are counted.
    lines = re.findall(r"^ +(/(?:api|g|webhooks)/\S*): \{", (ROOT / "template.yaml").read_text(), re.MULTILINE)
    assert sorted(lines) == sorted({route.partition(" ")[2] for route in all_routes()})


def test_the_expanded_api_has_exactly_these_routes_and_calls_these_functions() -> None:
    found = {
        f"{method.upper()} {path}": operation["x-amazon-apigateway-integration"]
        for path, operations in api()["Body"]["paths"].items()
        for method, operation in operations.items()
    }
    called = {
        route: re.findall(r"\$\{(\w+)Aliaslive\}/invocations$", one["uri"]["Fn::Sub"]) for route, one in found.items()
    }
    assert called == {route: [function] for route, function in routes().items()}
    assert {(one["type"], one["payloadFormatVersion"]) for one in found.values()} == {("aws_proxy", "2.0")}


def test_routes_are_written_in_the_api_alone() -> None:
    # An event would bring a permission for each route (ADR 0068).
    for name, function in functions().items():
        assert "HttpApi" not in {event["Type"] for event in function.get("Events", {}).values()}, name


def test_only_this_api_calls_a_function_and_only_by_its_alias() -> None:
    called = of_type(stack(PROD), "AWS::Lambda::Permission").values()
    of_api = [one for one in called if one["Principal"] == "apigateway.amazonaws.com"]
    aliases = sorted(one["FunctionName"]["Ref"] for one in of_api)
    assert aliases == sorted(f"{name}Aliaslive" for name in set(routes().values())), "one a function, none for others"
    for one in of_api:
        assert one["Action"] == "lambda:InvokeFunction"
        assert one["SourceArn"] == {
            "Fn::Sub": "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*"
        }


def test_the_list_of_routes_without_a_session_names_real_ones() -> None:
    assert set(WITHOUT_SESSION) <= set(all_routes())


@pytest.mark.parametrize("route", sorted(set(all_routes()) - set(WITHOUT_SESSION)))
def test_a_route_needs_a_session(route: str, business: Any) -> None:
    from tests.building import anonymous

    (name,) = [name for name in API_FUNCTIONS if route in routes_of(name)]
    handler = importlib.import_module(API_FUNCTIONS[name]).handler
    method, _, path = route.partition(" ")
    path = re.sub(r"\{(\w+?)_id\}", lambda found: _an_id(found[1]), path)
    body = {} if method in ("POST", "PUT", "PATCH") else None
    answer = anonymous(handler, business).send(method, path, body)
    # A body that is checked first may answer 422; what matters is that nobody unknown gets a result.
    assert answer.status in (401, 404, 422), f"{route}: {answer.status} {answer.text[:200]}"
    assert answer.status != 404 or "order" in path or "listing" in path


def _an_id(noun: str) -> str:
    prefixes = {
        "order": "ord",
        "listing": "lst",
        "asset": "ast",
        "upload": "upl",
        "delivery": "dlv",
        "share": "shr",
        "customer": "cus",
        "revision": "rev",
        "link": "lnk",
        "account": "acc",
        "invitation": "inv",
        "session": "ses",
        "note": "not",
        "team": "tem",
        "recipient": "rcp",
    }
    return f"{prefixes[noun]}_01K0000000000000000000000A"


def test_dear_and_guessable_routes_are_throttled_harder_and_the_webhook_is_not() -> None:
    (stage,) = of_type(stack(PROD), "AWS::ApiGatewayV2::Stage").values()
    settings, usual = stage["RouteSettings"], stage["DefaultRouteSettings"]
    assert set(settings) <= set(all_routes()), "a throttle for a route that does not exist"
    for route in STRICTER:
        assert settings[route]["ThrottlingRateLimit"] < usual["ThrottlingRateLimit"], route
    for route in ("POST /webhooks/stripe", "POST /webhooks/stripe-connect"):
        assert settings[route]["ThrottlingRateLimit"] > usual["ThrottlingRateLimit"], route


def test_the_api_has_no_second_door_where_it_has_a_domain() -> None:
    def closed(values: dict[str, str]) -> bool:
        (properties,) = of_type(stack(values), "AWS::ApiGatewayV2::Api").values()
        (server,) = properties["Body"]["servers"]
        return bool(server["x-amazon-apigateway-endpoint-configuration"]["disableExecuteApiEndpoint"])

    assert closed(PROD)
    assert not closed(LOCAL)
    assert not of_type(stack(LOCAL), "AWS::ApiGatewayV2::DomainName")
    (domain,) = of_type(stack(PROD), "AWS::ApiGatewayV2::DomainName").values()
    assert domain["DomainNameConfigurations"][0]["SecurityPolicy"] == "TLS_1_2"


def test_the_access_log_names_routes_and_never_paths_or_people() -> None:
    (stage,) = of_type(stack(PROD), "AWS::ApiGatewayV2::Stage").values()
    text = stage["AccessLogSettings"]["Format"]
    json.loads(text)
    assert "$context.routeKey" in text
    for told in ("path", "sourceIp", "userAgent", "identity", "authorizer", "header"):
        assert told not in text, told
