"""The organisers' desk: the list of registrations, tables brought in and taken out, letters to many."""
