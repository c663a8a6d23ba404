"""Our check of a signature takes what the stripe package takes, and refuses calmly what makes the package stumble."""

import hashlib
import hmac
import json
import os
import subprocess
import sys

import pytest
import stripe
from hypothesis import example, given
from hypothesis import strategies as st

from latchkey.errors import MalformedError
from payments.signature import verified
from tests.building import ROOT

NOW = 1_795_000_000
BODY = json.dumps({"id": "evt_1", "object": "event", "type": "a", "data": {"object": {}}})


def test_what_the_package_signs_is_taken() -> None:
    header = stripe.WebhookSignature.generate_signature_header(BODY, "whsec_1", NOW)
    event = verified(BODY.encode(), header, ["whsec_0", "whsec_1"], NOW + 300)
    assert (event.event_id, event.kind, event.account) == ("evt_1", "a", "")


@given(st.binary(max_size=200))
@example(b"\xff")
@example(b"[]")
@example(b"null")
def test_any_signed_bytes_are_an_event_or_a_refusal(raw: bytes) -> None:
    mark = hmac.new(b"whsec_1", f"{NOW}.".encode() + raw, hashlib.sha256).hexdigest()
    with pytest.raises(MalformedError):
        verified(raw, f"t={NOW},v1={mark}", ["whsec_1"], NOW)


@given(st.text(max_size=200))
def test_any_header_is_a_refusal(header: str) -> None:
    with pytest.raises(MalformedError):
        verified(BODY.encode(), header, ["whsec_1"], NOW)


@pytest.mark.parametrize("secrets", [[], [""], ["whsec_2"]])
def test_without_the_right_secret_nothing_is_taken(secrets: list[str]) -> None:
    header = stripe.WebhookSignature.generate_signature_header(BODY, "whsec_1", NOW)
    with pytest.raises(MalformedError):
        verified(BODY.encode(), header, secrets, NOW)


def test_a_signature_with_an_empty_secret_is_never_taken() -> None:
    header = stripe.WebhookSignature.generate_signature_header(BODY, "", NOW)
    with pytest.raises(MalformedError):
        verified(BODY.encode(), header, [""], NOW)


def test_the_webhook_starts_without_the_package() -> None:
    paths = {**os.environ, "PYTHONPATH": f"{ROOT}/functions:{ROOT}/layers/core"}
    code = "import payments.webhook, sys; sys.exit('stripe' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], env=paths).returncode == 0
