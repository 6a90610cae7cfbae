"""A tree of nested pairs, walked afterwards."""

def huffman_lengths(counts):
    heap = [(n, symbol, symbol) for symbol, n in enumerate(counts) if n > 0]
    heapq.heapify(heap)
    age = len(counts)
    while len(heap) > 1:
        one, two = heapq.heappop(heap), heapq.heappop(heap)
        age += 1
        heapq.heappush(heap, (one[0] + two[0], age, (one[2], two[2])))
    lengths, todo = [0] * len(counts), [(heap[0][2], 0)]
    while todo:
        node, depth = todo.pop()
        if isinstance(node, tuple):
            todo += [(node[0], depth + 1), (node[1], depth + 1)]
        else:
            lengths[node] = max(1, depth)
    return lengths
