"""Why people say that an agreement does not work."""

from shared.contracts.vocabulary import Choice


class DoubtReason(Choice):
    """Why an agreement does not work in a practice."""

    NOT_KEPT = "not_kept", "De ander houdt zich er niet aan"
    NOT_FOR_US = "not_for_us", "De afspraak geldt niet voor ons"
    UNCLEAR = "unclear", "Ik begrijp de afspraak niet"
    OTHER = "other", "Er is iets anders"
