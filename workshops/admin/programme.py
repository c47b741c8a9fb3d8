"""The public programme in Django’s administration."""
