"""starts is computed in uint16, which ends at 65,535 values."""
EXPECT = ("to_csr_hidden_wide", "starts counts values")
CELL = "to_csr"
CHANGE = ('.astype(np.uint32)\n', '.astype(np.uint16).astype(np.uint32)\n')
