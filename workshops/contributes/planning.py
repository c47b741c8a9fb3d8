"""What the journey “The editor of the programme” adds to pages that gather all rooms."""
