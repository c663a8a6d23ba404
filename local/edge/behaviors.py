"""The distribution as the template declares it: behaviors, origins, forwarded values, response headers, trusted keys."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from local.template import Resolver

_DISTRIBUTION = "AWS::CloudFront::Distribution"


@dataclass(frozen=True)
class Origin:
    """Where a behavior's requests go: the HTTP API (by id) or a bucket (by name) with the keys that CloudFront may read."""

    api_id: str = ""
    bucket: str = ""
    readable: tuple[str, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Forwarded:
    """Which parts of the viewer's request reach the origin."""

    cookies: bool = False
    all_queries: bool = False
    queries: frozenset[str] = frozenset()
    headers: bool = False


@dataclass(frozen=True)
class HeaderRule:
    """One header that the response gets; without `override` only where the origin did not set it."""

    name: str
    value: str
    override: bool


@dataclass(frozen=True)
class Behavior:
    """What happens to the requests of one path pattern."""

    pattern: re.Pattern[str]
    origin: Origin
    methods: frozenset[str]
    forwarded: Forwarded
    response_headers: tuple[HeaderRule, ...]
    function: str
    signed: bool
    keys: dict[str, ec.EllipticCurvePublicKey]
    compress: bool


class Distribution:
    """The one distribution of the template, ready to route."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        (name,) = resolver.of_type(_DISTRIBUTION)
        self.config: dict[str, Any] = resolver.resource(name)["DistributionConfig"]
        self.origins = {item["Id"]: self._origin(item) for item in self.config["Origins"]}
        listed = [self._behavior(item, item["PathPattern"]) for item in self.config.get("CacheBehaviors", [])]
        self.behaviors = [*listed, self._behavior(self.config["DefaultCacheBehavior"], "*")]

    def behavior(self, path: str) -> Behavior:
        """The first behavior whose pattern fits, in the template's order; the default one fits everything."""
        return next(item for item in self.behaviors if item.pattern.fullmatch(path))

    def functions(self) -> dict[str, str]:
        """The viewer-request functions' code by logical id."""
        return {
            name: self._resolver.resource(name)["FunctionCode"] for name in {b.function for b in self.behaviors} if name
        }

    def _origin(self, item: dict[str, Any]) -> Origin:
        headers = {entry["HeaderName"].lower(): entry["HeaderValue"] for entry in item.get("OriginCustomHeaders", [])}
        if "S3OriginConfig" not in item:
            return Origin(api_id=item["DomainName"].split(".", 1)[0], headers=headers)
        logical = item["DomainName"].split(".", 1)[0]
        return Origin(bucket=self._resolver.physical(logical), readable=self._readable(logical), headers=headers)

    def _readable(self, bucket: str) -> tuple[str, ...]:
        """The key patterns that the bucket's policy opens for CloudFront."""
        patterns: list[str] = []
        for name in self._resolver.of_type("AWS::S3::BucketPolicy"):
            policy = self._resolver.resource(name)
            if policy["Bucket"] != self._resolver.physical(bucket):
                continue
            for statement in policy["PolicyDocument"]["Statement"]:
                principal = statement["Principal"]
                service = principal.get("Service") if isinstance(principal, dict) else None
                if (statement["Effect"], service, statement["Action"]) == (
                    "Allow",
                    "cloudfront.amazonaws.com",
                    "s3:GetObject",
                ):
                    patterns.append(statement["Resource"].removeprefix(f"{bucket}.Arn/"))
        return tuple(patterns)

    def _behavior(self, item: dict[str, Any], pattern: str) -> Behavior:
        groups = item.get("TrustedKeyGroups") or []
        return Behavior(
            pattern=_expression(pattern),
            origin=self.origins[item["TargetOriginId"]],
            methods=frozenset(item.get("AllowedMethods") or ("GET", "HEAD")),
            forwarded=self._forwarded(item),
            response_headers=self._response_headers(item.get("ResponseHeadersPolicyId")),
            function=self._function(item),
            signed=bool(groups),
            keys={identity: key for group in groups for identity, key in self._keys(group).items()},
            compress=bool(item.get("Compress")),
        )

    def _function(self, item: dict[str, Any]) -> str:
        for entry in item.get("FunctionAssociations") or []:
            if entry["EventType"] != "viewer-request":
                raise NotImplementedError(
                    f"the local edge runs viewer-request functions only, not {entry['EventType']}"
                )
            return str(entry["FunctionARN"]).split(".", 1)[0]
        return ""

    def _keys(self, group_id: str) -> dict[str, ec.EllipticCurvePublicKey]:
        group = self._resolver.resource(self._resolver.logical(group_id))["KeyGroupConfig"]
        found = {}
        for identity in group["Items"]:
            config = self._resolver.resource(self._resolver.logical(identity))["PublicKeyConfig"]
            key = serialization.load_pem_public_key(config["EncodedKey"].encode())
            if not isinstance(key, ec.EllipticCurvePublicKey):
                raise TypeError(f"public key {identity} is not an elliptic curve key")
            found[identity] = key
        return found

    def _forwarded(self, item: dict[str, Any]) -> Forwarded:
        cache = self._resolver.resource(self._resolver.logical(item["CachePolicyId"]))["CachePolicyConfig"]
        keyed = cache["ParametersInCacheKeyAndForwardedToOrigin"]
        queries = frozenset(keyed["QueryStringsConfig"].get("QueryStrings") or [])
        if not item.get("OriginRequestPolicyId"):
            return Forwarded(queries=queries)
        logical = self._resolver.logical(item["OriginRequestPolicyId"])
        policy = self._resolver.resource(logical)["OriginRequestPolicyConfig"]
        return Forwarded(
            cookies=policy["CookiesConfig"]["CookieBehavior"] == "all",
            all_queries=policy["QueryStringsConfig"]["QueryStringBehavior"] == "all",
            queries=queries,
            headers=policy["HeadersConfig"]["HeaderBehavior"] in ("allViewer", "allExcept"),
        )

    def _response_headers(self, policy_id: str | None) -> tuple[HeaderRule, ...]:
        if not policy_id:
            return ()
        config = self._resolver.resource(self._resolver.logical(policy_id))["ResponseHeadersPolicyConfig"]
        custom = (config.get("CustomHeadersConfig") or {}).get("Items") or []
        rules = [HeaderRule(item["Header"], item["Value"], bool(item["Override"])) for item in custom]
        return (*rules, *_security_headers(config.get("SecurityHeadersConfig") or {}))


def _expression(pattern: str) -> re.Pattern[str]:
    """A path pattern: `*` is any text, `?` any character, and the slash at the start may be left out."""
    full = pattern if pattern.startswith(("/", "*")) else f"/{pattern}"
    return re.compile(re.escape(full).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)


def _security_headers(config: dict[str, Any]) -> list[HeaderRule]:
    def strict_transport(item: dict[str, Any]) -> str:
        words = [f"max-age={item['AccessControlMaxAgeSec']}"]
        words += ["includeSubDomains"] if item.get("IncludeSubdomains") else []
        return "; ".join(words + (["preload"] if item.get("Preload") else []))

    makers: dict[str, tuple[str, Callable[[dict[str, Any]], Any]]] = {
        "ContentSecurityPolicy": ("Content-Security-Policy", lambda item: item["ContentSecurityPolicy"]),
        "StrictTransportSecurity": ("Strict-Transport-Security", strict_transport),
        "ContentTypeOptions": ("X-Content-Type-Options", lambda item: "nosniff"),
        "FrameOptions": ("X-Frame-Options", lambda item: item["FrameOption"]),
        "ReferrerPolicy": ("Referrer-Policy", lambda item: item["ReferrerPolicy"]),
    }
    return [
        HeaderRule(makers[name][0], str(makers[name][1](item)), bool(item["Override"])) for name, item in config.items()
    ]
