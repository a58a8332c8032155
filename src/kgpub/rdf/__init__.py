"""RDF as values: formats, terms, vocabularies, and serialising documents."""
