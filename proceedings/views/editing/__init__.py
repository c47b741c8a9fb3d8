"""Pages of one article on the editors' desk."""
