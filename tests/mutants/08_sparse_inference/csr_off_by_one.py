"""With 65,536 columns the last is thought not to fit uint16."""
EXPECT = ("to_csr_check", "fits uint16")
CELL = "to_csr"
CHANGE = ('<= 2**16', '< 2**16')
