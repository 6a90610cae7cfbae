"""No checksum is written."""
EXPECT = ("read_model_check", 'write_model writes')
CELL = "read_model"
CHANGE = ('write_bytes(MAGIC + checksum(body) + body)', 'write_bytes(MAGIC + body)')
