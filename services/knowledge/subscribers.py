"""What knowledge hears: who is on the team."""

from shared.messaging.subscribing import FactSubscribers
from shared.privacy.projection import follow_allowed_names
from shared.staff.projection import follow_staff

facts = FactSubscribers("knowledge")
follow_staff(facts)
follow_allowed_names(facts)
