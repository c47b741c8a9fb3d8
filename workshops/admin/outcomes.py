"""Recommendations and other outcomes in Django’s administration."""
