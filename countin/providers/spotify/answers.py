"""Spotify's error dialect: several shapes on the wire, four errors for us.

Spotify's own words are used to tell errors apart, and never repeated: they may echo a token.
"""

from dataclasses import dataclass

from countin.providers.contract import (
    ConsentGone,
    OperatorNeeded,
    ProviderError,
    Refused,
    TryLater,
)
from countin.providers.gate import ROLLING_LIMIT, SPENT_BUDGET
from countin.providers.http import Answer, Http
from countin.providers.spotify.options import DASHBOARD

NOT_ALLOWED_BY_QUOTA = "not_allowed_by_quota"
# Anything else in the 2xx proves nothing.
_DONE = (200, 204)


@dataclass(frozen=True)
class Trouble:
    """An error as Spotify described it, in lower case; empty where it said nothing."""

    code: str  # of the token endpoint: invalid_grant, invalid_client…
    message: str
    reason: str  # beside a 429: QUOTA_EXCEEDED


def is_done(answer: Answer) -> bool:
    """Spotify did what it was asked."""
    return answer.status in _DONE


def read_trouble(answer: Answer) -> Trouble:
    """Reads `{"error": {"status", "message", "reason"}}`, the flat `{"status", "message"}`, the
    token endpoint's `{"error": "code", "error_description"}`, a JSON string and a bare one."""
    try:
        body = answer.json()
    except TryLater:
        body = answer.body.decode(errors="replace")
    if not isinstance(body, dict):
        return Trouble(code="", message=_words(body), reason="")
    error = body.get("error")
    if isinstance(error, str):
        return Trouble(code=_words(error), message=_words(body.get("error_description")), reason="")
    told = error if isinstance(error, dict) else body
    return Trouble(code="", message=_words(told.get("message")), reason=_words(told.get("reason")))


def catalogue_error(answer: Answer, *, http: Http) -> ProviderError:
    """What a failed look-up means. It is asked for the app, so nothing in it is any fan's."""
    if answer.status == 403:
        return owner_lapsed() if _is_premium(read_trouble(answer)) else _look_ups_refused()
    return _any_error(answer, http=http)


def identity_error(answer: Answer, *, http: Http) -> ProviderError:
    """What a failed `GET /me` means. It needs no scope, so a 403 is the allow-list's."""
    if answer.status == 403:
        return owner_lapsed() if _is_premium(read_trouble(answer)) else _not_listed()
    return _any_error(answer, http=http)


def library_error(answer: Answer, *, http: Http, is_extended: bool) -> ProviderError:
    """What a failed save or removal means. An app with extended quota has no list of accounts:
    where it is said of several that they are not on it, the app was put back, and that is no
    fan's; of one alone nobody knows."""
    if answer.status != 403:
        return _any_error(answer, http=http)
    trouble = read_trouble(answer)
    if _is_premium(trouble):
        return _lapsed(trouble)
    if "scope" in trouble.message:
        return ConsentGone("The permission does not include saving.", reason="grant_refused")
    if _is_unlisted(trouble):
        return _put_back() if is_extended else _not_listed()
    return _refused(answer)


def follow_error(answer: Answer, *, http: Http, is_extended: bool) -> ProviderError:
    """What a failed follow means. Whether an app may follow at all is unclear at Spotify, so any
    other 403 is final, and says nothing about the grant."""
    if answer.status != 403:
        return _any_error(answer, http=http)
    trouble = read_trouble(answer)
    if _is_premium(trouble):
        return _lapsed(trouble)
    return _put_back() if is_extended and _is_unlisted(trouble) else _refused(answer)


def reading_error(answer: Answer, *, http: Http, is_extended: bool) -> ProviderError:
    """What a failed look into a library means. Without its scope nothing is wrong with the grant:
    no fan is asked for it."""
    if answer.status == 403 and "scope" in read_trouble(answer).message:
        return Refused("Spotify tells only those who may read a library: canaries, and no fan.")
    return library_error(answer, http=http, is_extended=is_extended)


def token_error(answer: Answer, *, http: Http) -> ProviderError:
    """What a failed answer of the token endpoint means."""
    trouble = read_trouble(answer)
    if answer.status == 429 or answer.status >= 500:
        return _any_error(answer, http=http)
    if trouble.code == "invalid_grant" and "redirect" in trouble.message:
        return _wrong_return_address()
    if trouble.code == "invalid_grant":
        return ConsentGone("Spotify says that the permission has ended.", reason="grant_refused")
    if trouble.code in {"invalid_client", "unauthorized_client"}:
        return _wrong_key()
    if _is_premium(trouble):
        return owner_lapsed()
    return TryLater(f"Spotify's token endpoint answered {answer.status}.")


def owner_lapsed(*, of_one: bool = False) -> OperatorNeeded:
    """The app is dead until its owner pays again."""
    return OperatorNeeded(
        "Spotify stopped this app: its owner's Premium has lapsed.",
        mend="Renew Premium for the account that owns the app.",
        of_one=of_one,
    )


def _lapsed(trouble: Trouble) -> OperatorNeeded:
    """Told at a fan's call: where the app's owner is not named, it may be the fan's own plan."""
    return owner_lapsed(of_one="owner" not in trouble.message)


def _any_error(answer: Answer, *, http: Http) -> ProviderError:
    if answer.status == 429:
        is_quota = read_trouble(answer).reason == "quota_exceeded"
        return http.hush(answer, because=SPENT_BUDGET if is_quota else ROLLING_LIMIT)
    if answer.status == 401:
        # A fresh access token may still be refused, for a moment or because the grant ended;
        # the next refresh tells which.
        return TryLater("Spotify did not take the access token.")
    if 400 <= answer.status < 500 and answer.status not in {408, 425}:
        return _refused(answer)
    return TryLater(f"Spotify answered {answer.status}.")


def _refused(answer: Answer) -> Refused:
    return Refused(f"Spotify refused it ({answer.status}).")


def _not_listed() -> Refused:
    return Refused(NOT_ALLOWED_BY_QUOTA, reason="not_let_in")


def _put_back() -> OperatorNeeded:
    return OperatorNeeded(
        "Spotify has put this app back into development mode: it lets in listed accounts alone.",
        mend=(
            f"See your app at {DASHBOARD} and ask Spotify for its extended quota. Should it stay "
            "so, set COUNTIN_SPOTIFY_QUOTA to development: fans who come then are reminded."
        ),
        of_one=True,
    )


def _wrong_key() -> OperatorNeeded:
    return OperatorNeeded(
        "Spotify does not know this client id and secret.",
        mend=f"Copy both anew from your app's settings at {DASHBOARD}.",
    )


def _wrong_return_address() -> OperatorNeeded:
    return OperatorNeeded(
        "Spotify refuses our return address.",
        mend=f"Register it, exactly as `countin doctor` prints it, in your app at {DASHBOARD}.",
    )


def _look_ups_refused() -> OperatorNeeded:
    return OperatorNeeded(
        "Spotify refuses look-ups to this app.", mend=f"See your app's state at {DASHBOARD}."
    )


def _is_unlisted(trouble: Trouble) -> bool:
    return "not registered" in trouble.message


def _is_premium(trouble: Trouble) -> bool:
    return "premium" in trouble.message


def _words(value: object) -> str:
    return value.strip().lower() if isinstance(value, str) else ""
