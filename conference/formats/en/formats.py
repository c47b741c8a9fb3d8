"""Dates and numbers as British English prints them; the rest is Django's."""

DATE_FORMAT = "j F Y"
DAY_MONTH = "j F"
SHORT_DATE_FORMAT = "d/m/Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "d/m/Y, H:i"
FIRST_DAY_OF_WEEK = 1
