"""65,537 columns are thought to fit uint16."""
EXPECT = ("to_csr_hidden_wide", "asks for uint32")
CELL = "to_csr"
CHANGE = ('<= 2**16', '<= 2**16 + 1')
