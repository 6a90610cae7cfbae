"""starts holds the ends: the 0 of the first row is missing."""
EXPECT = ("to_csr_check", "The first row begins at 0")
CELL = "to_csr"
CHANGE = ('np.concatenate([[0], ends]).astype(np.uint32)', 'ends.astype(np.uint32)')
