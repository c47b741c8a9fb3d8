"""What the journey “Statements, interpreters and their packs, materials” adds to pages that gather all rooms."""
