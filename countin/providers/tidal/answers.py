"""TIDAL's error dialect: JSON:API errors, and OAuth's; four errors for us.

TIDAL's own words are used to tell errors apart, and never repeated: they may echo a token.
"""

from countin.providers.contract import ConsentGone, OperatorNeeded, ProviderError, Refused, TryLater
from countin.providers.gate import ROLLING_LIMIT
from countin.providers.http import Answer, Http
from countin.providers.reading import objects_in, read_object, text_in
from countin.providers.tidal.options import DASHBOARD

DUPLICATE = "DUPLICATE_ITEMS_IN_COLLECTION"
FULL = "TOO_MANY_ITEMS_IN_COLLECTION"


def error_codes(answer: Answer) -> set[str]:
    """The codes of `{"errors": [{"code", "status", "detail"}]}`; none where there are none."""
    try:
        return {text_in(error, "code") for error in objects_in(read_object(answer), "errors")}
    except TryLater:
        return set()


def catalogue_error(answer: Answer, *, http: Http) -> ProviderError:
    """What a failed look-up means. It is asked for the app, so nothing in it is any fan's."""
    if answer.status == 403:
        return OperatorNeeded(
            "TIDAL refuses look-ups to this app.", mend=f"See your app's state at {DASHBOARD}."
        )
    return _any_error(answer, http=http)


def collection_error(answer: Answer, *, http: Http) -> ProviderError:
    """What a failed write to a collection means."""
    if answer.status == 403:
        return ConsentGone("The permission does not include the collection.")
    if answer.status == 409 and FULL in error_codes(answer):
        return Refused("The fan's TIDAL collection is full.")
    if answer.status in (409, 422):
        # A request with this key is on its way, or the key was used for another: later, anew.
        return TryLater("TIDAL is still busy with this change.")
    return _any_error(answer, http=http)


def token_error(answer: Answer, *, http: Http) -> ProviderError:
    """What a failed answer of the token endpoint means."""
    if answer.status == 429 or answer.status >= 500:
        return _any_error(answer, http=http)
    told = read_object(answer)
    code, words = text_in(told, "error"), text_in(told, "error_description").lower()
    if code == "invalid_grant" and "redirect" in words and "verifier" not in words:
        return OperatorNeeded(
            "TIDAL refuses our return address.",
            mend=f"Register it, exactly as `countin doctor` prints it, in your app at {DASHBOARD}.",
        )
    if code == "invalid_grant":
        return ConsentGone("TIDAL says that the permission has ended.")
    if code in {"invalid_client", "unauthorized_client"}:
        return OperatorNeeded(
            "TIDAL does not know this client id and secret.",
            mend=f"Copy both anew from your app at {DASHBOARD}.",
        )
    return TryLater(f"TIDAL's token endpoint answered {answer.status}.")


def _any_error(answer: Answer, *, http: Http) -> ProviderError:
    if answer.status == 429:
        return http.hush(answer, because=ROLLING_LIMIT)
    if answer.status == 401:
        # A fresh access token may still be refused, for a moment or because the grant ended;
        # the next refresh tells which.
        return TryLater("TIDAL did not take the access token.")
    if 400 <= answer.status < 500 and answer.status not in {408, 425}:
        return Refused(f"TIDAL refused it ({answer.status}).")
    return TryLater(f"TIDAL answered {answer.status}.")
