"""Apple's error dialect: `{"errors": [{"status", "code", …}]}`, both as texts."""

from dataclasses import dataclass

from countin.providers.apple_music.options import KEYS_PAGE
from countin.providers.contract import (
    ConsentGone,
    OperatorNeeded,
    ProviderError,
    Refused,
    TryLater,
)
from countin.providers.gate import ROLLING_LIMIT
from countin.providers.http import Answer, Http

_NO_SUBSCRIPTION = "40015"
_NOT_RELATED = "40403"


@dataclass(frozen=True)
class Trouble:
    """The codes of an error answer; none where Apple gave none."""

    codes: frozenset[str]


def read_trouble(answer: Answer) -> Trouble:
    """Lenient: whatever is no error document has no codes."""
    try:
        body = answer.json()
    except TryLater:
        return Trouble(frozenset())
    errors = body.get("errors") if isinstance(body, dict) else None
    found = errors if isinstance(errors, list) else []
    return Trouble(frozenset(str(error.get("code")) for error in found if isinstance(error, dict)))


def is_done(answer: Answer) -> bool:
    """Apple took the request, which proves nothing more."""
    return answer.status in {200, 201, 202, 204}


def is_not_there(answer: Answer) -> bool:
    """No such thing in this storefront, or in this library."""
    return answer.status == 404 or _NOT_RELATED in read_trouble(answer).codes


def catalogue_error(answer: Answer, *, http: Http) -> ProviderError:
    """What a failed look-up means. It carries our own token alone."""
    if answer.status in {401, 403}:
        return key_refused()
    return _any_error(answer, http=http)


def fan_error(answer: Answer, *, http: Http) -> ProviderError:
    """What a failed call for a fan means, 401 excepted: that may be our token's or the fan's,
    and only another call tells."""
    if _NO_SUBSCRIPTION in read_trouble(answer).codes:
        return ConsentGone("This account has no subscription.", reason="no_subscription")
    if answer.status in {401, 403}:
        return ConsentGone("Apple Music says the permission has ended.", reason="grant_refused")
    return _any_error(answer, http=http)


def key_refused() -> OperatorNeeded:
    """Apple does not take our developer tokens."""
    return OperatorNeeded(
        "Apple Music does not take our developer token.",
        mend=f"Check team id, key id and private key against {KEYS_PAGE}, and this clock.",
    )


def is_doubtful(answer: Answer) -> bool:
    """A 401 without a reason: our developer token, or the fan's."""
    return answer.status == 401 and _NO_SUBSCRIPTION not in read_trouble(answer).codes


def _any_error(answer: Answer, *, http: Http) -> ProviderError:
    if answer.status == 429:
        return http.hush(answer, because=ROLLING_LIMIT)
    if 400 <= answer.status < 500 and answer.status not in {408, 425}:
        return Refused(f"Apple Music refused it ({answer.status}).")
    return TryLater(f"Apple Music answered {answer.status}.")
