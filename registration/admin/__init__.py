"""Registration in Django's administration: records and bulk work. Decisions go through the services."""

from . import categories, delegations, needs, registrations

__all__ = ["categories", "delegations", "needs", "registrations"]
