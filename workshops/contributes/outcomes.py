"""What the journey “Recommendations and other outcomes” adds to pages that gather all rooms."""
