"""A new word begins with every byte."""
EXPECT = ("decode_check", 'decode(b')

def encode(symbols, lengths):
    codes = canonical_codes(lengths)
    return to_bytes("".join(codes[symbol] for symbol in symbols))


def decode(data, lengths, count):
    words = {code: symbol for symbol, code in canonical_codes(lengths).items()}
    symbols, read = [], 0
    for byte in data:
        word = ""
        for bit in format(byte, "08b"):
            if len(symbols) == count:
                break
            word, read = word + bit, read + 1
            if word in words:
                symbols.append(words[word])
                word = ""
            elif len(word) >= max(lengths):
                raise ValueError(f"no codeword begins with {word}")
    if len(symbols) < count or 8 * len(data) - read > 7:
        raise ValueError("too few bits, or too many")
    return symbols
