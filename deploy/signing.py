"""The keys of signed media links: two slots at CloudFront, one private half in Secrets Manager, rotated without a gap.

CloudFront never changes the text of a public key, so a new key always goes into the slot that is empty. What a stack
that was interrupted anywhere looks like, the next deployment repairs: a private half that fits no slot is replaced.
"""

import base64
from dataclasses import dataclass, replace

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.stage import DeployError


@dataclass(frozen=True, slots=True)
class Slots:
    """The public halves that CloudFront trusts, each as one line of base64, empty where there is none."""

    first: str = ""
    second: str = ""

    def parameters(self) -> dict[str, str]:
        return {"MediaPublicKey": self.first, "MediaPublicKeySecond": self.second}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to deploy; `private_key` is the half to store afterwards, empty when the stored one stays."""

    slots: Slots
    signer: str
    private_key: str = ""

    @property
    def signer_output(self) -> str:
        """The stack's output with the id of the key that signs."""
        return "MediaKeyId" if self.signer == self.slots.first else "SecondMediaKeyId"


def plan(deployed: Slots, private_key: str, *, rotate: bool = False, retire: bool = False) -> Plan:
    """Which keys to deploy. Raises DeployError when a rotation finds no free slot, or nothing is there to retire."""
    signer = public_line(private_key) if private_key else ""
    known = signer and signer in (deployed.first, deployed.second)
    if retire:
        if not known:
            raise DeployError("No signing key is known yet, so none can be retired.")
        first, second = (line if line == signer else "" for line in (deployed.first, deployed.second))
        return Plan(Slots(first, second), signer)
    if known and not rotate:
        return Plan(deployed, signer)
    fresh = new_private_key()
    return Plan(_with(deployed, public_line(fresh)), public_line(fresh), fresh)


def _with(deployed: Slots, line: str) -> Slots:
    if not deployed.first:
        return replace(deployed, first=line)
    if not deployed.second:
        return replace(deployed, second=line)
    raise DeployError("Both key slots are taken: retire the old key first (RETIRE_KEY=1).")


def new_private_key() -> str:
    """A P-256 key as PKCS 8 PEM: the kind that CloudFront verifies fastest and whose links are shortest."""
    key = ec.generate_private_key(ec.SECP256R1())
    shape = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, shape, serialization.NoEncryption()).decode()


def public_line(private_key: str) -> str:
    """The public half of a PEM as one line of base64: `--parameter-overrides` cuts values at white space."""
    key = serialization.load_pem_private_key(private_key.encode(), None)
    shape = serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(key.public_key().public_bytes(serialization.Encoding.DER, shape)).decode()
