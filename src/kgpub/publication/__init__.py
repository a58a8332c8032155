"""One opened release: its engine, its configuration and how its things are described."""
