"""What is read is cut off the text, which copies all that is left."""
EXPECT = ("decode_check", "Read each bit once")

def encode(symbols, lengths):
    codes = canonical_codes(lengths)
    return to_bytes("".join(codes[symbol] for symbol in symbols))


def decode(data, lengths, count):
    words = {code: symbol for symbol, code in canonical_codes(lengths).items()}
    longest, bits, symbols = max(lengths), bits_of(data), []
    while len(symbols) < count:
        size = next((n for n in range(1, longest + 1) if bits[:n] in words), None)
        if size is None:
            raise ValueError("no codeword")
        symbols.append(words[bits[:size]])
        bits = bits[size:]
    if len(bits) > 7:
        raise ValueError("left over")
    return symbols
