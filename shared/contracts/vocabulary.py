"""The closed lists several services share: a code for machines, a Dutch label for people."""

import re
import unicodedata
from enum import StrEnum
from typing import Any, Self, cast

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema


def _slug(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    words: list[str] = re.findall(r"[A-Za-z0-9]+", plain)
    return words[0].lower() + "".join(word.capitalize() for word in words[1:])


class Choice(StrEnum):
    """One of a closed list. Members are written `NAME = "code", "Nederlands label"`."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @property
    def slug(self) -> str:
        """The Dutch lowerCamelCase code the API speaks, made from the label."""
        return _slug(self.label)

    @classmethod
    def parse(cls, given: object) -> Self:
        """The member meant by a code, a Dutch API code or a label, in any case.

        Raises ValueError when it is none of them.
        """
        if isinstance(given, str) and (said := cls._value2member_map_.get(given)) is not None:
            return cast(Self, said)
        wanted = str(given).strip().casefold()
        for member in cls:
            if wanted in (member.value, member.slug.casefold(), member.label.casefold()):
                return member
        raise ValueError("Kies een van deze: " + " · ".join(member.slug for member in cls))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda member: member.value),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "enum": [member.value for member in cls], "title": cls.__name__}


class ImposedBy(Choice):
    """From whom a rule comes (*van wie*)."""

    HEALTH_INSURER = "health_insurer", "Zorgverzekeraar"
    HOSPITAL = "hospital", "Ziekenhuis of specialist"
    MUNICIPALITY = "municipality", "Gemeente"
    GOVERNMENT = "government", "Overheid of toezichthouder"
    PHARMACY = "pharmacy", "Apotheek"
    REGIONAL_ORGANISATION = "regional_organisation", "Zorggroep of regio-organisatie"
    IT_SUPPLIER = "it_supplier", "Leverancier van software"
    OTHER_BODY = "other_body", "Andere instantie, school of werkgever"
    OWN_PRACTICE = "own_organisation", "Wij doen dit zelf zo"
    UNKNOWN = "unknown", "Dat weet ik niet"
    # Finer kinds, known from the catalogue and from machines; people pick from the ten above.
    INDEPENDENT_CLINIC = "independent_clinic", "Zelfstandige kliniek"
    MENTAL_HEALTH = "mental_health", "Ggz"
    HOME_CARE = "home_care", "Thuiszorg"
    DEVICE_SUPPLIER = "device_supplier", "Leverancier van hulpmiddelen"
    ALLIED_HEALTH = "allied_health", "Paramedicus"
    COMPANY = "company", "Bedrijf"
    EDUCATION = "education", "Onderwijs"
    PATIENT_ORGANISATION = "patient_organisation", "Patiëntenorganisatie"


ASKED_ORIGINS = tuple(ImposedBy)[:10]


class Frequency(Choice):
    """How often it happens in one practice."""

    DAILY = "daily", "Elke dag"
    FEW_PER_WEEK = "few_per_week", "Een paar keer per week"
    FEW_PER_MONTH = "few_per_month", "Een paar keer per maand"
    FEW_PER_YEAR = "few_per_year", "Een paar keer per jaar"
    ONCE = "once", "Eén keer"


class Performer(Choice):
    """Who in the practice does the work."""

    GP = "gp", "Huisarts"
    ASSISTANT = "assistant", "Assistente"
    PRACTICE_NURSE = "practice_nurse", "Praktijkondersteuner"
    PRACTICE_MANAGER = "practice_manager", "Praktijkmanager"
    SOMEONE_ELSE = "someone_else", "Iemand anders"


class PatientEffect(Choice):
    """What the patient notices."""

    WAITS_LONGER = "waits_longer", "Wacht langer"
    EXTRA_VISIT = "extra_visit", "Moet extra langskomen"
    NO_CARE = "no_care", "Krijgt de zorg niet"
    PAYS_MORE = "pays_more", "Betaalt meer"
    NOTHING = "nothing", "Merkt er niets van"


class OwnAttempt(Choice):
    """What the practice tried itself (*eigen stappen*)."""

    ASKED_WHY = "asked_why", "Gevraagd waarom dit moet"
    REFUSED = "refused", "Nee gezegd of het teruggestuurd"
    USED_LETTER = "used_letter", "Een voorbeeldbrief gebruikt"
    DISCUSSED = "discussed_with_colleagues", "Het met collega's of de hagro besproken"
    REPORTED_ELSEWHERE = "reported_elsewhere", "Het gemeld bij LHV, HIT of zorggroep"
    NOTHING_YET = "nothing_yet", "Nog niets gedaan"


class TakePart(Choice):
    """Whether the reporter wants to think along (*meedenken*)."""

    CONTACT = "contact", "Ja, je mag mij bellen of mailen"
    MEETING = "meeting", "Ja, ik kom ook naar een overleg"
    INFORM_ONLY = "inform_only", "Nee, houd me alleen op de hoogte"


class ReporterRole(Choice):
    """The reporter's function."""

    GP = "gp", "Huisarts"
    PRACTICE_MANAGER = "practice_manager", "Praktijkmanager"
    ASSISTANT = "assistant", "Assistente"
    PRACTICE_NURSE = "practice_nurse", "Praktijkondersteuner"
    OTHER = "other", "Anders"


class Theme(Choice):
    """What things are about, as known from the start. A theme that the team adds is `OTHER` here, with its code beside
    it (`theme_code`)."""

    REFERRALS = "referrals", "Verwijzen"
    CERTIFICATES = "certificates", "Verklaringen en keuringen"
    THIRD_PARTY_INFORMATION = "third_party_information", "Informatie aan derden"
    MEDICATION = "medication", "Medicatie en recept"
    LAB_DIAGNOSTICS = "lab_diagnostics", "Lab en diagnostiek"
    DEVICES_TRANSPORT = "devices_transport", "Hulpmiddelen en vervoer"
    HOME_CARE = "home_care", "Thuiszorg"
    MENTAL_HEALTH = "mental_health", "Ggz"
    YOUTH_SOCIAL = "youth_social", "Jeugd en sociaal domein"
    QUALITY_ACCOUNTABILITY = "quality_accountability", "Kwaliteit en verantwoording"
    CONTRACT_CLAIMS = "contract_claims", "Contract en declaratie"
    IT_REGISTRATION = "it_registration", "ICT en registratie"
    OTHER = "other", "Anders"


class Level(Choice):
    """Where a rule can be changed."""

    PRACTICE = "practice", "Praktijk"
    REGION = "region", "Regio"
    NATIONAL = "national", "Landelijk"


class RecordedIn(Choice):
    """Where a rule is recorded (*vastlegging*). That it is nowhere found is an answer of its own."""

    LAW = "law", "Wet"
    POLICY_OR_CONTRACT = "policy_or_contract", "Beleidsregel, contract of polis"
    PROFESSIONAL_GUIDELINE = "professional_guideline", "Beroepsrichtlijn"
    NATIONAL_AGREEMENT = "national_agreement", "Landelijke afspraak"
    REGIONAL_AGREEMENT = "regional_agreement", "Regionale werkafspraak"
    PRACTICE_HABIT = "practice_habit", "Gewoonte in de praktijk"
    NOWHERE_FOUND = "nowhere_found", "Nergens gevonden"
    CONTRADICTORY = "contradictory", "Bronnen spreken elkaar tegen"
    UNKNOWN = "unknown", "Nog niet bekend"


class AgreementStatus(Choice):
    """How an agreement stands."""

    IN_FORCE = "in_force", "Geldt"
    EXPIRED = "expired", "Vervallen"
    DEVELOPING = "developing", "In ontwikkeling"
    NOT_FOLLOWED = "not_followed", "Wordt niet nageleefd"
    DISPUTED = "disputed", "Betwist"
    NONE = "none", "Geen afspraak"


class Outcome(Choice):
    """The closed list of outcomes (PRODUCT.md §3.7). "Closed" never counts as "solved"."""

    ALREADY_SETTLED = "already_settled", "Al geregeld"
    SOLVED = "solved", "Opgelost"
    HANDLED_ELSEWHERE = "handled_elsewhere", "Elders in behandeling"
    HANDED_OVER = "handed_over", "Landelijk doorgegeven"
    SIGNALLED = "signalled", "Signaal afgegeven"
    KEPT_WITH_REASON = "kept_with_reason", "De regel blijft, met reden"
    RECORDED_NOWHERE = "recorded_nowhere", "De regel staat nergens"
    NOT_SOLVED = "not_solved", "Niet opgelost"


class NextActor(Choice):
    """Whose turn it is (*aan zet*)."""

    REPORTER = "reporter", "Jij"
    TEAM = "team", "Wij"
    PARTY = "party", "Een andere organisatie"
    NOBODY = "nobody", "Niemand"


class CloseReason(Choice):
    """Why a report is closed without an outcome."""

    NOT_A_RULE = "not_a_rule", "Het gaat niet over een regel of administratie"
    OUT_OF_SCOPE = "out_of_scope", "Het valt buiten wat een huisartsenpraktijk kan veranderen"
    DUPLICATE = "duplicate", "Deze praktijk meldde dit al eerder"
    TOO_LITTLE = "too_little", "We weten te weinig om verder te kunnen"
    LEGALLY_NEEDED = "legally_needed", "De wet vraagt dit en de regio kan dat niet veranderen"


class CheckAnswer(Choice):
    """What a practice says when it is asked whether its report is really solved."""

    YES = "yes", "Ja, opgelost"
    A_LITTLE = "a_little", "Een beetje"
    NO = "no", "Nee, nog niet"


class WithdrawReason(Choice):
    """Why a reporter takes a report back."""

    SOLVED = "solved", "Het is opgelost"
    MISTAKE = "mistake", "Het was een vergissing"
    NO_LONGER = "no_longer", "Ik wil niet meer meedoen"
    OTHER = "other", "Anders"


class MailChoice(Choice):
    """Which mails a reporter wants."""

    ALL = "all", "Alle mails"
    FEWER = "fewer", "Alleen vragen en besluiten"


class EraseReason(Choice):
    """Why a report was erased. A code only: free words about it could hold what had to go."""

    REQUESTED = "requested", "De melder vroeg erom"
    PATIENT_DATA = "patient_data", "Er stonden gegevens van een patiënt in"
    MISTAKE = "mistake", "De melding was een vergissing"
    LEGAL = "legal", "De wet of een toezichthouder vraagt het"


class ReturnReason(Choice):
    """Why a case came back to the queue without anybody doing something."""

    NO_ANSWER = "no_answer", "De melder heeft niet geantwoord"
    CHECK_DUE = "check_due", "Tijd om te vragen hoe het staat"
    PARTY_SILENT = "party_silent", "De organisatie heeft niet geantwoord"


class HandoverAnswer(Choice):
    """What an outside body says to a handover."""

    ACCEPTED = "accepted", "Pakt het op"
    ANSWERED = "answered", "Geeft een inhoudelijk antwoord"
    REFUSED = "refused", "Neemt het niet over"


class MailState(Choice):
    """How far a mail is."""

    PENDING = "pending", "Staat klaar"
    SENDING = "sending", "Wordt verstuurd"
    SENT = "sent", "Verstuurd"
    RETRYING = "retrying", "Wordt opnieuw geprobeerd"
    FAILED = "failed", "Niet gelukt"
    UNKNOWN = "unknown", "Onzeker of hij is aangekomen"
    WITHHELD = "withheld", "Niet verstuurd"


class Role(Choice):
    """What a member of the team may do."""

    READER = "reader", "Lezer"
    RESEARCHER = "researcher", "Onderzoeker"
    LEAD = "lead", "Projectleider"
    EDITOR = "editor", "Redacteur"
    ADMINISTRATOR = "administrator", "Beheerder"
