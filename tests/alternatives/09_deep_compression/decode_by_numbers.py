"""By numbers: the value and the length of the word so far."""

def encode(symbols, lengths):
    codes = canonical_codes(lengths)
    return to_bytes("".join(map(codes.__getitem__, symbols)))


def decode(data, lengths, count):
    table = {(len(code), int(code, 2)): s for s, code in canonical_codes(lengths).items()}
    longest, symbols, value, size, used = max(lengths), [], 0, 0, 0
    for place in range(8 * len(data)):
        if len(symbols) == count:
            break
        value = 2 * value + (data[place // 8] >> (7 - place % 8) & 1)
        size, used = size + 1, used + 1
        if (size, value) in table:
            symbols.append(table[size, value])
            value = size = 0
        elif size >= longest:
            raise ValueError("no codeword")
    if len(symbols) < count or 8 * len(data) - used > 7:
        raise ValueError("too short or too long")
    return symbols
