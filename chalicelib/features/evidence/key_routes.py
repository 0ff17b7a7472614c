"""The keys that seal evidence, for everybody."""

from chalicelib.features.evidence.schemas import EvidenceKeyList, EvidenceKeyView
from chalicelib.features.evidence.sealing import ALGORITHM, public_key
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import PUBLIC

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)


@routes.operation(
    "GET", "/v1/claims/evidence-keys", audience=PUBLIC, summary="List the public keys that seal the evidence of claims"
)
def list_evidence_keys() -> EvidenceKeyList:
    """List the keys, so that anybody who got evidence can see who sealed it."""
    key = public_key()
    return EvidenceKeyList(items=[EvidenceKeyView(fingerprint=key.fingerprint, algorithm=ALGORITHM, pem=key.pem)])
