"""What the statistics of a season add to pages."""
