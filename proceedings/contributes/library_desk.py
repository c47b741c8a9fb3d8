"""What the editors' desk of the library adds to pages, and what is kept of it."""
