"""The numbers that only the live page shows, defined once. docs/numbers.md repeats this."""

from countin.insights.definitions import Number

LIVE = (
    Number(
        "live.way",
        "The steps of `report.funnel`, of follows and of reminders, and what was lost at each, as "
        "they stand now: an ended permission is lost at its own step, whenever that was found",
        "What was known the day before the release: the report tells",
    ),
    Number(
        "live.pressed",
        "`report.funnel.pressed` by the channel of the visit",
        "Presses by a channel that was removed are under `none`",
    ),
    Number(
        "live.countries.visits",
        "Visits by people from this country, by the browser's time zone, else by the network "
        "address, which is not kept",
        "Networks that lead elsewhere, travelers. Forgotten 30 days after the release: they are "
        "then without a country",
    ),
    Number(
        "live.countries.presaves",
        "Pre-saves promised or saved, by the market of the account where the service tells it, "
        "else by the country of the visit",
        "The country of a visit and the market of its account may differ",
    ),
    Number(
        "live.devices.visits",
        "Visits by people on a phone, a tablet, a computer or something else, by the name that "
        "the browser sends",
        "Tablets that call themselves computers (iPads do). Visits before this was counted. No "
        "visit's row carries it",
    ),
    Number(
        "live.languages.visits",
        "Visits by people whose browser asks for this language first, whatever the page spoke",
        "Variants of a language; languages that we don't know by name. Visits before this was "
        "counted. No visit's row carries it",
    ),
)
