"""Stripe, in our words: the only module that talks to it. Each call names the business's account and carries our key.

The stripe package repeats a call whose answer was lost, with the same key, and is the one owner of that retry. What it
cannot find out is raised: UnknownOutcomeError is never treated as a no.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import stripe

from latchkey.errors import ConflictError, UnavailableError, UnknownOutcomeError
from latchkey.money import Money
from latchkey.secrets import secret_json
from latchkey.settings import settings
from payments.charging import ChargingOffError
from payments.payment import KeySpentError, NoSuchSessionError, NotOpenError, SessionFacts
from payments.transport import Urllib3Client

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams

_RETRIES = 2
_EXPAND = ["payment_intent.latest_charge"]
_transport: stripe.HTTPClient | None = None


def use_transport(transport: stripe.HTTPClient | None) -> None:
    """Sends every later call through `transport`: tests and the simulator answer in this process."""
    global _transport
    _transport = transport
    _client_of.cache_clear()


def create_session(
    account: str | None,
    key: str,
    *,
    amount: Money,
    title: str,
    description: str,
    return_url: str,
    cancel_url: str,
    payer_email: str,
    named: Mapping[str, str],
    shown_name: str,
    accent: str,
) -> SessionFacts:
    """A payable page for `amount`. The same `key` gives the same page for a day.

    Raises KeySpentError (a definite failure is saved under the key), ChargingOffError, UnknownOutcomeError,
    UnavailableError, or ConflictError when Stripe refuses the amount.
    """
    params: SessionCreateParams = {
        "mode": "payment",
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": amount.currency.lower(),
                    "unit_amount": amount.amount,
                    "product_data": {"name": title, "description": description},
                },
            }
        ],
        "success_url": return_url,
        "cancel_url": cancel_url,
        "client_reference_id": named["order_id"],
        "metadata": dict(named),
        "payment_intent_data": {"metadata": dict(named)},
        "branding_settings": {"display_name": shown_name, "button_color": accent},
        "submit_type": "pay",
        "expand": _EXPAND,
    }
    if payer_email:
        params["customer_email"] = payer_email
    with _translated():
        return _facts(_client().v1.checkout.sessions.create(params, _options(account, key)))


def retrieve_session(account: str | None, session_id: str) -> SessionFacts:
    """What Stripe says now. Raises NoSuchSessionError, ChargingOffError (no access), UnavailableError."""
    with _translated(reading=True):
        return _facts(_client().v1.checkout.sessions.retrieve(session_id, {"expand": _EXPAND}, _options(account)))


def expire_session(account: str | None, session_id: str, key: str) -> SessionFacts:
    """Closes a page; the answer tells what it came to. Raises NotOpenError when it was complete or expired before."""
    try:
        with _translated():
            return _facts(
                _client().v1.checkout.sessions.expire(session_id, {"expand": _EXPAND}, _options(account, key))
            )
    except ChargingOffError:
        raise
    except ConflictError as refusal:
        raise NotOpenError("The page is not open any more.") from refusal


@contextmanager
def _translated(*, reading: bool = False) -> Iterator[None]:
    try:
        yield
    except stripe.IdempotencyError as error:
        raise KeySpentError("Please try again.") from error
    except stripe.APIConnectionError as error:
        raise _unreachable(reading) from error
    except stripe.RateLimitError as error:
        raise UnavailableError("Many people are paying just now. Please try again.") from error
    except (stripe.PermissionError, stripe.AuthenticationError) as error:
        raise ChargingOffError from error
    except stripe.InvalidRequestError as error:
        raise _refused(error) from error
    except stripe.StripeError as error:
        if (error.headers or {}).get("idempotent-replayed") == "true":
            raise KeySpentError("Please try again.") from error
        raise _unreachable(reading) from error


def _unreachable(reading: bool) -> Exception:
    if reading:
        return UnavailableError("We cannot reach the payment provider just now. Please try again.")
    return UnknownOutcomeError("The payment provider did not answer. Nothing was charged; please try again.")


def _refused(error: stripe.InvalidRequestError) -> Exception:
    if error.code == "resource_missing":
        return NoSuchSessionError("There is no such payment page.")
    if error.code == "account_invalid":
        return ChargingOffError()
    if error.code in ("amount_too_small", "amount_too_large"):
        return ConflictError("This amount cannot be paid online. Please contact the business.")
    return ConflictError("The payment provider refused this. Please contact the business.")


def _facts(session: stripe.checkout.Session) -> SessionFacts:
    intent = session.payment_intent
    charge = intent.latest_charge if isinstance(intent, stripe.PaymentIntent) else None
    if isinstance(intent, str) or isinstance(charge, str):
        raise UnavailableError("The payment provider's answer was not complete. Please try again.")
    return SessionFacts(
        session_id=session.id,
        status=session.status or "",
        payment_status=session.payment_status,
        amount=session.amount_total or 0,
        currency=(session.currency or "").upper(),
        named=_plain(session.metadata),
        order_id=session.client_reference_id or "",
        intent_id=intent.id if intent else None,
        intent_status=intent.status if intent else None,
        received=intent.amount_received if intent else 0,
        url=session.url,
        expires_at=session.expires_at,
        charged_at=charge.created if charge else None,
    )


def _plain(metadata: Any) -> dict[str, str]:
    return {name: str(value) for name, value in metadata.to_dict().items()} if metadata else {}


def _options(account: str | None, key: str | None = None) -> "stripe.RequestOptions":
    options: stripe.RequestOptions = {}
    if account:
        options["stripe_account"] = account
    if key:
        options["idempotency_key"] = key
    return options


def _client() -> stripe.StripeClient:
    return _client_of(secret_json(settings().stripe_secret_id)["api_key"], settings().stripe_api_base)


@cache
def _client_of(api_key: str, base: str) -> stripe.StripeClient:
    return stripe.StripeClient(
        api_key,
        base_addresses={"api": base} if base else None,
        http_client=_transport or Urllib3Client(),
        max_network_retries=_RETRIES,
    )
