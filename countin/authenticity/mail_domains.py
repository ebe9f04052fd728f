"""Mail domains that hand out throwaway boxes: known ones, and words that such names carry."""

_KNOWN = frozenset(
    """
    10minutemail.com 10minutemail.net 33mail.com burnermail.io cock.li discard.email
    dispostable.com emailondeck.com fakeinbox.com fakemail.net getairmail.com getnada.com
    grr.la guerrillamail.biz guerrillamail.com guerrillamail.de guerrillamail.info
    guerrillamail.net guerrillamail.org guerrillamailblock.com inboxbear.com inboxkitten.com
    mail-temp.com mail.tm mailcatch.com maildrop.cc mailexpire.com mailinator.com
    mailinator.net mailnesia.com mailnull.com mailpoof.com mailsac.com mailtemp.info
    minuteinbox.com mintemail.com mohmal.com moakt.com mytemp.email nada.email sharklasers.com
    smailpro.com spam4.me spamgourmet.com tempail.com tempinbox.com tempmail.com tempmail.dev
    tempmail.net tempmailo.com temp-mail.io temp-mail.org tempr.email throwawaymail.com
    tmail.io tmailor.com tmpmail.net tmpmail.org trashmail.com trashmail.de trashmail.net
    wegwerfmail.de wegwerfmail.net yopmail.com yopmail.fr yopmail.net 1secmail.com
    1secmail.net 1secmail.org dropmail.me emailfake.com generator.email linshiyouxiang.net
    """.split()  # noqa: SIM905  # read more easily than a hundred strings
)
_WORDS = ("10min", "disposable", "guerrilla", "mailinator", "temp-mail", "tempmail", "throwaway")
_MORE_WORDS = ("trashmail", "wegwerf", "yopmail", "burner", "minutemail", "tmpmail")


def is_throwaway(domain: str) -> bool:
    """A box that nobody means to keep."""
    word = domain.lower()
    return word in _KNOWN or any(part in word for part in (*_WORDS, *_MORE_WORDS))
