"""What the library adds to pages."""
