"""SoundCloud's errors, `{"code", "message"}`, and OAuth's; four errors for us.

SoundCloud's own words are used to tell errors apart, and never repeated: they may echo a token.
"""

from countin.providers.contract import ConsentGone, OperatorNeeded, ProviderError, Refused, TryLater
from countin.providers.gate import ROLLING_LIMIT
from countin.providers.http import Answer, Http
from countin.providers.reading import read_object, text_in
from countin.providers.soundcloud.options import DASHBOARD


def catalogue_error(answer: Answer, *, http: Http) -> ProviderError:
    """What a failed look-up means. It is asked for the app, so nothing in it is any fan's."""
    if answer.status == 403:
        return OperatorNeeded(
            "SoundCloud refuses look-ups to this app.", mend=f"See your app at {DASHBOARD}."
        )
    return _any_error(answer, http=http)


def like_error(answer: Answer, *, http: Http) -> ProviderError:
    """What a failed like means. What can't be seen is not public yet."""
    if answer.status == 404:
        return TryLater("SoundCloud does not show it yet.")
    return _any_error(answer, http=http)


def follow_error(answer: Answer, *, http: Http) -> ProviderError:
    """What a failed follow means. A 422 is final: the fan follows as many as SoundCloud allows,
    or this artist can't be followed."""
    if answer.status == 422:
        return Refused("SoundCloud lets this fan follow nobody more, or not this artist.")
    return _any_error(answer, http=http)


def identity_error(answer: Answer, *, http: Http) -> ProviderError:
    """What a failed `GET /me` means."""
    return _any_error(answer, http=http)


def token_error(answer: Answer, *, http: Http) -> ProviderError:
    """What a failed answer of the token endpoint means."""
    if answer.status == 429 or answer.status >= 500:
        return _any_error(answer, http=http)
    code = text_in(read_object(answer), "error")
    if code == "invalid_grant":
        return ConsentGone("SoundCloud says that the permission has ended.")
    if code in {"invalid_client", "unauthorized_client"}:
        return OperatorNeeded(
            "SoundCloud does not know this client id and secret.",
            mend=f"Copy both anew from your app at {DASHBOARD}.",
        )
    return TryLater(f"SoundCloud's token endpoint answered {answer.status}.")


def _any_error(answer: Answer, *, http: Http) -> ProviderError:
    if answer.status == 429:
        return http.hush(answer, because=ROLLING_LIMIT)
    if answer.status == 401:
        # A fresh access token may still be refused, for a moment or because the grant ended;
        # the next refresh tells which.
        return TryLater("SoundCloud did not take the access token.")
    if 400 <= answer.status < 500 and answer.status not in {408, 425}:
        return Refused(f"SoundCloud refused it ({answer.status}).")
    return TryLater(f"SoundCloud answered {answer.status}.")
