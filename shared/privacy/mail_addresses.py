"""E-mail addresses of people; those of a department or a desk are nobody's."""

import re
from collections.abc import Iterator

from shared.privacy.finding import Finding, Kind

ADDRESS = re.compile(r"(?<![\w.+'\-])[\w.+'\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6}")
DESKS = re.compile(
    r"(?:info|verwij\w*|balie|administratie|post|postbus|secretariaat|contact|zorg\w*|poli\w*|apotheek\w*|assistent\w*|"
    r"huisarts\w*|praktijk\w*|klant\w*|service\w*|recept\w*|factu\w*|declaratie\w*|machtiging\w*|noreply|no|reply|"
    r"helpdesk|support|planning|aanmeld\w*|afspraak|afspraken|intake|triage|team\w*|hap|spoed|lab|uitslagen|bestel\w*|"
    r"verkoop|inkoop|bestuur|directie|redactie|pers|privacy|fg|melding\w*|vragen|formulier\w*|wmo|jeugd|wijkteam\w*|"
    r"zorgdomein|receptie|polikliniek|kantoor|algemeen|loket|ict|hr|mail|office)",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Finding]:
    """Every address whose part before the @ is not that of a desk."""
    for found in ADDRESS.finditer(text):
        parts = [part for part in re.split(r"[.\-_+]", found[0].split("@")[0]) if part]
        if not parts or not DESKS.fullmatch(parts[0]):
            yield Finding(found.start(), found.end(), Kind.EMAIL)
