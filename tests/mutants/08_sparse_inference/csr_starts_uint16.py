"""starts is computed in uint16, which ends at 65,535 values."""
EXPECT = ("to_csr_check", "add up in uint32")
CELL = "to_csr"
CHANGE = ('.astype(np.uint32)\n', '.astype(np.uint16).astype(np.uint32)\n')
