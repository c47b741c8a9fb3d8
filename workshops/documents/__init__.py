"""The four tracks as documents, one module for each journey."""
