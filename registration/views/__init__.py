"""Pages of taking part: the way in, the steps, sending, what is mine."""
