"""What no translation may claim: the rule of test_claims.py, in other languages.

The stems hold for every language; a language's own list says the rest.
"""

import re
from typing import Final

_EVERYWHERE: Final = (
    r"algor[iy]th?m\w*",
    r"\bplaylists?\b",
    r"\bviral\w*",
    r"\bg(u?)arant\w*",
    r"\brelease radar\b|\bdiscover weekly\b|\bnew music friday\b",
)
_BY_LANGUAGE: Final = {
    "de": (
        r"\bwachs(tum|en)\b",
        r"\breichweite\w*",
        r"\bmehr (\w+ )?(fans|streams?|hörer\w*|follower\w*|publikum|plays|erfolg)\b",
        r"\b(steiger|erhöh|vergrößer|vermehr|verdoppel)\w*",
        r"\bechte fans\b|\bcharts?\b|\bprognos\w*",
    ),
    "es": (
        r"\bcrec(er|e|imiento)\w*",
        r"\balcance\b",
        r"\bmás (\w+ )?(fans|oyentes|seguidores|público|reproducciones|streams?|éxito)\b",
        r"\b(aument|multiplic|impuls|dispar|maximiz)\w*",
        r"\bfans (reales|de verdad)\b|\blistas? de (reproducción|éxitos)\b|\bpredic\w*",
    ),
    "ar": (
        r"خوارزمي\w*",
        r"انتشار\w*|\bنمو\b|تنمية",
        r"المزيد من (المستمعين|المعجبين|المتابعين|الاستماعات|الجمهور|النجاح)",
        r"(مضمون|ضمان|نضمن)\w*",
        r"قوائم التشغيل|قائمة تشغيل|معجبين حقيقيين|نتوقع",
    ),
}


def claims_abroad(text: str, *, language: str) -> list[str]:
    """What a translated text claims and may not."""
    rules = (*_EVERYWHERE, *_BY_LANGUAGE.get(language, ()))
    pattern = re.compile("|".join(rules), re.IGNORECASE)
    return [match.group() for match in pattern.finditer(text)]
