"""starts lacks the end of the last row."""
EXPECT = ("to_csr_check", "Where the last row ends")
CELL = "to_csr"
CHANGE = ('np.concatenate([[0], ends]).astype(np.uint32)', 'np.concatenate([[0], ends[:-1]]).astype(np.uint32)')
