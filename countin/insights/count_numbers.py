"""The numbers of `show --json`, defined once. docs/numbers.md repeats this."""

from countin.insights.definitions import Number

ARTIST_PAGES = (
    Number(
        "artist_page.people",
        "Times an artist's page was shown, by day in UTC",
        "Machines that give themselves away by their name, and pages fetched ahead. One person may "
        "come twice. No visit of it has a row: only how many a day",
    ),
    Number(
        "artist_page.machines",
        "Times it was shown to a machine, by the name that it gave itself",
        "Machines under a browser's name: they are among people",
    ),
)
PRESAVES = (
    Number(
        "presaves.promised",
        "Pre-saves on their way: made, and neither kept, lost nor withdrawn",
        "Reminders and clicks. A fan who uses two services has made two. Apple Music names no "
        "account: a fan who comes back in another browser may count twice",
    ),
    Number(
        "presaves.saved",
        "Pre-saves that were kept: the service answered that the release was saved, or, where its "
        "answer proves nothing (Apple Music), it was seen in the library afterwards",
        "Whether the fan listened, or removed it later",
    ),
    Number(
        "presaves.needs_fan",
        "Pre-saves that only the fan can open again, by connecting anew or confirming",
        "Those that went back to promised since",
    ),
    Number(
        "presaves.failed",
        "Pre-saves that were not kept and are not tried again; `reasons` says why",
        "Those still being tried",
    ),
    Number(
        "presaves.withdrawn",
        "Pre-saves that the fan took back and that are not in the library",
        "Withdrawn ones that the fan made again; a withdrawal that came too late is saved",
    ),
    Number(
        "by_provider",
        "The five for each service that the page names and that can save, those without any "
        "pre-save included",
        "Fans across services: one person may be in two of them. Services that only remind",
    ),
    Number(
        "by_channel",
        "The five for each channel by which the fan first came; `none` is without a channel",
        "Later visits by another channel; fans of a channel that was removed are under `none`",
    ),
    Number(
        "reasons",
        "Pre-saves by the reason that they carry now",
        "Reasons of the past; promised and saved pre-saves carry none; reasons nobody carries",
    ),
    Number(
        "reasons.held_back",
        "Pre-saves that a person held back until the fan confirms",
        "Nothing is held back by itself",
    ),
    Number(
        "reasons.grant_refused",
        "Pre-saves whose permission the service refused once; looked at again a day later",
        "Refusals during an outage of the service: those stay promised",
    ),
    Number(
        "reasons.grant_dead",
        "Pre-saves whose permission was refused again, at least a day later",
        "Who ended it: the fan, a new password, or the service",
    ),
    Number(
        "reasons.grant_expired",
        "Pre-saves whose permission had become too old",
        "Permissions that ended before their time",
    ),
    Number(
        "reasons.no_subscription",
        "Pre-saves that the service refused because the fan has no subscription",
        "Fans told so before they connected: they were offered a reminder",
    ),
    Number(
        "reasons.not_released",
        "Pre-saves for which the service did not show the release in the fan's market in 72 hours",
        "Markets that showed it late, but in time",
    ),
    Number(
        "reasons.not_in_library",
        "Pre-saves that the service accepted but that were not in the library after 72 hours",
        "Fans who removed it after it had been seen there",
    ),
    Number(
        "reasons.service_error",
        "Pre-saves given up after repeated errors of the service",
        "Errors that a later try mended",
    ),
    Number(
        "reasons.refused",
        "Pre-saves that the service refused for good, for another reason",
        "Fans refused when they connected: `refused_by_service`",
    ),
    Number(
        "reasons.not_let_in",
        "Pre-saves of fans whom the service did not let this app serve, a day long",
        "Those who wait while the service is paused; fans refused when they connected",
    ),
    Number(
        "reasons.by_fan",
        "Pre-saves withdrawn by the fan",
        "Permissions ended at the service itself: `reasons.grant_dead`",
    ),
    Number(
        "reasons.ended",
        "Pre-saves not kept because the organizer ended the campaign",
        "Those saved or given up before",
    ),
)

FOLLOWS = (
    Number(
        "follows.asked",
        "Follows that fans ticked, one a pre-save and artist: waiting + done + failed + withdrawn",
        "Follows by the plain link; fans who followed already and ticked all the same are in it",
    ),
    Number("follows.waiting", "Follows asked for and still to be made", "Those given up"),
    Number(
        "follows.done",
        "Follows that the service confirmed",
        "Whether the fan followed before, or stopped later",
    ),
    Number("follows.failed", "Follows that could not be made", "Those still being tried"),
    Number(
        "follows.withdrawn",
        "Follows that the fan took back before they were made",
        "Withdrawn ones that the fan asked for again",
    ),
)

STANDING = (
    Number(
        "standing.in_force",
        "Standing consents for the campaign's artist that are in force now: one a fan's account",
        "Other artists of the organizer. Whoever gave one by accounts of two services counts twice",
    ),
    Number(
        "standing.ended",
        "Standing consents for the campaign's artist that ended",
        "Why; consents that the same fan gave anew since are in `standing.in_force` too",
    ),
    Number(
        "standing.presaves",
        "Pre-saves of this campaign that were made by a standing consent, whatever their state: "
        "a part of the five, under `none` in `by_channel`",
        "Whether the fan pressed the button here as well",
    ),
)

BESIDE = (
    Number(
        "reminders.asked",
        "Presses of a remind button, calendar-only ones too; one a fan, service and campaign",
        "Pre-saves. A fan with two browsers may count twice",
    ),
    Number(
        "reminders.confirmed",
        "Of those asked, with an e-mail address that its owner confirmed, or in a browser that was "
        "allowed to be notified",
        "Calendar-only ones: nothing tells whether a calendar entry was kept",
    ),
    Number(
        "reminders.sent",
        "Of those asked, with the release mail handed to the mail service, or the notification to "
        "the push service",
        "Whether it arrived or was read: no pixel is used. Told by both ways is one",
    ),
    Number(
        "reminders.opened",
        "Of those asked, with the release opened at least once through the link in the mail or the "
        "notification",
        "Readers who found the release another way. A mail scanner that opens links may be in it",
    ),
    Number(
        "reminders.withdrawn",
        "Of those asked, withdrawn or unsubscribed before anything was sent",
        "Withdrawn ones that the fan asked for again",
    ),
    Number(
        "reminders_by_provider",
        "The five of `reminders` for each service of which a reminder was asked",
        "Fans across services: one person may be in two of them",
    ),
    Number(
        "native.clicks",
        "Clicks by people on links to a service's own pre-save page: the native mode",
        "What was done there: the service tells nobody, so none of them is a pre-save. One "
        "person may click twice. Machines that give themselves away by their name",
    ),
    Number(
        "follow_link.clicks",
        "Clicks on the plain link to the artist at a service",
        "Whether anybody followed",
    ),
    Number(
        "refused_by_service",
        "Fans turned away when they connected, because the app's quota mode or set-up does not "
        "allow their account; once a service, however often the browser tried in a row",
        "Fans who got through later; they are pre-saves",
    ),
)

WAVES = (
    Number(
        "waves.total",
        "Pre-saves of one service that fall due at one moment",
        "Withdrawn ones. A moment at which all were withdrawn is no wave",
    ),
    Number(
        "waves.done",
        "Of those, no longer promised: saved, failed, or in need of the fan",
        "Follows, which are made apart",
    ),
)

WATCHED = (
    Number(
        "watch.due",
        "Pre-saves whose moment has come and that are still promised",
        "Why: the release may not be in that market yet, or a service asked for silence",
    ),
    Number(
        "watch.done_a_minute",
        "Pre-saves that ceased to be promised within the last 60 seconds: saved, failed, or in "
        "need of the fan",
        "Follows, and promises that were withdrawn",
    ),
    Number(
        "watch.left",
        "`watch.due` divided by `watch.done_a_minute`: how long it takes at the pace of the last "
        "minute",
        "What falls due later, and that the pace changes. Not shown while a service is "
        "asked nothing, nor where nothing was done in that minute",
    ),
    Number(
        "watch.waiting",
        "Pre-saves still promised in markets whose moment has come and which do not show the "
        "release yet",
        "Reminders, which wait for it, too, and markets given up after 72 hours",
    ),
    Number(
        "watch.reminders.left",
        "Reminders confirmed, not withdrawn and not sent yet",
        "Calendar-only ones, which nothing is sent for",
    ),
    Number(
        "summaries.total",
        "Pre-saves of the wave; `saved`, `needs_fan` and `failed` are its parts, `reasons` says "
        "why",
        "Withdrawn ones. A fan who reconnects later is not in it",
    ),
    Number(
        "summaries.waited",
        "Seconds from the wave's moment to its first save",
        "Why: most often the release was not in the market yet",
    ),
    Number(
        "summaries.took",
        "Seconds from its first save to the answer of its last, repeats among them",
        "Follows, and reading back",
    ),
)

RECONNECTS = (
    Number(
        "rehearsal.reconnect.written",
        "Pre-saves that needed their fan, and whose fan was asked by mail to connect again",
        "Whether the mail was read. A second and a third mail about the same one",
    ),
    Number(
        "rehearsal.reconnect.reconnected",
        "Of those, with a new permission after the first mail",
        "Whether the mail was why; fans who connected again without one",
    ),
    Number(
        "rehearsal.reconnect.not_reachable",
        "Pre-saves that needed their fan, who was not on the artist's e-mail list",
        "Addresses left for a reminder: they are used for that one mail alone. Fans who found the "
        "button on their own page all the same are in it",
    ),
)

COUNTED = (*ARTIST_PAGES, *PRESAVES, *FOLLOWS, *STANDING, *BESIDE, *WAVES, *WATCHED, *RECONNECTS)
