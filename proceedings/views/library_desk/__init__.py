"""The editors' desk of the library: the list, one material, its reviews, notes of readers, many at once."""
