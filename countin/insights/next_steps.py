"""What to do about each reason for which a promise was not kept: one sentence each."""

from collections.abc import Mapping
from typing import Final

from countin.presaves.states import Reason

NEXT_STEPS: Final[Mapping[str, str]] = {
    Reason.HELD_BACK: "Held back by a person. The fan's own page is one tap from confirming.",
    Reason.GRANT_REFUSED: "Nothing to do: it is looked at once more after 24 hours.",
    Reason.GRANT_DEAD: "These fans can reconnect on their own page, for 28 days.",
    Reason.GRANT_EXPIRED: "Older than the service lets a permission be: fans can reconnect.",
    Reason.NO_SUBSCRIPTION: "Nothing to do: without a subscription there is no library.",
    Reason.NOT_RELEASED: "Ask your distributor, or mend the code or link; then try again.",
    Reason.NOT_IN_LIBRARY: "The service said yes and did not. Fans see a one-tap link instead.",
    Reason.SERVICE_ERROR: "The service failed for hours. Fans see a one-tap link instead.",
    Reason.REFUSED: "Refused for good, a full library say. Fans see a one-tap link instead.",
    Reason.NOT_LET_IN: "See your app's dashboard; once it is mended there, try again.",
    Reason.BY_FAN: "Withdrawn by the fan: nothing to do.",
    Reason.ENDED: "You ended the campaign: nothing to do.",
}
