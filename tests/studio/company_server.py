"""A company's OpenID Connect server, small and real: discovery, agreement, code, tokens, over HTTP.
It checks what a client has to bring: id, secret, redirect address, PKCE."""

import base64
import hashlib
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "countin", "the company gave us this"


class CompanyServer:
    """Everybody who comes is `person`, whatever they type."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.says_other_sub = False
        self.codes: dict[str, dict[str, str]] = {}
        self.troubles: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        self._expect(query["client_id"] == CLIENT, "client")
        self._expect(query.get("code_challenge_method") == "S256", "PKCE")
        self._expect("openid" in query["scope"].split(), "scope")
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def tokens(self, form: dict[str, str], *, authorization: str) -> dict[str, Any]:
        asked = self.codes.pop(form["code"])
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        self._expect(challenge == asked["code_challenge"], "verifier")
        self._expect(form["redirect_uri"] == asked["redirect_uri"], "redirect")
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        self._expect(authorization == f"Basic {expected}", "secret")
        sub = "somebody else" if self.says_other_sub else self.person["sub"]
        claims = {"iss": self.url, "aud": CLIENT, "sub": sub, "iat": 1, "exp": 9_999_999_999}
        token = jwt.encode(claims, "kept by the company, and long enough to sign", "HS256")
        return {"access_token": "opens", "token_type": "Bearer", "id_token": token}

    def _expect(self, is_right: object, what: str) -> None:
        if not is_right:
            self.troubles.append(what)


def _handler(company: CompanyServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", company.authorize(query))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif parts.path == "/userinfo" and self.headers["Authorization"] == "Bearer opens":
                self._answer(company.person)
            else:
                self._answer(company.discovery())

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(raw).items()}
            self._answer(company.tokens(form, authorization=self.headers.get("Authorization", "")))

        def _answer(self, document: dict[str, Any]) -> None:
            raw = json.dumps(document).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_parts: Any) -> None:
            """Nothing."""

    return Handler
