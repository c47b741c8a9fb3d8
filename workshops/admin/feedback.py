"""Feedback and the final report in Django’s administration."""
