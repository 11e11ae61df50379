"""What people who extend the rules work with: how good the stages are, and what a change changed."""
