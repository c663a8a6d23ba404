"""Asks DNS about a domain's two records, and says in a sentence what was found and what is missing."""

from __future__ import annotations

from typing import Final

import dns.exception
import dns.name
import dns.rdatatype
import dns.resolver
from dns.resolver import Answer, NoAnswer, Resolver

from accounts.domain import Finding, Seen
from accounts.domain_name import proof_name

_MOST_HOPS: Final = 8
_TRY_SECONDS: Final = 2.0
_LIFETIME_SECONDS: Final = 4.0
_SILENT: Final = "Your domain's name servers do not answer just now. This counts for nothing; we ask again."
_BROKEN: Final = "Your domain's name servers answer with an error just now. This counts for nothing; we ask again."


class SilentError(Exception):
    """No answer that says anything about the record; the message is the sentence for it."""


def look(domain: str, token: str, endpoint: str, stand_in: str = "") -> Finding:
    """What DNS says now. `stand_in` is the `host:port` of a name server to ask instead of the machine's own."""
    resolver = _resolver(stand_in)
    return Finding(_proof(resolver, domain, token), _route(resolver, domain, endpoint))


def _proof(resolver: Resolver, domain: str, token: str) -> Seen:
    name = proof_name(domain)
    try:
        answer = _asked(resolver, name, "TXT")
    except SilentError as error:
        return Seen("unknown", str(error))
    texts = [b"".join(record.strings).decode("ascii", "replace").strip() for record in answer or ()]
    if token in texts:
        return Seen("found", "Found.")
    if texts:
        return Seen("other", f"There is a TXT record, but it says “{_short(texts[0])}”.")
    return Seen("missing", f"There is no TXT record at {name} yet.")


def _route(resolver: Resolver, domain: str, endpoint: str) -> Seen:
    try:
        hops = _hops(resolver, domain, endpoint)
        if hops and hops[-1] == endpoint:
            return Seen("found", f"Found, by way of {hops[0]}." if len(hops) > 1 else "Found.")
        if hops:
            return Seen("other", f"It leads to {_short(hops[-1])} and not to {endpoint}.")
        return Seen("missing", _instead(resolver, domain))
    except SilentError as error:
        return Seen("unknown", str(error))


def _hops(resolver: Resolver, domain: str, endpoint: str) -> list[str]:
    """Where its CNAME leads, and the CNAME there, and so on, as far as the endpoint."""
    hops: list[str] = []
    while len(hops) < _MOST_HOPS and endpoint not in hops:
        try:
            answer = _asked(resolver, hops[-1] if hops else domain, "CNAME")
        except SilentError:
            if hops:
                break
            raise
        found = answer[0].target.to_text(omit_final_dot=True).lower() if answer else ""
        if not found or found in hops:
            break
        hops.append(found)
    return hops


def _instead(resolver: Resolver, domain: str) -> str:
    """Why no CNAME is there, as far as one can tell."""
    if _asked(resolver, domain, "SOA"):
        return f"{domain} is the root of its zone, where no CNAME record can stand. Please use a name below it."
    if _asked(resolver, domain, "A") or _asked(resolver, domain, "AAAA"):
        return "There is an address record and no CNAME. Please replace it, or switch off your provider's proxy for it."
    return f"There is no CNAME record at {domain} yet."


def _asked(resolver: Resolver, name: str, kind: str) -> Answer | None:
    """The records of that kind at the name, or None where there are none. Raises SilentError."""
    try:
        return resolver.resolve(name, kind, search=False, raise_on_no_answer=True)
    except (dns.resolver.NXDOMAIN, NoAnswer):
        return None
    except dns.resolver.NoNameservers as error:
        raise SilentError(_BROKEN) from error
    except dns.exception.DNSException as error:
        raise SilentError(_SILENT) from error


def _resolver(stand_in: str) -> Resolver:
    resolver = Resolver(configure=not stand_in)
    if stand_in:
        host, _, port = stand_in.rpartition(":")
        resolver.nameservers, resolver.port = [host], int(port)
    resolver.timeout, resolver.lifetime = _TRY_SECONDS, _LIFETIME_SECONDS
    return resolver


def _short(text: str) -> str:
    """Somebody else's text on our page: what can be read of it, and not much."""
    seen = "".join(letter for letter in text if letter.isprintable())
    return seen if len(seen) <= 60 else f"{seen[:59]}…"
