"""Pages of the reviews: the reviewer by link or signed in, and the chair who asks."""
