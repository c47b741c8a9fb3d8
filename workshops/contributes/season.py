"""What the plan of a season adds to pages."""
