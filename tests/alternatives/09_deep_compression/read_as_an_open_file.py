"""Reads the bytes piece by piece, as an open file."""

def write_model(layers):
    file = io.BytesIO()
    body = pack_layers(layers)
    for part in (MAGIC, checksum(body), body):
        file.write(part)
    return file.getvalue()


def read_model(data):
    file = io.BytesIO(data)
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
