"""What goes to students: the bundle's own files, and the proofs about what they get."""
