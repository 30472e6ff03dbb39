"""Who may do what. Every route of the team names the permission it needs."""

from enum import StrEnum

from shared.contracts.vocabulary import Role


class Permission(StrEnum):
    """One thing a member may do."""

    READ = "read"  # queue, cases, dossiers, handovers
    SEE_REPORTER = "see_reporter"  # name and contact data of a reporter
    DECIDE = "decide"  # on cases
    RESEARCH = "research"  # change dossiers
    HAND_OVER = "hand_over"  # send files to outside bodies
    EDIT_KNOWLEDGE = "edit_knowledge"
    ADMINISTER = "administer"  # members
    ARRANGE = "arrange"  # organisations, practices, themes, terms and standard texts
    ALLOW_NAMES = "allow_names"  # say which names are no patient's
    HANDLE_PARKED = "handle_parked"  # see, retry and drop messages that could not be handled


_RESEARCHER = {Permission.READ, Permission.SEE_REPORTER, Permission.DECIDE, Permission.RESEARCH}
# What leads and administrators may both do.
_BOTH = {Permission.ADMINISTER, Permission.ARRANGE}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READER: frozenset({Permission.READ}),
    Role.EDITOR: frozenset({Permission.READ, Permission.EDIT_KNOWLEDGE}),
    Role.RESEARCHER: frozenset(_RESEARCHER),
    Role.LEAD: frozenset(_RESEARCHER | {Permission.HAND_OVER, Permission.EDIT_KNOWLEDGE} | _BOTH),
    Role.ADMINISTRATOR: frozenset({Permission.READ, Permission.ALLOW_NAMES, Permission.HANDLE_PARKED} | _BOTH),
}
