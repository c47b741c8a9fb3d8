"""What the journey “The call for papers” adds to pages that gather all rooms."""
