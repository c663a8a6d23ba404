"""Signature version 4A, which CloudFront's KeyValueStore asks for and botocore makes only with the AWS CRT (ADR 0057).

The same canonical request as version 4, signed with a key of the curve P-256 that both sides derive from the secret key.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

_NAME: Final = "AWS4-ECDSA-P256-SHA256"
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_EVERY_REGION: Final = "*"
_ECDSA: Final = ec.ECDSA(hashes.SHA256())


class SigV4A(SigV4Auth):
    """Signs requests to a service that lives in every region."""

    def __init__(self, credentials: ReadOnlyCredentials, service: str) -> None:
        super().__init__(credentials, service, _EVERY_REGION)
        self._access_key = str(credentials.access_key)
        self._secret_key = str(credentials.secret_key)
        self._service = service

    def add_auth(self, request: AWSRequest) -> None:
        request.headers["X-Amz-Region-Set"] = _EVERY_REGION
        super().add_auth(request)

    def scope(self, request: AWSRequest) -> str:
        return f"{self._access_key}/{self.credential_scope(request)}"

    def credential_scope(self, request: AWSRequest) -> str:
        """Without a region: the signed header names them."""
        return f"{request.context['timestamp'][:8]}/{self._service}/aws4_request"

    def string_to_sign(self, request: AWSRequest, canonical_request: str) -> str:
        digest = hashlib.sha256(canonical_request.encode()).hexdigest()
        return "\n".join([_NAME, request.context["timestamp"], self.credential_scope(request), digest])

    def signature(self, string_to_sign: str, request: AWSRequest) -> str:
        return signing_key(self._access_key, self._secret_key).sign(string_to_sign.encode(), _ECDSA).hex()

    def _inject_signature_to_request(self, request: AWSRequest, signature: str) -> AWSRequest:
        signed = self.signed_headers(self.headers_to_sign(request))
        parts = f"Credential={self.scope(request)}, SignedHeaders={signed}, Signature={signature}"
        request.headers["Authorization"] = f"{_NAME} {parts}"
        return request


def signing_key(access_key: str, secret_key: str) -> ec.EllipticCurvePrivateKey:
    """The private key that belongs to a pair of access keys (NIST SP 800-108, counter mode)."""
    for counter in range(1, 255):
        label = b"\x00\x00\x00\x01" + _NAME.encode() + b"\x00" + access_key.encode() + bytes([counter])
        digest = hmac.digest(b"AWS4A" + secret_key.encode(), label + b"\x00\x00\x01\x00", "sha256")
        candidate = int.from_bytes(digest, "big")
        if candidate <= _ORDER - 2:
            return ec.derive_private_key(candidate + 1, ec.SECP256R1())
    raise ValueError("no key for these credentials")
