"""Who pushes: the Authorization header by RFC 8292, checked as push services do."""

import re
from datetime import datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

from simulator.push.browsers import decode

_HEADER = re.compile(r"vapid t=([\w.-]+), ?k=([\w-]+)")
_LONGEST = timedelta(hours=24)


class Stranger(Exception):
    """The sender did not prove who they are; the text says why."""


def check_sender(header: str, *, audience: str, now: datetime) -> str:
    """The sender's public key, proved. Raises Stranger."""
    found = _HEADER.fullmatch(header)
    if found is None:
        raise Stranger("no vapid header")
    token, key = found.groups()
    claims = _read_claims(token, key=key)
    until = datetime.fromtimestamp(_number(claims.get("exp")), tz=now.tzinfo)
    if claims.get("aud") != audience:
        raise Stranger("made for another push service")
    if not now < until <= now + _LONGEST:
        raise Stranger("ended, or good for more than 24 hours")
    if not str(claims.get("sub", "")).startswith(("mailto:", "https://")):
        raise Stranger("no contact")
    return key


def _read_claims(token: str, *, key: str) -> dict[str, Any]:
    try:
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decode(key))
        # Times are checked above, by the service's own clock.
        options: Any = {"verify_exp": False, "verify_aud": False}
        claims: dict[str, Any] = jwt.decode(token, public, algorithms=["ES256"], options=options)
    except (ValueError, jwt.PyJWTError) as error:
        raise Stranger("the signature does not hold") from error
    return claims


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Stranger("no end")
    return float(value)
