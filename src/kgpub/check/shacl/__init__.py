"""SHACL by pySHACL, made fast and kept from doing harm."""
