"""What several checks need: which results belong together, and how a finding is written down."""
