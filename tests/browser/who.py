"""Who opens a page."""

VISITOR, DRAFTER, LEAD, RESEARCHER = "visitor", "drafter", "lead", "researcher"
