"""Pages of self-audits: doing one, its results and plan, what they say together, and checklists on the desk."""
