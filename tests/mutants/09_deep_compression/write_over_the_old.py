"""The file is opened to be changed: the end of a longer one stays."""
EXPECT = ("read_model_check", 'held before is gone')
CELL = "read_model"
CHANGE = ('Path(path).write_bytes(MAGIC + checksum(body) + body)', 'with open(path, "r+b" if Path(path).exists() else "wb") as file:\n        file.write(MAGIC + checksum(body) + body)')
