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
    "fr": (
        r"\b(croissance|notoriété|visibilité|portée)\b",
        r"\b(plus|davantage) (de |d’)(\w+ )?(fans|auditeurs|abonnés|public|écoutes|streams?)\b",
        r"\bsuccès\b",
        r"\b(augment|multipli|boost|dop|maximis)\w*",
        r"\b(vrais|véritables) fans\b|\bprédi\w*|\bprévisions?\b",
    ),
    "pt_BR": (
        r"\bcresc(er|e|imento)\w*",
        r"\balcance\b|\bvisibilidade\b",
        r"\bmais (\w+ )?(fãs|ouvintes|seguidores|público|reproduções|plays|streams?|sucesso)\b",
        r"\b(aument|multipli|impuls|bomb|maximiz)\w*",
        r"\bfãs (reais|de verdade)\b|\bprevis(ão|ões)\b|\bprev(er|emos)\b",
    ),
    "it": (
        r"\bcresc(ere|e|ita)\w*",
        r"\bvisibilità\b",
        r"\bpiù (\w+ )?(fan|ascoltatori|follower|pubblico|ascolti|stream|successo)\b",
        r"\b(aument|moltiplic|increment|massimizz)\w*",
        r"\b(veri fan|fan veri|fan reali)\b|\bprevisioni?\b|\bclassific\w*",
    ),
    "nl": (
        r"\bgroei\w*",
        r"\bbereik\b|\bzichtbaarheid\b",
        r"\bmeer (\w+ )?(fans|luisteraars|volgers|publiek|streams?|plays|succes)\b",
        r"\b(vergroot|verhoog|vermenigvuldig|verdubbel|maximaliseer)\w*",
        r"\bechte fans\b|\bvoorspel\w*|\bhitlijst\w*",
    ),
    "pl": (
        r"\bwzrost\w*|\brozw[oó]j\w*",
        r"\bzasięg\w*",
        r"\bwięcej (\w+ )?(fanów|słuchaczy|obserwujących|odtworzeń|streamów|sukcesów)\b",
        r"\b(zwiększ|pomnaż|pomnóż|podwo[ij]|maksymaliz)\w*",
        r"\bprawdziwi fani\b|\bprawdziwych fanów\b|\bprognoz\w*",
        r"\bplaylist\w*|\bgwarancj\w*|\bgwarantow\w*",
    ),
    "tr": (
        r"\bbüyüme\w*|\bbüyüt\w*",
        r"\berişim(ini|in)\b|\bgörünürlü\w*",
        r"\bdaha (fazla|çok) (\w+ )?(hayran|dinleyici|takipçi|dinlenme|kitle|başarı)\w*",
        r"\b(artır|arttır|katla)\w*",
        r"\bgerçek hayran\w*|\btahmin\w*|\bçalma liste\w*|\bgaranti\w*|\balgoritma\w*",
    ),
    "ja": (
        r"アルゴリズム|プレイリスト|バズ|保証",
        r"成長|拡大|拡散|リーチ",
        r"(もっと|より)多くの(ファン|リスナー|フォロワー|再生)|(ファン|リスナー|フォロワー|再生数?)(を|が)増",
        r"本物のファン|予測|チャート",
    ),
    "ko": (
        r"알고리즘|플레이리스트|바이럴|보장",
        r"성장|확산|도달",
        r"더 많은 (팬|청취자|팔로워|재생)|(팬|청취자|팔로워|재생수?)[을를이가] (늘|증가)",
        r"진짜 팬|예측|차트",
    ),
    "ar": (
        r"خوارزمي\w*",
        r"انتشار\w*|\bنمو\b|تنمية",
        r"المزيد من (المستمعين|المعجبين|المتابعين|الاستماعات|الجمهور|النجاح)",
        r"(مضمون|ضمان|نضمن)\w*",
        r"قوائم التشغيل|قائمة تشغيل|معجبين حقيقيين|نتوقع",
    ),
}


LANGUAGES: Final = tuple(_BY_LANGUAGE)


def claims_abroad(text: str, *, language: str) -> list[str]:
    """What a translated text claims and may not."""
    rules = (*_EVERYWHERE, *_BY_LANGUAGE.get(language, ()))
    pattern = re.compile("|".join(rules), re.IGNORECASE)
    return [match.group() for match in pattern.finditer(text)]
