"""From whom a rule comes, as evidence of what it is. People pick from ten kinds, the catalogue knows finer ones."""

from collections.abc import Mapping

from shared.contracts.vocabulary import ImposedBy

# The finer kinds that people may mean by one of the ten.
MEANT: Mapping[ImposedBy, frozenset[ImposedBy]] = {
    ImposedBy.HOSPITAL: frozenset({ImposedBy.INDEPENDENT_CLINIC, ImposedBy.MENTAL_HEALTH, ImposedBy.ALLIED_HEALTH}),
    ImposedBy.HEALTH_INSURER: frozenset({ImposedBy.DEVICE_SUPPLIER, ImposedBy.COMPANY}),
    ImposedBy.MUNICIPALITY: frozenset({ImposedBy.HOME_CARE}),
    ImposedBy.OTHER_BODY: frozenset(
        {
            ImposedBy.INDEPENDENT_CLINIC,
            ImposedBy.MENTAL_HEALTH,
            ImposedBy.HOME_CARE,
            ImposedBy.DEVICE_SUPPLIER,
            ImposedBy.ALLIED_HEALTH,
            ImposedBy.COMPANY,
            ImposedBy.EDUCATION,
            ImposedBy.PATIENT_ORGANISATION,
        }
    ),
}
SAME, MEANT_BY_IT, OTHER = 1.0, 0.7, 0.0


def agreement(given: ImposedBy | None, known: frozenset[ImposedBy]) -> float | None:
    """How well who the reporter names agrees with whom a thing comes from, 0 to 1; None when it tells nothing."""
    if given in (None, ImposedBy.UNKNOWN) or not known - {ImposedBy.UNKNOWN}:
        return None
    if given in known:
        return SAME
    return MEANT_BY_IT if MEANT.get(given, frozenset()) & known else OTHER
