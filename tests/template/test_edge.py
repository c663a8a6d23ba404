"""What CloudFront does before anything of ours runs (guarantees 6, 30, 67, 68, 69; checklist 7 and 12; portal.md, Headers)."""

import json
import re
import shutil
import subprocess
from typing import Any

import pytest

from tests.template.stack import LOCAL, PROD, of_type, stack

NOTHING = {"CookieBehavior": "none"}
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self' ${Uploads}; media-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)


def distribution(values: dict[str, str] = PROD) -> dict[str, Any]:
    return of_type(stack(values), "AWS::CloudFront::Distribution")["Distribution"]["DistributionConfig"]  # type: ignore[no-any-return]


def behaviours() -> dict[str, dict[str, Any]]:
    config = distribution()
    return {one["PathPattern"]: one for one in config["CacheBehaviors"]} | {"*": config["DefaultCacheBehavior"]}


def policy(kind: str, name: str) -> dict[str, Any]:
    return next(iter(of_type(stack(PROD), f"AWS::CloudFront::{kind}")[name].values()))  # type: ignore[no-any-return]


# Where a path goes ---------------------------------------------------------------------------------------------------
def test_each_path_has_its_origin() -> None:
    where = {pattern: one["TargetOriginId"] for pattern, one in behaviours().items()}
    api = {"/api/*": "api", "/webhooks/*": "api", "/g/copies/*": "api", "/g/*": "api"}
    assert where == {**api, "/s/*": "portal", "/media/*": "media", "*": "portal"}


def test_the_raw_bucket_has_no_door_at_the_edge() -> None:
    origins = {one["Id"]: json.dumps(one["DomainName"]) for one in distribution()["Origins"]}
    assert sorted(origins) == ["api", "media", "portal"]
    assert "RawBucket" not in "".join(origins.values())


def test_buckets_are_read_by_origin_access_control() -> None:
    for origin in distribution()["Origins"]:
        if origin["Id"] != "api":
            assert origin["OriginAccessControlId"] == {"Fn::GetAtt": ["BucketAccess", "Id"]}
            assert origin["S3OriginConfig"] == {"OriginAccessIdentity": ""}
    control = policy("OriginAccessControl", "BucketAccess")
    assert (control["SigningBehavior"], control["SigningProtocol"]) == ("always", "sigv4")


def test_the_api_is_reached_over_tls_with_the_secret_of_the_edge() -> None:
    (api,) = [one for one in distribution()["Origins"] if one["Id"] == "api"]
    assert api["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert api["OriginCustomHeaders"] == [
        {
            "HeaderName": "x-latchkey-edge",
            "HeaderValue": {"Fn::Sub": "{{resolve:secretsmanager:${EdgeSecret}:SecretString}}"},
        }
    ]
    assert api["DomainName"] == "api.portal.example"
    (without_domain,) = [one for one in distribution(LOCAL)["Origins"] if one["Id"] == "api"]
    assert without_domain["DomainName"]["Fn::Sub"].startswith("${Api}.execute-api.")


# What is cached ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("pattern", ["/api/*", "/webhooks/*", "/g/copies/*", "/g/*"])
def test_answers_of_the_api_are_never_cached_and_hear_everything_but_the_host(pattern: str) -> None:
    behaviour = behaviours()[pattern]
    assert behaviour["CachePolicyId"] == {"Ref": "NothingCached"}
    assert behaviour["OriginRequestPolicyId"] == {"Ref": "EverythingButHost"}
    nothing = policy("CachePolicy", "NothingCached")
    assert (nothing["MinTTL"], nothing["DefaultTTL"], nothing["MaxTTL"]) == (0, 0, 0)
    everything = policy("OriginRequestPolicy", "EverythingButHost")
    assert everything["HeadersConfig"] == {"HeaderBehavior": "allExcept", "Headers": ["Host"]}
    assert everything["CookiesConfig"] == {"CookieBehavior": "all"}
    assert everything["QueryStringsConfig"] == {"QueryStringBehavior": "all"}


def test_writes_reach_the_api_and_nothing_else() -> None:
    for pattern, behaviour in behaviours().items():
        writes = "POST" in behaviour["AllowedMethods"]
        assert writes == (pattern in ("/api/*", "/webhooks/*", "/g/copies/*")), pattern


def test_media_are_cached_by_path_and_saved_name_alone() -> None:
    media = behaviours()["/media/*"]
    assert media["CachePolicyId"] == {"Ref": "MediaCached"}
    assert "OriginRequestPolicyId" not in media
    parameters = policy("CachePolicy", "MediaCached")["ParametersInCacheKeyAndForwardedToOrigin"]
    assert parameters["CookiesConfig"] == NOTHING
    assert parameters["QueryStringsConfig"]["QueryStrings"] == ["response-content-disposition"]


def test_the_portals_cache_follows_what_the_files_say() -> None:
    cached = policy("CachePolicy", "PortalCached")
    assert behaviours()["*"]["CachePolicyId"] == {"Ref": "PortalCached"}
    assert (cached["MinTTL"], cached["MaxTTL"]) == (0, 31536000)


# Who may read media --------------------------------------------------------------------------------------------------
def test_media_need_a_signature_by_one_of_two_keys() -> None:
    assert behaviours()["/media/*"]["TrustedKeyGroups"] == [{"Ref": "MediaKeys"}]
    assert [pattern for pattern, one in behaviours().items() if "TrustedKeyGroups" in one] == ["/media/*"]
    group = of_type(stack(PROD), "AWS::CloudFront::KeyGroup")["MediaKeys"]["KeyGroupConfig"]
    assert group["Items"] == [{"Ref": "MediaKey"}, {"Ref": "SecondMediaKey"}]


def test_one_key_is_enough_and_survives_a_rotation() -> None:
    for slot, kept in (("MediaPublicKey", "MediaKey"), ("MediaPublicKeySecond", "SecondMediaKey")):
        resources = stack({slot: "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"})
        assert list(of_type(resources, "AWS::CloudFront::PublicKey")) == [kept]
        assert resources["MediaKeys"]["Properties"]["KeyGroupConfig"]["Items"] == [{"Ref": kept}]
        assert resources[kept]["Properties"]["PublicKeyConfig"]["EncodedKey"]["Fn::Sub"] == (
            f"-----BEGIN PUBLIC KEY-----\n${{{slot}}}\n-----END PUBLIC KEY-----\n"
        )


def test_without_any_key_nobody_reads_media_through_the_edge_by_accident() -> None:
    """The very first deployment has no key only when somebody leaves deploy/ out: then there is no key group to trust."""
    media = [one for one in distribution({})["CacheBehaviors"] if one["PathPattern"] == "/media/*"]
    assert not media, "an unsigned /media/* would be open to everybody"


# TLS, headers, firewall ----------------------------------------------------------------------------------------------
def test_old_tls_is_refused() -> None:
    certificate = distribution()["ViewerCertificate"]
    assert certificate["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert certificate["SslSupportMethod"] == "sni-only"
    assert {one["ViewerProtocolPolicy"] for one in behaviours().values()} <= {"https-only", "redirect-to-https"}


def test_every_answer_carries_the_security_headers() -> None:
    by_pattern = {pattern: one["ResponseHeadersPolicyId"]["Ref"] for pattern, one in behaviours().items()}
    assert by_pattern.pop("/s/*") == "SharedPageHeaders"
    assert set(by_pattern.values()) == {"SecurityHeaders"}
    headers = policy("ResponseHeadersPolicy", "SecurityHeaders")
    security = headers["SecurityHeadersConfig"]
    text, uploads = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    assert text == CSP
    assert "RawBucket" in json.dumps(uploads["Uploads"])
    assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] == 2 * 365 * 24 * 3600
    assert security["StrictTransportSecurity"]["IncludeSubdomains"] is True
    assert security["ContentTypeOptions"] == {"Override": True}
    assert security["ReferrerPolicy"]["ReferrerPolicy"] == "strict-origin-when-cross-origin"
    custom = {one["Header"]: one["Value"] for one in headers["CustomHeadersConfig"]["Items"]}
    assert custom["Cross-Origin-Opener-Policy"] == "same-origin"
    assert custom["Permissions-Policy"] == "camera=(), microphone=(), geolocation=(), clipboard-write=(self)"
    assert all(one.get("Override") for name, one in security.items() if name != "ReferrerPolicy")


def test_a_shared_page_tells_nobody_its_address_and_is_kept_nowhere() -> None:
    """Otherwise it carries what every answer carries, without the doors for uploads (guarantees 14)."""
    usual, shared = (policy("ResponseHeadersPolicy", name) for name in ("SecurityHeaders", "SharedPageHeaders"))
    security, custom = shared["SecurityHeadersConfig"], shared["CustomHeadersConfig"]["Items"]
    assert security.pop("ContentSecurityPolicy")["ContentSecurityPolicy"] == CSP.replace(" ${Uploads}", "").replace(
        "media-src 'self' blob:", "media-src 'self'"
    )
    assert security.pop("ReferrerPolicy") == {"Override": True, "ReferrerPolicy": "no-referrer"}
    assert all(security[name] == usual["SecurityHeadersConfig"][name] for name in security)
    assert custom[:2] == [
        {"Header": "Cache-Control", "Value": "no-store", "Override": True},
        {"Header": "X-Robots-Tag", "Value": "noindex, nofollow, noarchive", "Override": True},
    ]
    assert custom[2:] == usual["CustomHeadersConfig"]["Items"]


def test_nobody_shares_answers_across_origins() -> None:
    assert "CorsConfig" not in policy("ResponseHeadersPolicy", "SecurityHeaders")
    (api,) = of_type(stack(PROD), "AWS::ApiGatewayV2::Api").values()
    assert "CorsConfiguration" not in api
    assert "x-amazon-apigateway-cors" not in api["Body"]


def test_the_firewall_stands_at_the_edge_where_it_is_wanted() -> None:
    assert not of_type(stack(LOCAL), "AWS::WAFv2::WebACL")
    assert "WebACLId" not in distribution(LOCAL)
    assert distribution()["WebACLId"] == {"Fn::GetAtt": ["WebAcl", "Arn"]}
    (acl,) = of_type(stack(PROD), "AWS::WAFv2::WebACL").values()
    assert acl["Scope"] == "CLOUDFRONT"
    groups = [rule["Statement"].get("ManagedRuleGroupStatement", {}).get("Name") for rule in acl["Rules"]]
    assert "AWSManagedRulesCommonRuleSet" in groups
    assert "AWSManagedRulesKnownBadInputsRuleSet" in groups
    assert any("RateBasedStatement" in rule["Statement"] for rule in acl["Rules"])


def test_the_edges_log_keeps_no_path_no_query_and_no_cookie() -> None:
    (delivery,) = of_type(stack(PROD), "AWS::Logs::Delivery").values()
    fields = set(delivery["RecordFields"])
    assert not fields & {"cs-uri-stem", "cs-uri-query", "cs(Cookie)", "cs(Referer)", "c-ip"}, (
        "guest links and signatures"
    )
    assert "sc-status" in fields


# The host function ---------------------------------------------------------------------------------------------------
HARNESS = """
const given = JSON.parse(process.argv[1]);
const read = async (key) => { if (!(key in given.hosts)) throw new Error('no key'); return given.hosts[key]; };
const cf = {kvs: () => ({get: read})};
%s
handler(given.event).then((answer) => console.log(JSON.stringify(answer)));
"""
HOSTS = {
    "harbor.portal.example": "biz_01HARBOR",
    "old.portal.example": "redirect:harbor.portal.example",
    "start.portal.example": "biz_01HARBOR",
    "sly.portal.example": "platform",
}


def asked(
    host: str,
    uri: str = "/",
    headers: dict[str, str] | None = None,
    query: dict[str, Any] | None = None,
    platform: str = "start.portal.example",
) -> Any:
    node = shutil.which("node")
    if not node:
        pytest.skip("needs Node")
    code = of_type(stack(PROD), "AWS::CloudFront::Function")["HostFunction"]["FunctionCode"]["Fn::Sub"]
    code = code.replace("${PortalScheme}", "https").replace("${PortalPort}", "")
    code = code.replace("${PlatformHost}", platform)
    assert "${" not in code, "a parameter that this test does not fill in"
    code = re.sub(r"^import cf from 'cloudfront';", "", code)
    sent = {name: {"value": value} for name, value in {"host": host, **(headers or {})}.items()}
    request = {"method": "GET", "uri": uri, "querystring": query or {}, "headers": sent, "cookies": {}}
    event = {"version": "1.0", "viewer": {"ip": "203.0.113.9"}, "request": request}
    given = json.dumps({"hosts": HOSTS, "event": event})
    result = subprocess.run([node, "-e", HARNESS % code, given], capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


def test_every_behaviour_that_knows_hosts_runs_the_function() -> None:
    for pattern, behaviour in behaviours().items():
        associated = [one["EventType"] for one in behaviour.get("FunctionAssociations", [])]
        assert associated == ([] if pattern == "/media/*" else ["viewer-request"]), pattern


def test_a_host_names_its_business_whatever_the_visitor_claims() -> None:
    forged = {
        "x-latchkey-business": "biz_01OTHER",
        "x-latchkey-host": "other.example",
        "x-latchkey-address": "10.0.0.1",
    }
    for host in ("harbor.portal.example", "HARBOR.portal.example", "harbor.portal.example:8400"):
        headers = asked(host, "/api/session", forged)["headers"]
        assert headers["x-latchkey-business"]["value"] == "biz_01HARBOR"
        assert headers["x-latchkey-host"]["value"] == "harbor.portal.example"
        assert headers["x-latchkey-address"]["value"] == "203.0.113.9"


@pytest.mark.parametrize(
    "host", ["nobody.portal.example", "harbor.portal.example.", "harbor.portal.example.evil.test", ""]
)
def test_an_unknown_host_gets_a_neutral_page(host: str) -> None:
    answer = asked(host, "/api/session")
    assert answer["statusCode"] == 404
    assert "Harbor" not in json.dumps(answer)
    assert "Latchkey" not in json.dumps(answer), "customers never see the platform's name (product 10.4)"


def test_the_platforms_host_is_no_business_whatever_the_table_says() -> None:
    session = asked("START.portal.example", "/api/platform", {"x-latchkey-business": "biz_01OTHER"})
    assert session["headers"]["x-latchkey-business"]["value"] == "platform"
    assert session["headers"]["x-latchkey-host"]["value"] == "start.portal.example"
    assert asked("start.portal.example", "/")["uri"] == "/platform/index.html"
    assert asked("start.portal.example", "/hosts/harbor.portal.example/index.html")["uri"] == "/platform/index.html"
    assert asked("harbor.portal.example", "/platform/index.html")["uri"] == "/hosts/harbor.portal.example/index.html"
    assert asked("sly.portal.example", "/api/platform")["statusCode"] == 404


def test_a_deployment_without_a_host_for_the_platform_has_none() -> None:
    assert asked("", "/api/platform", platform="")["statusCode"] == 404
    assert asked("start.portal.example", "/", platform="")["uri"] == "/hosts/start.portal.example/index.html"


def test_a_former_host_redirects_with_path_and_query() -> None:
    answer = asked("old.portal.example", "/listings/lst_1", query={"a": {"value": "1"}, "b": {"value": "%C3%BC"}})
    assert answer["statusCode"] == 301
    assert answer["headers"]["location"]["value"] == "https://harbor.portal.example/listings/lst_1?a=1&b=%C3%BC"


@pytest.mark.parametrize(
    ("uri", "file"),
    [
        ("/", "/hosts/harbor.portal.example/index.html"),
        ("/orders/ord_1/paid", "/hosts/harbor.portal.example/index.html"),
        ("/studio/listings/lst.1/x", "/hosts/harbor.portal.example/index.html"),
        ("/assets/app-3f2a.js", "/assets/app-3f2a.js"),
        ("/s/01K0000000000000000000000Atoken-of_a.share", "/hosts/harbor.portal.example/index.html"),
        ("/sw.js", "/sw.js"),
        ("/hosts/harbor.portal.example/brand-1a2b.css", "/hosts/harbor.portal.example/brand-1a2b.css"),
        ("/hosts/other.portal.example/index.html", "/hosts/harbor.portal.example/index.html"),
        ("/hosts/harbor.portal.example/../other/index.html", "/hosts/harbor.portal.example/index.html"),
        ("/api/orders", "/api/orders"),
        ("/g/token", "/g/token"),
        ("/webhooks/stripe", "/webhooks/stripe"),
    ],
)
def test_a_route_of_the_portal_becomes_the_shell_of_its_host(uri: str, file: str) -> None:
    assert asked("harbor.portal.example", uri)["uri"] == file


def test_the_function_fits_into_cloudfront() -> None:
    code = of_type(stack(PROD), "AWS::CloudFront::Function")["HostFunction"]["FunctionCode"]["Fn::Sub"]
    assert len(code.encode()) < 10_000
