"""Archives about nobody, as large as wanted: what a full archive of this ontology would look like.

Every name is made of invented syllables, every graph says of itself that it is synthetic, and every URI begins with
`https://example.org/synthetic/`, so that nothing of it can be mistaken for, or mixed with, what is said of real people.
"""
