"""The seal of a bundle: a signature over its list of files, by a key whose public half is published.

ECDSA with P-256 and SHA-256: each browser and each library of cryptography checks it. The key is derived from the
deployment's key of identities, and never stored.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from chalicelib.aws.secret_keys import identity_key
from chalicelib.base.clock import stamp
from chalicelib.features.evidence.verify import MANIFEST, SIGNATURE
from chalicelib.features.photos.archiving import Packed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

ALGORITHM = "ECDSA P-256 SHA-256"
#: The order of P-256 (SP 800-186, 3.2.1.3).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class PublicKey(NamedTuple):
    """The public half of the key, as PEM, and its fingerprint: the SHA-256 (hex) of its DER form."""

    pem: str
    fingerprint: str


def seal(
    account_id: str, claim_id: str, packed: Sequence[Packed], lost: Sequence[str], *, at: datetime
) -> tuple[tuple[str, bytes], ...]:
    """Return the last files of a bundle: the list of its files, and the signature over it."""
    manifest = _written({"files": [each._asdict() for each in packed], "lost": list(lost)})
    statement = (
        "osmotr-claim-evidence-v1\n"
        f"account {account_id}\n"
        f"claim {claim_id}\n"
        f"made_at {stamp(at)}\n"
        f"files {len(packed)}\n"
        f"manifest {hashlib.sha256(manifest).hexdigest()}\n"
    )
    public = public_key()
    signature = {
        "statement": statement,
        "algorithm": ALGORITHM,
        "signature": base64.b64encode(_sign(statement)).decode(),
        "key": public.pem,
        "fingerprint": public.fingerprint,
    }
    return ((MANIFEST, manifest), (SIGNATURE, _written(signature)))


def public_key() -> PublicKey:
    """Return the public half of the key."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415 - heavy

    public, form = _key().public_key(), PublicFormat.SubjectPublicKeyInfo
    der = public.public_bytes(Encoding.DER, form)
    return PublicKey(public.public_bytes(Encoding.PEM, form).decode(), hashlib.sha256(der).hexdigest())


def _sign(statement: str) -> bytes:
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - heavy
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415

    return _key().sign(statement.encode(), ec.ECDSA(SHA256()))


def _key() -> "EllipticCurvePrivateKey":
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - heavy

    # 512 bits before the remainder: no value is likelier than another (FIPS 186-5, A.2.1)
    wide = hmac.new(identity_key(), b"claim-evidence-seal", hashlib.sha512).digest()
    return ec.derive_private_key(1 + int.from_bytes(wide) % (_ORDER - 1), ec.SECP256R1())


def _written(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
