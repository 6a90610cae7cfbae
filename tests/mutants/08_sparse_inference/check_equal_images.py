"""All images of its batch are the same."""
EXPECT = ("check_csr_matvec_check", "different images")
CELL = "check_csr_matvec"
CHANGE = ('x = 1 + np.arange(np.prod(shape), dtype=np.float32).reshape(shape)', 'x = np.broadcast_to(np.arange(1, 5, dtype=np.float32), shape)')
