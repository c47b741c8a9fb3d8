"""What joining events adds to pages, and what is kept of it."""
