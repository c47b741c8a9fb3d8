"""Reviews in Django’s administration."""
