"""Reports as people and machines read them. Nothing here writes; the command does."""
