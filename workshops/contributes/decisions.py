"""What the journey “Decisions” adds to pages that gather all rooms."""
