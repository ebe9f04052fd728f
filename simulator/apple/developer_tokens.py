"""ES256 developer tokens: who signed, how long they live, and which page may use them."""

from dataclasses import dataclass

import jwt
from aiohttp import web

from simulator.apple.shapes import Refusal, refused
from simulator.fans import APPLE
from simulator.ledger.users import AppleService
from simulator.world import World

LONGEST_LIFE = 15_777_000  # seconds: six months, Apple's own figure (facts B1)
SLACK = 60  # seconds by which a client's clock may be ahead
CACHED = 500


@dataclass(frozen=True)
class Claims:
    team_id: str
    key_id: str
    expires_at: float
    issued_at: float
    origins: tuple[str, ...]


class BadDeveloperToken(Exception):
    """The reason, for the complaint alone: Apple itself names none."""


_checked: dict[tuple[str, str], Claims] = {}  # a signature costs 100 µs, so it is checked once


def check_developer_token(request: web.Request, *, world: World, endpoint: str) -> Claims:
    """The claims of the request's bearer token. Raises Refusal (401)."""
    header = request.headers.get("Authorization", "")
    origin = request.headers.get("Origin", "")
    try:
        if not header.startswith("Bearer "):
            raise BadDeveloperToken("no bearer token")
        claims = read_developer_token(header[7:], apple=world.apple)
        _check_times(claims, now=world.clock.now())
        _check_origin(claims, origin=origin, world=world, endpoint=endpoint)
    except BadDeveloperToken as bad:
        world.complain("bad_developer_token", service=APPLE, endpoint=endpoint, detail=str(bad))
        raise unauthorized() from bad
    return claims


def read_developer_token(text: str, *, apple: AppleService) -> Claims:
    """Signature and form are checked here, times and origin are not. Raises BadDeveloperToken."""
    try:
        head = jwt.get_unverified_header(text)
        key = apple.keys.get(str(head.get("kid")))
        if head.get("alg") != "ES256":
            raise BadDeveloperToken("alg is not ES256")
        if key is None:
            raise BadDeveloperToken("kid is not known")
        if found := _checked.get((text, key.public_key)):
            return found
        data = jwt.decode(
            text,
            key.public_key,
            algorithms=["ES256"],
            options={"verify_exp": False, "verify_iat": False, "require": ["iss", "iat", "exp"]},
        )
    except jwt.PyJWTError as wrong:
        raise BadDeveloperToken(type(wrong).__name__) from wrong
    if data["iss"] != key.team_id:
        raise BadDeveloperToken("iss is not the key's team")
    claims = _claims(data, key_id=key.key_id)
    if len(_checked) > CACHED:
        _checked.clear()
    _checked[text, key.public_key] = claims
    return claims


def unauthorized() -> Refusal:
    return refused(401, code="40100", title="Unauthorized")


def _claims(data: dict[str, object], *, key_id: str) -> Claims:
    origin = data.get("origin", [])
    origins = origin if isinstance(origin, list) else [origin]
    issued, expires = data["iat"], data["exp"]
    if not isinstance(issued, int | float) or not isinstance(expires, int | float):
        raise BadDeveloperToken("iat and exp are not numbers")
    return Claims(str(data["iss"]), key_id, float(expires), float(issued), tuple(map(str, origins)))


def _check_times(claims: Claims, *, now: float) -> None:
    if claims.expires_at <= now:
        raise BadDeveloperToken("expired")
    if claims.issued_at > now + SLACK:
        raise BadDeveloperToken("issued in the future")
    if claims.expires_at - min(claims.issued_at, now) > LONGEST_LIFE + SLACK:
        raise BadDeveloperToken("lives longer than six months")


def _check_origin(claims: Claims, *, origin: str, world: World, endpoint: str) -> None:
    if not claims.origins or origin in claims.origins:
        return
    if not origin:
        world.complain("page_token_on_server_call", service=APPLE, endpoint=endpoint)
    raise BadDeveloperToken("the request's origin is not in the token")
