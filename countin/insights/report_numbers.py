"""The numbers that only the report shows, defined once. docs/numbers.md repeats this."""

from countin.insights.definitions import Number

WAY = (
    Number(
        "report.reach",
        "People whom the channels reach, by the campaign file, added up over the channels that "
        "name a number",
        "Channels without one. One person may be reached by two channels",
    ),
    Number(
        "report.visits.people",
        "Times the landing page was shown",
        "Machines that give themselves away by their name. One person may come twice",
    ),
    Number(
        "report.visits.machines",
        "Times the landing page was shown to a machine, by the name that it gave itself",
        "Machines under a browser's name: they are among people",
    ),
    Number(
        "report.visits.led",
        "Visits by people that a pre-save began with",
        "Visits that led to a second press of the same fan. Forgotten 30 days after the release, "
        "and when a fan is erased",
    ),
    Number(
        "report.funnel.pressed",
        "Presses of a pre-save button that led to a service's question",
        "Presses of a remind button",
    ),
    Number(
        "report.funnel.pressed.lost",
        "Of those, never came back to us within ten minutes, or came back in another browser",
        "Why: nobody is followed to the service",
    ),
    Number("report.funnel.pressed.away", "Of those, at the service now", "Those who are late"),
    Number(
        "report.funnel.returned",
        "Presses that came back from the service with an answer",
        "Second returns with the same answer; late and forged ones",
    ),
    Number("report.funnel.returned.denied", "Of those, cancelled at the service", "Closed windows"),
    Number(
        "report.funnel.returned.refused",
        "Of those, turned away because the app may not serve this account: `refused_by_service`",
        "Fans who got through later",
    ),
    Number(
        "report.funnel.returned.failed",
        "Of those, not completed: an answer the service did not accept, a missing permission or "
        "subscription, a service that could not be reached, a campaign that had just closed",
        "Which of these it was; earlier tries of a fan who was turned away",
    ),
    Number(
        "report.funnel.authorized",
        "Presses after which the fan's permission was kept",
        "Permissions that a service granted without the save",
    ),
    Number(
        "report.funnel.authorized.again",
        "Of those, by an account that had pre-saved this campaign before",
        "Accounts that a service does not name (Apple Music) in another browser",
    ),
    Number(
        "report.funnel.promised",
        "Pre-saves made: the sum of the five states",
        "Second pre-saves of the same account in the same campaign",
    ),
    Number(
        "report.funnel.promised.joined",
        "Of the pre-saves made, those of a standing consent: no press came before them. The same "
        "as `standing.presaves`",
        "As there",
    ),
    Number(
        "report.funnel.promised.LOSS",
        "Of those, withdrawn, or by the reason for which the fan is or was needed: `reasons`. "
        "After the day before the release: as it was known then",
        "Reasons that were mended",
    ),
    Number(
        "report.funnel.alive",
        "Pre-saves that were not withdrawn and whose permission was not known to have ended 24 "
        "hours before the release is out anywhere; before that, is not known to have ended",
        "Permissions that ended without the service having been asked since",
    ),
    Number(
        "report.funnel.alive.LOSS",
        "Of those, by the reason for which the save failed (`reasons`), permissions found ended "
        "on the day or later among them, or still on their way",
        "Errors that a later try mended",
    ),
    Number(
        "report.funnel.accepted",
        "Pre-saves that the service accepted. Shown where one of the services answers yes "
        "without proof (Apple Music)",
        "Those accepted by a service whose yes is proof are saved at once",
    ),
    Number(
        "report.funnel.accepted.LOSS",
        "Of those, not in the library after 72 hours, or being looked for there",
        "Fans who removed it before anybody looked",
    ),
    Number("report.funnel.saved", "The same as `presaves.saved`", "As there"),
    Number(
        "report.follows.LOSS",
        "Follows that were not made by the reason, withdrawn, or still to be made",
        "Whether the release was saved: the follow is a decision of its own",
    ),
    Number(
        "report.reminders.LOSS",
        "Reminders by how far they got, each once: not confirmed, withdrawn, waiting, sent, opened",
        "What became of calendar entries",
    ),
)

RATES = (
    Number(
        "report.rates.visits_that_led",
        "`report.visits.led` of `report.visits.people`, for the campaign and each channel",
        "Not shown where no pre-save is offered, or where it is forgotten which visit led to which",
    ),
    Number(
        "report.rates.saved",
        "`presaves.saved` of all pre-saves made, withdrawn ones included",
        "Not shown while a pre-save is on its way",
    ),
    Number(
        "report.rates.mails_opened",
        "Reminders whose link was opened, of those sent",
        "Not shown before a mail was sent",
    ),
    Number(
        "report.rates.activation",
        "Pre-saves made by a channel, of the people whom the campaign file says it reaches",
        "Not shown without a known reach, nor where more came than it reaches; followers are never "
        "taken instead. A fan of two services has made two",
    ),
    Number(
        "report.rates.reminded",
        "Reminders asked for by a channel, of the people whom it reaches",
        "Not shown without a known reach, nor where more came than it reaches",
    ),
)

REPORTED = (*WAY, *RATES)
