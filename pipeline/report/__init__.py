"""What people look at: the report's pages, single pictures, and the series of dyads over time."""
