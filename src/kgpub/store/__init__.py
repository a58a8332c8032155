"""Answering SPARQL behind one `Engine` contract, and releases on disk."""
