"""The plan of a season, its events, courses and experts, feeds and announcements, and the desk of its organisers."""
