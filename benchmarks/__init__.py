"""What kgpub costs and what it withstands, measured on synthetic archives. See docs/benchmarks.md."""
