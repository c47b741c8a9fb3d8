"""The nouns of the core: which conference this is, who people are, and the shared machinery's rows."""

from .base import ConferenceQuerySet, Counter
from .conference import Conference, Deadline
from .consent import Consent, ConsentText, DataRequest, ErasureAct
from .content import NewsItem, Page, Partner, Room
from .documents import IssuedDocument
from .jobs import Job
from .mail import MailTemplate, Message
from .people import Organisation, Person, Role

__all__ = [
    "Conference",
    "ConferenceQuerySet",
    "Consent",
    "ConsentText",
    "Counter",
    "DataRequest",
    "Deadline",
    "ErasureAct",
    "IssuedDocument",
    "Job",
    "MailTemplate",
    "Message",
    "NewsItem",
    "Organisation",
    "Page",
    "Partner",
    "Person",
    "Role",
    "Room",
]
