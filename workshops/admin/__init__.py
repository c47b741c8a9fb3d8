"""The four tracks in Django’s administration: records and bulk work. Decisions go through the services."""

from . import call, crew, decisions, feedback, outcomes, papers, planning, programme, reviews, season

__all__ = ["call", "crew", "decisions", "feedback", "outcomes", "papers", "planning", "programme", "reviews", "season"]
