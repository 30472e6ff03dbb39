"""What stands around a piece of text: the words that make it a patient's or an organisation's."""

import re

# Who or what is not a patient. A name, number, address or date right behind one of these is theirs.
ORGANISATIONS = (
    r"apothe(?:ek|ken)|stichting|praktijk|huisartsenpraktijk|huisartsen|gezondheidscentrum|medisch centrum|centrum|"
    r"kliniek|\w*ziekenhuis|\w*poli|polikliniek|\w*school|\w*college|hospice|gebouw|vestiging|kantoor|locatie|afdeling|"
    r"thuiszorg|\w*organisatie|zorggroep|leverancier|\w*verzekeraar|verzekering|firma|bedrijf|bureau|gemeente|"
    r"fysiotherapie|oefentherapie|farma|pharma|verpleeghuis|verzorgingshuis|woonzorgcentrum|laboratorium|lab|balie|secretariaat|helpdesk|klantenservice|"
    r"spoedlijn|overleglijn|wijkteam|instelling|uitgeverij|vereniging|fonds|huize|hotel|sportschool|kapper|winkel"
)
CARERS = (
    r"dr|drs|dokter|doctor|prof|professor|mr|ir|collega|collegas|huisarts|arts|basisarts|assistente?|"
    r"doktersassistente?|praktijkassistente?|poh|verpleegkundige|praktijkondersteuner|praktijkmanager|manager|"
    r"\w*specialist|\w*loog|chirurg|psychiater|psycholoog|fysiotherapeut|apotheker|opleiding|aios|haio|coassistent|"
    r"stagiaire?|waarnemer|secretaresse|secretaris|voorzitter|minister|staatssecretaris|wethouder|burgemeester|"
    r"kamerlid|inspecteur|bestuurder|directeur|onderzoeker|redacteur|journalist|trainer|docent|coach|advocaat|"
    r"casemanager|wijkverpleegkundige|maatschappelijk werker|medewerker|medewerkster|contactpersoon|projectleider"
)
THINGS = (
    r"commissie|motie|wet|regel|regeling|route|methode|model|ziekte|syndroom|morbus|score|schaal|test|protocol|"
    r"richtlijn|rapport|boek|cursus|lijst|vragenlijst|prijs|arrest|zaak|plan|akkoord"
)
# Right in front of a name: "apotheek De Vries", "huisarts in opleiding Lotte", "de regel van Klaas".
NOT_A_PATIENTS = re.compile(
    rf"\b(?:(?:{ORGANISATIONS}|{CARERS})(?: (?:de|het|in opleiding|sint|st\.?))?|(?:{THINGS})(?: van)?)\.?[ \-]\W?$",
    re.IGNORECASE,
)
A_CARER = re.compile(rf",? \(?(?:(?:de|onze|uw|is) )?(?:{CARERS})\b", re.IGNORECASE)
NOT_A_PERSON = re.compile(rf"(?:{ORGANISATIONS}|{CARERS}|{THINGS})\b", re.IGNORECASE)
ORGANISATION = re.compile(rf"\b(?:{ORGANISATIONS})\b", re.IGNORECASE)

OF_AN_ORGANISATION = re.compile(rf",? (?:van|bij) (?:de|het|onze|een) (?:{ORGANISATIONS})\b", re.IGNORECASE)

PATIENTS = (
    r"pati[eë]nte?n?|pt\.?|cli[eë]nte?n?|mevrouw|mevr\.?|mw\.?|meneer|mijnheer|dhr\.?|de heer|opa|oma|tante|oom|baby|"
    r"moeder|vader|ouders|zoon|dochter|zoontje|dochtertje|kind|kleinkind|broer|zus|zusje|broertje|echtgenoot|echtgenote|"
    r"partner|mantelzorger|weduwe|weduwnaar|buurvrouw|buurman|jongen|jongetje|meisje|vrouw|man|familie|fam\.?|"
    r"gezin|bewoner|bewoonster|voornaam|achternaam|roepnaam|genaamd"
)
PRONOUNS = r"hij|zij|ze|haar|hem|zijn moeder|zijn vader|zijn vrouw|jarige?|geboren|geb\.?"
ABOUT_A_PERSON = re.compile(rf"\b(?:{PATIENTS}|{PRONOUNS})(?:\b|(?<=\.))", re.IGNORECASE)

SENTENCE_END = re.compile(r"[!?\n]|\.(?=\s+[A-Z][a-z]{2,})")


def before(text: str, at: int, characters: int = 40) -> str:
    """The end of the text in front of a place, at most so many characters."""
    return text[max(0, at - characters) : at]


def words_before(text: str, at: int, count: int) -> str:
    """The last few words in front of a place."""
    return " ".join(before(text, at, 80).split()[-count:])


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends."""
    ends = [*(found.end() for found in SENTENCE_END.finditer(text)), len(text)]
    return list(zip([0, *ends[:-1]], ends, strict=True))


def sentence(text: str, at: int) -> tuple[int, int]:
    """Where the sentence around a place begins and ends."""
    return next((begin, end) for begin, end in sentences(text) if begin <= at < end)


LONGEST_PIECE = 500
SMALL_WORD = re.compile(r"(?<=[a-z,]) (?=[a-z])")
SPACE = re.compile(r"\s")


def pieces(text: str, longest: int = LONGEST_PIECE) -> list[tuple[int, int]]:
    """Where to cut a long text: behind a sentence, else in front of a small letter, else anywhere."""
    found, begin = [], 0
    while len(text) - begin > longest:
        end = _cut(text, begin, begin + longest)
        found.append((begin, end))
        begin = end
    return [*found, (begin, len(text))]


def _cut(text: str, begin: int, last: int) -> int:
    for kind in (SENTENCE_END, SMALL_WORD, SPACE):
        ends = [one.end() for one in kind.finditer(text, begin, last)]
        if ends:
            return ends[-1]
    return last
