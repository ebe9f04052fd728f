"""Plain HTTP calls to the simulator, as an app, a fan's browser or a page would make them."""

import base64
import hashlib
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

from simulator.running import RunningSimulator

RETURN = "http://127.0.0.1:8000/connect/spotify/return"
VERIFIER = "v" * 50
LEAST = "user-library-modify user-follow-modify"
EP = "spotify:album:0MidnightWindowsEP0001"
ARTIST = "spotify:artist:0TheHeldNotesArtist001"
PUBLISHED = "spotify:album:4m2880jivSbbyEGAKfITCa"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def error(self) -> Any:
        return self.json["error"]


def ask(
    base_url: str,
    method: str,
    path: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: str | None = None,
) -> Answer:
    parts = urlsplit(base_url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request(method, path, body=body, headers=dict(headers or {}))
        answer = connection.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
    finally:
        connection.close()


def challenge(verifier: str = VERIFIER) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@dataclass
class SpotifyCaller:
    """An app at Spotify, with its secret."""

    sim: RunningSimulator
    client_id: str = "simulated-extended"

    @property
    def basic(self) -> dict[str, str]:
        pair = f"{self.client_id}:{self.client_id}-secret".encode()
        return {"Authorization": "Basic " + base64.b64encode(pair).decode()}

    def consent_query(self, **changes: str) -> str:
        query = {
            "client_id": self.client_id,
            "response_type": "code",
            "redirect_uri": RETURN,
            "scope": LEAST,
            "state": "state-1",
            "code_challenge": challenge(),
            "code_challenge_method": "S256",
        }
        kept = {name: value for name, value in (query | changes).items() if value}
        return "/spotify/accounts/authorize?" + urlencode(kept)

    def open_consent(self, *, cookie: str = "", **changes: str) -> Answer:
        headers = {"Cookie": cookie} if cookie else {}
        return ask(self.sim.base_url, "GET", self.consent_query(**changes), headers=headers)

    def decide(self, fan: str, *, decision: str = "agree", **changes: str) -> Answer:
        return self._post(self.consent_query(**changes), {"fan": fan, "decision": decision})

    def code(self, fan: str, **changes: str) -> str:
        return returned(self.decide(fan, **changes))["code"]

    def token(self, **form: str) -> Answer:
        return self._post("/spotify/accounts/api/token", form, self.basic)

    def token_without_secret(self, **form: str) -> Answer:
        return self._post("/spotify/accounts/api/token", form)

    def exchange(self, code: str, **changes: str) -> Answer:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": RETURN,
            "code_verifier": VERIFIER,
        }
        return self.token(**(form | changes))

    def connect(self, fan: str, **changes: str) -> dict[str, Any]:
        """The tokens of a fan who agreed."""
        tokens: dict[str, Any] = self.exchange(self.code(fan, **changes)).json
        return tokens

    def refresh(self, refresh_token: str) -> Answer:
        return self.token(grant_type="refresh_token", refresh_token=refresh_token)

    def access(self, fan: str, **changes: str) -> str:
        return str(self.connect(fan, **changes)["access_token"])

    def own_access(self) -> str:
        return str(self.token(grant_type="client_credentials").json["access_token"])

    def api(self, method: str, path: str, access: str, *, body: str | None = None) -> Answer:
        headers = {"Authorization": f"Bearer {access}"}
        return ask(self.sim.base_url, method, f"/spotify/v1{path}", headers=headers, body=body)

    def save(self, access: str, *uris: str) -> Answer:
        return self.api("PUT", "/me/library?" + urlencode({"uris": ",".join(uris)}), access)

    def _post(
        self, path: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Answer:
        kind = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return ask(self.sim.base_url, "POST", path, headers=kind, body=urlencode(form))


@dataclass
class AppleCaller:
    """An app at Apple Music, with its key."""

    sim: RunningSimulator

    def developer_token(self, **changes: Any) -> str:
        now = int(self.sim.world.clock.now())
        claims = {"iss": self.sim.apple_team_id, "iat": now, "exp": now + 3600}
        key = changes.pop("key", self.sim.apple_private_key)
        head = {"kid": changes.pop("kid", self.sim.apple_key_id)}
        return jwt.encode(claims | changes, key, algorithm="ES256", headers=head)

    def decide(self, fan: str, *, decision: str = "agree", token: str = "") -> Answer:
        origin = "http://127.0.0.1:8000"
        token = token or self.developer_token(origin=[origin])
        query = urlencode({"app": "Count-In", "origin": origin, "token": token})
        return ask(
            self.sim.base_url,
            "POST",
            f"/apple/authorize?{query}",
            headers={
                "Accept": "application/json",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            body=urlencode({"fan": fan, "decision": decision}),
        )

    def user_token(self, fan: str) -> str:
        return str(self.decide(fan).json["musicUserToken"])

    def api(
        self,
        method: str,
        path: str,
        *,
        user_token: str = "",
        developer_token: str = "",
        origin: str = "",
        body: str | None = None,
    ) -> Answer:
        headers = {"Authorization": f"Bearer {developer_token or self.developer_token()}"}
        if user_token:
            headers["Music-User-Token"] = user_token
        if origin:
            headers["Origin"] = origin
        return ask(self.sim.base_url, method, f"/apple/v1{path}", headers=headers, body=body)

    def album_id(self, release: str, *, storefront: str) -> str:
        market = storefront.upper()
        return str(self.sim.look(f"releases/{release}?market={market}")["apple_ids"][market])

    def add(self, album_id: str, *, user_token: str) -> Answer:
        return self.api("POST", f"/me/library?ids%5Balbums%5D={album_id}", user_token=user_token)


def returned(answer: Answer) -> dict[str, str]:
    """The query with which the fan was sent back to the app."""
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: values[0] for name, values in query.items()}
