"""Groups are dictionaries, which a heap cannot compare where counts are equal."""
EXPECT = ("huffman_lengths_check", 'must be comparable')

def huffman_lengths(counts):
    heap = [(n, {symbol: 0}) for symbol, n in enumerate(counts) if n]
    heapq.heapify(heap)
    while len(heap) > 1:
        (n, one), (m, two) = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, (n + m, {s: bits + 1 for s, bits in (one | two).items()}))
    return [max(1, heap[0][1][s]) if n else 0 for s, n in enumerate(counts)]
