"""What self-audits add to pages, and what is kept of them."""
