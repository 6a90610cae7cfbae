"""Opens the file and reads it piece by piece."""

def write_model(layers, path):
    body = pack_layers(layers)
    with open(path, "wb") as file:
        file.write(MAGIC)
        file.write(checksum(body))
        file.write(body)


def read_model(path):
    with open(path, "rb") as file:
        kind, stated, body = file.read(4), file.read(4), file.read()
    if kind != MAGIC:
        raise ValueError(f"another kind of file: it begins with {kind!r}")
    if stated != checksum(body):
        raise ValueError("the checksum does not fit: the file is damaged")
    rest = io.BytesIO(body)
    layers = unpack_layers(rest)
    if rest.tell() != len(body):
        raise ValueError(f"{len(body) - rest.tell()} bytes are left over")
    return layers
