"""Pages of questions: for listeners, for moderators, for experts."""
