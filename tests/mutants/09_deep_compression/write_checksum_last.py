"""The checksum stands behind the body."""
EXPECT = ("read_model_check", 'write_model gives')
CELL = "read_model"
CHANGE = ('MAGIC + checksum(body) + body', 'MAGIC + body + checksum(body)')
