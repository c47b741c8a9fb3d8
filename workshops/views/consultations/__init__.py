"""Pages of consultations: free hours and booking, a school's own, the expert's desk, numbers for organisers."""
