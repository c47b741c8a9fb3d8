"""What the journey “Feedback and the final report” adds to pages that gather all rooms."""
