"""Side-by-side measurements of the course's code against peers; see ``benchmarks.run``."""
