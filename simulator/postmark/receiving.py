"""Postmark's `POST /email`: who may send, what is taken, and its error codes."""

from types import TracebackType
from typing import Any

from aiohttp import web

from simulator.threads import ServerThread

_UNPROCESSABLE = 422


class MailService:
    """A context manager: the service on a loopback port. `taken` holds the mails as they came.
    To addresses in `inactive` nothing is delivered. `is_closed`: the account may send no more.
    `sender` is the one it knows. What stands in `answers` is the status of the next calls."""

    def __init__(self, *, token: str, sender: str) -> None:
        self.taken: list[dict[str, Any]] = []
        self.inactive: set[str] = set()
        self.is_closed = False
        self.answers: list[int] = []
        self._token, self.sender = token, sender
        app = web.Application(client_max_size=10 * 1024 * 1024)
        app.router.add_post("/email", self._take)
        self._server = ServerThread(app)

    @property
    def base_url(self) -> str:
        return self._server.base_url

    def __enter__(self) -> "MailService":
        self._server.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.__exit__(kind, error, trace)

    async def _take(self, request: web.Request) -> web.Response:
        if self.answers:
            return _say(self.answers.pop(0), code=100, words="Maintenance")
        if request.headers.get("X-Postmark-Server-Token") != self._token:
            words = "The Server Token you provided in the X-Postmark-Server-Token header is wrong."
            return _say(401, code=10, words=words)
        mail = await request.json()
        refusal = self._refusal(mail)
        if refusal is not None:
            return refusal
        self.taken.append(mail)
        told = {"To": mail["To"], "MessageID": f"simulated-{len(self.taken)}"}
        return _say(200, code=0, words="OK", **told)

    def _refusal(self, mail: dict[str, Any]) -> web.Response | None:
        if self.is_closed:
            words = "Your account is pending approval, and can't send."
            return _say(_UNPROCESSABLE, code=412, words=words)
        if self.sender not in mail["From"]:
            words = "The 'From' address you supplied is not a Sender Signature on your account."
            return _say(_UNPROCESSABLE, code=400, words=words)
        if mail["To"] in self.inactive:
            words = (
                "You tried to send to recipient(s) that have been marked as inactive. Found "
                f"inactive addresses: {mail['To']}. Inactive recipients are ones that have "
                "generated a hard bounce, a spam complaint, or a manual suppression."
            )
            return _say(_UNPROCESSABLE, code=406, words=words)
        return None


def _say(status: int, *, code: int, words: str, **more: str) -> web.Response:
    told = {"ErrorCode": code, "Message": words, **more}
    return web.json_response(told, status=status)
