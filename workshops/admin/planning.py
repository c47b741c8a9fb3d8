"""The editor of the programme in Django’s administration."""
