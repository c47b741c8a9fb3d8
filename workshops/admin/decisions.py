"""Decisions in Django’s administration."""
