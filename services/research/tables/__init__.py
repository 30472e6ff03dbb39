"""What research keeps. Records do not validate; forms and facts do."""

from services.research.tables.dossiers import Agreement as Agreement
from services.research.tables.dossiers import Commitment as Commitment
from services.research.tables.dossiers import Dossier as Dossier
from services.research.tables.dossiers import Evidence as Evidence
from services.research.tables.dossiers import Finding as Finding
from services.research.tables.dossiers import RuleSource as RuleSource
from services.research.tables.dossiers import Stakeholder as Stakeholder
from services.research.tables.dossiers import Task as Task
from services.research.tables.files import ErasedFile as ErasedFile
from services.research.tables.files import EvidenceFile as EvidenceFile
from services.research.tables.known import Addition as Addition
from services.research.tables.known import GivenCheckAnswer as GivenCheckAnswer
from services.research.tables.known import Handover as Handover
from services.research.tables.known import LinkedReport as LinkedReport
from services.research.tables.known import Party as Party
from services.research.tables.known import Report as Report
from services.research.tables.record import Entry as Entry
from services.research.tables.record import Record as Record
from services.research.tables.round_tables import Attendee as Attendee
from services.research.tables.round_tables import Invitation as Invitation
from services.research.tables.round_tables import RoundTable as RoundTable
