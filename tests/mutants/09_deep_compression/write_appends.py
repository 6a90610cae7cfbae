"""The file is opened to append: what it held stays."""
EXPECT = ("read_model_check", 'held before is gone')
CELL = "read_model"
CHANGE = ('Path(path).write_bytes(MAGIC + checksum(body) + body)', 'with open(path, "ab") as file:\n        file.write(MAGIC + checksum(body) + body)')
