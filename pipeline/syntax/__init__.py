"""What the parser is known to read wrongly, put right before anybody asks it."""
