"""From questions to answers. Knows `kg`, nothing of screens."""
