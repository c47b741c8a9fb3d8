"""What the journey “The public programme” adds to pages that gather all rooms."""
