"""The numbers of announcements, defined once. docs/numbers.md repeats this."""

from countin.insights.definitions import Number

ANNOUNCED = (
    Number(
        "announcement.planned",
        "Mails of an announcement: one a mailbox that confirmed the list and is in the "
        "segment, when it began",
        "Members who joined later, paused, or went without this kind. Two addresses of one "
        "person are two",
    ),
    Number(
        "announcement.sent",
        "Of these, mails that the mail service took",
        "Whether they arrived, or were opened: that is not asked",
    ),
    Number(
        "announcement.waiting",
        "Of these, mails that are still to go",
        "Those of a stopped announcement are in it",
    ),
    Number(
        "announcement.left_before",
        "Of these, mails that did not go because their reader had left, paused, or was not in "
        "the segment any more",
        "Whether this announcement was why",
    ),
    Number(
        "announcement.asked_before",
        "Of these, mails asking to connect again that did not go: a mail of ours had asked the "
        "same within three days",
        "The other way round: a mail of ours waits three days after such an announcement",
    ),
    Number(
        "announcement.refused",
        "Of these, mails that the mail service or the mailbox refused for good, or for three days",
        "Mails that were taken first and came back later: these are among the sent",
    ),
    Number(
        "announcement.maybe_twice",
        "Of these, mails on their way when the worker died, and sent again with the same "
        "Message-ID",
        "Whether they arrived twice",
    ),
    Number(
        "announcement.left",
        "Presses on this announcement's own link that left the artist's list",
        "Who left by another mail, on their own page, or at their mail service",
    ),
    Number(
        "announcement_push.browsers",
        "Browsers that this artist's news may come to, of fans in the segment, when it began",
        "Whether a fan is on the e-mail list, too: who allowed both gets both",
    ),
    Number(
        "announcement_push.notified",
        "Of these, notifications that the browser's push service took",
        "Whether they were seen",
    ),
    Number(
        "news.reach",
        "Mails, or browsers, that an announcement about no campaign went to, by this way",
        "Programs: to how many people they carry it is not known",
    ),
    Number(
        "news.people",
        "Times the artist's page was shown by the link of such an announcement",
        "Machines that give themselves away by their name, and pages fetched ahead. One person may "
        "come twice. A mail scanner under a browser's name may be in it",
    ),
    Number(
        "news.machines",
        "Times it was shown by that link to a machine, by the name that it gave itself",
        "Machines under a browser's name: they are among people",
    ),
    Number(
        "news.presaves",
        "Pre-saves, whatever their state, of those who went on by that link to a campaign of the "
        "artist: `by_channel` of its campaigns, under the same name",
        "Who came another way later. Fans of a channel that was removed",
    ),
    Number(
        "news.activation",
        "`news.presaves` of `news.reach`, with its interval (Wilson 95 %)",
        "Why. Not shown where more came than were reached: others were given the link",
    ),
)
