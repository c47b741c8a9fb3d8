"""The editor of the programme, releases, availability: pages of the desk, and the public list of changes."""
