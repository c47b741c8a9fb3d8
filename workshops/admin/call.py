"""The call for papers in Django’s administration."""
