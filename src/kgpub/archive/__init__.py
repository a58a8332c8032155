"""The files of an archive: which is what, its graph, text and positions."""
