"""The public programme: the list, one session, speakers, calendars and feeds, printed matter, reading offline."""
