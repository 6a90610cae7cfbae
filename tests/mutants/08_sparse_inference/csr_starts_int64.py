"""starts stays int64."""
EXPECT = ("to_csr_check", "Each takes room in the file")
CELL = "to_csr"
CHANGE = ('.astype(np.uint32)\n', '\n')
