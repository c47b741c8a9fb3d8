"""What the journey “Reviews” adds to pages that gather all rooms."""
