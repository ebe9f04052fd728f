"""States and reasons as people read them; what they are called in files and addresses stays."""

from collections.abc import Mapping
from typing import Final

from countin.campaigns.states import CampaignState
from countin.presaves.states import Reason, State

STATES: Final[Mapping[str, str]] = {
    State.PROMISED: "promised",
    State.SAVED: "saved",
    State.NEEDS_FAN: "needs the fan",
    State.FAILED: "failed",
    State.WITHDRAWN: "withdrawn",
}
CAMPAIGN_STATES: Final[Mapping[str, str]] = {
    CampaignState.DRAFT: "draft",
    CampaignState.OPEN: "open",
    CampaignState.PAUSED: "paused",
    CampaignState.RELEASING: "coming out",
    CampaignState.RELEASED: "released",
    CampaignState.ENDED: "ended",
}
REASONS: Final[Mapping[str, str]] = {
    Reason.HELD_BACK: "held back until the fan confirms",
    Reason.GRANT_REFUSED: "permission refused once",
    Reason.GRANT_DEAD: "permission ended",
    Reason.GRANT_EXPIRED: "permission too old",
    Reason.NO_SUBSCRIPTION: "no subscription",
    Reason.NOT_RELEASED: "release not found there",
    Reason.NOT_IN_LIBRARY: "not in the library",
    Reason.SERVICE_ERROR: "errors of the service",
    Reason.REFUSED: "refused by the service",
    Reason.NOT_LET_IN: "not let in by the service",
    Reason.BY_FAN: "withdrawn by the fan",
    Reason.ENDED: "campaign ended",
}
