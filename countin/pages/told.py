"""What a change came to, told on the fan's page after it. The words stand here, the address
carries their name alone."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

TOLD: Final[Mapping[str, Promise]] = {
    "withdrawn": gettext_lazy("Withdrawn. Nothing will be saved for this promise."),
    "withdrawn_early": gettext_lazy(
        "Withdrawn. The service had taken it early already: how to remove it stands below."
    ),
    "being_saved": gettext_lazy(
        "You were a moment late: it is being saved right now. It will be taken back after that, "
        "where the service lets us; this page tells what came of it."
    ),
    "already_saved": gettext_lazy(
        "It was saved already, and what is saved we can't take back. You can remove it in your "
        "library."
    ),
    "not_open": gettext_lazy("There was nothing left to withdraw."),
    "nothing": gettext_lazy("Nothing was changed: this is not open any more."),
    "follow_withdrawn": gettext_lazy("Withdrawn. You will not follow anybody by this."),
    "follow_asked": gettext_lazy("Noted. What becomes of the follow, this page tells."),
    "reconnected": gettext_lazy("Connected again. Your promises are on their way."),
    "confirmed": gettext_lazy("Confirmed. It is on its way again, as you asked."),
    "confirmed_needs_permission": gettext_lazy(
        "Confirmed. One thing is missing: your permission at the service has ended. Press the "
        "button beside it to give it again."
    ),
    "slow_down": gettext_lazy(
        "Nothing was changed yet: many confirmed from this network just now. Press it again in "
        "an hour."
    ),
    "reminder_withdrawn": gettext_lazy(
        "Withdrawn. No e-mail will come; an entry in your calendar is yours to delete."
    ),
    "notification_ended": gettext_lazy("The notification is off."),
    "list_left": gettext_lazy("You left the e-mail list. Nothing comes from it any more."),
    "disconnected": gettext_lazy(
        "Disconnected. The permission is deleted, and its open promises are withdrawn."
    ),
    "disconnecting": gettext_lazy(
        "A save is being made this very moment. After it the permission is deleted by itself; "
        "this page tells when."
    ),
    "standing_begun": gettext_lazy(
        "Noted. Every coming release is saved for you, until you stop it or the permission ends."
    ),
    "standing_stopped": gettext_lazy(
        "Stopped. What was promised by it is withdrawn, and no coming release is saved any more."
    ),
    "standing_stopping": gettext_lazy(
        "Stopped. One release is being saved this very moment; it is taken back after that, where "
        "the service lets us."
    ),
    "not_ticked": gettext_lazy("Nothing was changed: tick the box first, if you want it."),
    "canary_begun": gettext_lazy(
        "This account goes first now. The permission is deleted once its wave is decided; "
        "disconnect it below, and it is deleted at once."
    ),
    "readdressed": gettext_lazy(
        "This page has a new address now, and the older ones open nothing any more. Keep the new "
        "one: other browsers of yours have to connect again to find it."
    ),
    "done_before": gettext_lazy("This was done already."),
    "other_account": gettext_lazy(
        "That was another account than the one here, so nothing was changed. Log in there with "
        "the account of this page, and press the button again."
    ),
    "denied": gettext_lazy("You did not agree there, so nothing was changed."),
    "late": gettext_lazy("That took a little too long, so nothing was changed. Press it again."),
    "later": gettext_lazy(
        "The service did not answer. Nothing is lost: press the button again in a moment."
    ),
    "busy": gettext_lazy("The service takes nothing at this moment. Press the button later."),
    "not_confirmed": gettext_lazy(
        "The service did not confirm it, so nothing was changed. Press the button again."
    ),
    "refused": gettext_lazy(
        "The service does not let this page act for your account. Nothing was changed."
    ),
    "no_subscription": gettext_lazy(
        "The service needs a subscription for that, and this account has none. Nothing was changed."
    ),
}
