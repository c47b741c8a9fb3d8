"""Dates and numbers as Russian prints them; the rest is Django's."""

DATE_FORMAT = "j E Y"
DAY_MONTH = "j E"
SHORT_DATE_FORMAT = "d.m.Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j E Y, H:i"
FIRST_DAY_OF_WEEK = 1
