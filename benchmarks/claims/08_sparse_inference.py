"""Lesson 8: what it claims, and what could have refuted it."""

import time
import zlib
from functools import cache

import numpy as np
from scipy import sparse

from benchmarks.claims import SHOWN, Found, answers, claim, judged, spread, verdict
from smallnets import DataLoader, evaluate_model, load_mnist, load_pretrained

LESSON = "08_sparse_inference"
OURS, OTHER = "lenet_300_100", "mlp_512_256_128"


@cache
def known():
    return answers(LESSON)


@cache
def first_cut(sparsity, name=OURS):
    """The first layer's matrix, a row for each output, with its smallest weights zeroed."""
    matrix = np.ascontiguousarray(load_pretrained(name).layers[0].weights.data.T)
    if sparsity == 0:
        return matrix
    limit = np.sort(np.abs(matrix), axis=None)[round(sparsity * matrix.size)]
    return np.where(np.abs(matrix) < limit, np.float32(0), matrix)


@cache
def images(number):
    taken = load_mnist(flatten=True).validation.images[:number].astype(np.float32) / 255
    return taken[0] if number == 1 else taken


def shortest(run, repeats=200):
    """Seconds of the quickest of many calls: other work only ever adds."""
    run()
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return min(taken)


def dense_time(number):
    weights, x = load_pretrained(OURS).layers[0].weights.data, images(number)
    return shortest(lambda: x @ weights, 300)


def ours(matrix, number=1):
    """What multiplies by the student's CSR."""
    parts, x = known()["to_csr"](matrix), images(number)
    return lambda: known()["csr_matvec"](*parts, x)


def library(matrix, number=1):
    """What multiplies by scipy's CSR."""
    stored, x = sparse.csr_matrix(matrix), np.ascontiguousarray(images(number).T)
    return lambda: stored @ x


def as_fast(make, sparsity, number=1, repeats=60):
    """How many times as fast as the dense product, by the shortest of many calls each."""
    way = make(first_cut(sparsity), number)
    return dense_time(number) / shortest(way, repeats)


def padded(matrix, number=1):
    """What multiplies by rows filled up to the longest, as the lesson shows it."""
    values, columns, starts = known()["to_csr"](matrix)
    ends = starts.astype(int)
    width = int(np.diff(ends).max())
    rectangle = np.zeros((len(matrix), width), np.float32)
    places = np.zeros((len(matrix), width), int)
    for row, (begin, end) in enumerate(zip(ends[:-1], ends[1:], strict=True)):
        rectangle[row, : end - begin] = values[begin:end]
        places[row, : end - begin] = columns[begin:end]
    x = images(number)
    if number == 1:
        return lambda: np.einsum("mk,mk->m", rectangle, x[places])
    return lambda: np.einsum("mkb,mk->bm", x.T[places], rectangle)


@claim(
    says="A tenth of the multiplications is left, and the product takes longer.",
    experiment="First layer of LeNet-300-100 at 90%, one image: time of the direct sparse product "
    "over that of the dense one, shortest of 200 calls each.",
    control="The dense product with the cut matrix, zeros and all, over that with the whole one.",
    timed=True,
)
def longer(seeds):
    cut = np.ascontiguousarray(first_cut(0.9).T)
    inputs, outputs = np.nonzero(cut)
    left, x = cut[inputs, outputs], images(1)
    direct = shortest(lambda: np.bincount(outputs, x[inputs] * left, 300)) / dense_time(1)
    with_zeros = shortest(lambda: x @ cut) / dense_time(1)
    return Found(
        f"{direct:.1f} times as long; the cut matrix, dense, {with_zeros:.2f}",
        verdict(direct > 1.5 and with_zeros < 1.25),
    )


@claim(
    says="The formulas hold to the byte.",
    experiment="Bytes by `csr_bytes` and `bitmask_bytes` against those of the arrays, first layer "
    "at 0, 50, 90, 98 and 100%.",
    control="Matrices whose numbers of places are no multiple of 8, of 70,000 columns, and of "
    "int8.",
)
def to_the_byte(seeds):
    rng = np.random.default_rng(0)
    tried = [first_cut(share) for share in (0, 0.5, 0.9, 0.98)] + [np.zeros((300, 784), "f4")]
    for shape, kind in (((7, 11), "f4"), ((3, 70_000), "f4"), ((9, 13), "i1")):
        drawn = rng.integers(-9, 9, size=shape).astype(kind)
        tried.append(np.where(rng.random(shape) < 0.8, 0, drawn).astype(kind))
    wrong = 0
    for each in tried:
        left, size = np.count_nonzero(each), each.dtype.itemsize
        for rule, make in (("csr_bytes", "to_csr"), ("bitmask_bytes", "pack_bitmask")):
            made = sum(array.nbytes for array in known()[make](each))
            wrong += known()[rule](each.shape, left, size) != made
    return Found(f"{wrong} of {2 * len(tried)} differ", verdict(wrong == 0))


def gap_bytes(matrix, bits):
    gaps, values = known()["encode_gaps"](matrix, bits)
    return known()["pack_codes"](gaps, bits).nbytes + values.nbytes


def best_gaps(matrix):
    """The fewest bytes by gap coding, and the bits."""
    return min((gap_bytes(matrix, bits), bits) for bits in range(1, 9))


@claim(
    says="At 75% the bitmask is smallest, from 90% on gaps are, at 98% at half its size",
    experiment="Bytes with gaps of the best number of bits over those of the bitmask, first layer "
    "at 75, 90 and 98%; CSR over the bitmask.",
    control="The same on another network, of which the lesson says nothing.",
)
def gaps_and_masks(seeds):
    found = {}
    for name in (OURS, OTHER):
        for share in (0.75, 0.9, 0.98):
            matrix = first_cut(share, name)
            mask = sum(array.nbytes for array in known()["pack_bitmask"](matrix))
            csr = sum(array.nbytes for array in known()["to_csr"](matrix))
            found[name, share] = best_gaps(matrix)[0] / mask, csr / mask
    shown = [f"{gaps:.2f} ({csr:.2f})" for gaps, csr in found.values()]
    (early, early_csr), (middle, middle_csr), (late, late_csr) = list(found.values())[:3]
    holds = early > 1 < early_csr and middle < 1 < middle_csr and 0.45 < late < 0.55 < late_csr
    result = f"{', '.join(shown[:3])}; the other network {', '.join(shown[3:])}"
    return Found(result, verdict(holds))


@claim(
    says="A zip program on the bitmask does as well as the best gaps at all three, or better.",
    experiment="Bytes of the zipped bitmask and the values over those with the best gaps, at 75, "
    "90 and 98%. As well: within one percent.",
    control="The same with the values at random places (draw 0): what zip gains without a pattern.",
)
def zipped(seeds):
    def over(matrix):
        mask, values = known()["pack_bitmask"](matrix)
        small = len(zlib.compress(mask.tobytes(), 9)) + values.nbytes
        return small / best_gaps(matrix)[0]

    rows = [over(first_cut(share)) for share in (0.75, 0.9, 0.98)]
    chance = [over(scattered(first_cut(share), 0)) for share in (0.75, 0.9, 0.98)]
    shown = [", ".join(f"{each:.3f}" for each in part) for part in (rows, chance)]
    return Found("{}; at random places {}".format(*shown), verdict(np.max(rows) < 1.01))


def scattered(matrix, seed):
    """The same values at random places."""
    values = matrix[matrix != 0]
    drawn = np.zeros(matrix.size, matrix.dtype)
    drawn[np.random.default_rng([8, seed]).permutation(matrix.size)[: values.size]] = values
    return drawn.reshape(matrix.shape)


@claim(
    says="long gaps are more frequent, and long gaps need padding",
    experiment="Padding zeros of the first layer at 75, 90 and 98%, with the best bits, less those "
    "of the same values at random places, per thousand values left: lowest over draws.",
    control="The same on another network. The bytes of real over random places.",
    seeds=(1, 2, 3, 4, 5),
)
def clumps(seeds):
    def more(name):
        rows, sizes = [], []
        for share in (0.75, 0.9, 0.98):
            matrix = first_cut(share, name)
            bits, left = best_gaps(matrix)[1], np.count_nonzero(matrix)

            def padding(each, bits=bits, left=left):
                return 1000 * (len(known()["encode_gaps"](each, bits)[0]) - left) / left

            drawn = [scattered(matrix, seed) for seed in seeds]
            rows.append([padding(matrix) - padding(each) for each in drawn])
            sizes.append(gap_bytes(matrix, bits) / np.mean([gap_bytes(d, bits) for d in drawn]))
        return rows, sizes

    (rows, sizes), (other, other_sizes) = more(OURS), more(OTHER)
    result = "{}; bytes {}; the other network {}; bytes {}".format(
        ", ".join(f"{min(row):.1f}" for row in rows),
        ", ".join(f"{each:.3f}" for each in sizes),
        ", ".join(f"{min(row):.1f}" for row in other),
        ", ".join(f"{each:.3f}" for each in other_sizes),
    )
    return Found(result, verdict(all(judged(row) == SHOWN for row in rows) and min(sizes) > 1))


@claim(
    says="your CSR was behind up to 99% for one image and up to 98% in the batch.",
    experiment="Times as fast as dense: one image at 90, 98 and 99%, batch of 64 at 90, 95 and "
    "98%. Shortest of 60 calls each.",
    control="Both at 99.5%; and padded rows, the other way that numpy has, at the same.",
    timed=True,
)
def numpy_csr(seeds):
    places = [(share, 1) for share in (0.9, 0.98, 0.99)]
    places += [(share, 64) for share in (0.9, 0.95, 0.98)]
    places += [(0.995, 1), (0.995, 64)]
    mine, wide = ([as_fast(make, *at) for at in places] for make in (ours, padded))
    parts = [", ".join(f"{each:.2f}" for each in row) for row in (mine[:3], mine[3:6], mine[6:])]
    result = "{}; {}; at 99.5% {}".format(*parts)
    result += f"; padded rows {', '.join(f'{each:.2f}' for each in wide)}"
    return Found(result, verdict(max(mine[:6]) < 1))


@claim(
    says="So at 90%, where the file is seven times smaller, numpy's sparse products cost time, "
    "several times over.",
    experiment="Times as long as dense at 90%, one image and batch of 64: the student's CSR and "
    "padded rows. Several: 2 at least.",
    control="scipy's CSR at the same; and the file, times smaller.",
    timed=True,
)
def at_ninety(seeds):
    numpy_ways, theirs = (
        [1 / as_fast(make, 0.9, number) for make in makes for number in (1, 64)]
        for makes in ((ours, padded), (library,))
    )
    arrays = known()["pack_bitmask"](first_cut(0.9))
    smaller = first_cut(0.9).nbytes / sum(array.nbytes for array in arrays)
    shown = [", ".join(f"{each:.1f}" for each in row) for row in (numpy_ways, theirs)]
    result = "{}; scipy {}".format(*shown) + f"; the file {smaller:.1f}"
    return Found(result, verdict(min(numpy_ways) > 2 and 7 <= smaller < 8))


@claim(
    says="scipy was ahead from 95% for one image and from 90% in the batch.",
    experiment="Times as fast as dense: one image at 90 and 95%, batch of 64 at 80 and 90%. "
    "Shortest of 60 calls each.",
    control="The student's CSR at the same.",
    timed=True,
)
def scipy_csr(seeds):
    places = ((0.9, 1), (0.95, 1), (0.8, 64), (0.9, 64))
    theirs, mine = ([as_fast(make, *at) for at in places] for make in (library, ours))
    shown = [", ".join(f"{each:.2f}" for each in row) for row in (theirs, mine)]
    holds = theirs[0] < 1 < theirs[1] and theirs[2] < 1 < theirs[3] and max(mine) < 1
    return Found("{}; the student's {}".format(*shown), verdict(holds))


@claim(
    says="numpy's fixed price, for its calls and 300 rows, is already about that of the whole "
    "dense product.",
    experiment="Time of `csr_matvec` on a 300 x 784 matrix with one value in each row, over the "
    "dense product, one image; about: 0.6 to 1.4.",
    control="A matrix with a single value: the calls without the rows; and scipy's product.",
    timed=True,
)
def fixed_price(seeds):
    thin = np.eye(300, 784, dtype=np.float32)
    lone = np.where(np.arange(300)[:, None] == 7, thin, np.float32(0))
    one_a_row, one, theirs = (
        shortest(way) / dense_time(1) for way in (ours(thin), ours(lone), library(thin))
    )
    result = f"{one_a_row:.2f}; a single value {one:.2f}; scipy's {theirs:.2f}"
    return Found(result, verdict(0.6 < one_a_row < 1.4 and one < one_a_row > theirs))


@claim(
    says="with half of the weights left a value costs several times what it costs image by image.",
    experiment="Batch of 64 at 50%: time of the student's product over the time of 64 products, "
    "one image each. Several: 2 at least.",
    control="The same at 95%, where the arrays between are a tenth as large.",
    timed=True,
)
def bent(seeds):
    x, ratios = images(64), []
    for share in (0.5, 0.95):
        parts = known()["to_csr"](first_cut(share))

        def one_by_one(parts=parts):
            return [known()["csr_matvec"](*parts, each) for each in x]

        ratios.append(shortest(ours(first_cut(share), 64), 10) / shortest(one_by_one, 10))
    half, late = ratios
    return Found(f"{half:.1f}; at 95% {late:.1f}", verdict(half > 2 and late < 1.5))


@claim(
    says="Fetching the inputs by column alone takes longer than the whole dense product; as many "
    "that lie in a row are copied in a fraction of it. It is not their number that costs, but that "
    "each is looked up by itself.",
    experiment="Time of `x[columns]` for the 23,520 columns left at 90%, over the dense product.",
    control="Time of copying 23,520 inputs that lie in a row; and the same fetch with columns "
    "of 8 bytes, which numpy need not convert.",
    timed=True,
)
def fetching(seeds):
    _, columns, _ = known()["to_csr"](first_cut(0.9))
    x, wide = images(1), columns.astype(np.intp)
    row = np.resize(x, columns.size)
    fetch, eight, copy = (
        shortest(step) / dense_time(1)
        for step in (lambda: x[columns], lambda: x[wide], lambda: row.copy())
    )
    result = f"{fetch:.2f}; copied {copy:.2f}; with columns of 8 bytes {eight:.2f}"
    return Found(result, verdict(fetch > 1 and eight > 1 and copy < 0.5))


@claim(
    says="Columns of 2 bytes, small in the file, take longer to look up than columns of 8.",
    experiment="Microseconds of `x[columns]` for the 23,520 columns left at 90%: of 2 bytes, of 8.",
    control="Columns of 4 bytes; and the conversion to 8 bytes alone, which a program could do "
    "once.",
    timed=True,
)
def narrow_columns(seeds):
    _, columns, _ = known()["to_csr"](first_cut(0.9))
    x, every = images(1), [columns.astype(kind) for kind in (np.uint16, np.intp, np.uint32)]
    two, eight, four = (1e6 * shortest(lambda c=c: x[c]) for c in every)
    alone = 1e6 * shortest(lambda: columns.astype(np.intp))
    result = f"{two:.1f}, {eight:.1f}; of 4 bytes {four:.1f}; the conversion {alone:.1f}"
    return Found(result, verdict(two > 1.2 * eight))


@claim(
    says="In the large matrix your CSR does far better at the same sparsity: a dense weight that "
    "has to come from main memory costs several times one from the cache, and a value of the CSR "
    "hardly more than before. What zeros save depends on what dense costs.",
    experiment="Nanoseconds for a weight of the dense product and for a value of the student's CSR "
    "at 95%, one image: 300 x 784 (0.9 MB), then 4096 x 4096 (67 MB). Shortest of 40 calls.",
    control="The CSR's price itself, which would rise as much if it were the memory of "
    "everything; and 600 x 784, twice the small one, still in the cache.",
    timed=True,
)
def from_memory(seeds):
    rng = np.random.default_rng(8)

    def prices(rows, columns):
        matrix, x = rng.random((rows, columns), dtype="f4"), rng.random(columns, dtype="f4")
        dense = shortest(lambda: matrix @ x, 40) / matrix.size
        matrix[rng.random(matrix.shape, dtype="f4") < 0.95] = 0
        parts = known()["to_csr"](matrix)
        price = shortest(lambda: known()["csr_matvec"](*parts, x), 40) / parts[0].size
        return 1e9 * dense, 1e9 * price

    small, twice, large = (prices(*shape) for shape in ((300, 784), (600, 784), (4096, 4096)))
    fast = [dense / (0.05 * price) for dense, price in (small, large)]
    result = (
        f"dense {small[0]:.3f}, then {large[0]:.3f}; CSR {small[1]:.2f}, then {large[1]:.2f}; "
        f"600 x 784 {twice[0]:.3f} and {twice[1]:.2f}; the CSR {fast[0]:.2f}, then {fast[1]:.2f} "
        "times as fast as dense"
    )
    holds = (
        fast[1] > 2 * fast[0]
        and large[0] > 2 * small[0]
        and large[1] < 1.5 * small[1]
        and twice[0] < 1.5 * small[0]
    )
    return Found(result, verdict(holds))


def first_layer_cut(name, shape, scores=None):
    """Validation accuracy (%) with the first layer cut in a shape, and nothing trained."""
    model = load_pretrained(name)
    matrix = np.ascontiguousarray(model.layers[0].weights.data.T)
    cut = shape(matrix, matrix**2 if scores is None else scores.random(matrix.shape))
    model.layers[0].weights.data = np.ascontiguousarray(cut.T)
    validation = load_mnist(flatten=True).validation
    return 100 * evaluate_model(model, DataLoader(validation, batch_size=1000))


def groups(height, width, share=0.5):
    """Keep a share of the tiles of a matrix, those with the highest scores."""

    def shape(matrix, scores):
        rows, columns = matrix.shape
        score = scores.reshape(rows // height, height, columns // width, width).sum(axis=(1, 3))
        stays = score >= np.sort(score, axis=None)[round(share * score.size)]
        return matrix * np.kron(stays, np.ones((height, width), np.float32))

    return shape


def two_of_four(matrix, scores):
    order = np.argsort(-scores.reshape(-1, 4), axis=1, kind="stable")
    stays = np.zeros(order.shape, bool)
    np.put_along_axis(stays, order[:, :2], True, axis=1)
    return matrix * stays.reshape(matrix.shape)


SHAPES = {"single": groups(1, 1), "2:4": two_of_four, "tiles": groups(20, 4)}


@claim(
    says="With half of the layer left, 2:4 loses little to single weights and tiles lose more; "
    "each is ahead of the same shape drawn by chance.",
    experiment="Validation accuracy (%) with half of the first layer left: single weights, 2:4, "
    "tiles of 20 x 4. Little: less than half a point.",
    control="Each shape drawn by chance (best of the draws); and another network (tiles of 32 x "
    "4), of which the lesson says nothing.",
    seeds=(1, 2, 3, 4, 5),
)
def shapes(seeds):
    def rows(name, tall):
        every = SHAPES | {"tiles": groups(tall, 4)}
        by_size = [first_layer_cut(name, shape) for shape in every.values()]
        chance = [
            max(first_layer_cut(name, shape, np.random.default_rng([82, s])) for s in seeds)
            for shape in every.values()
        ]
        return by_size, chance

    (size, chance), (other, other_chance) = rows(OURS, 20), rows(OTHER, 32)
    shown = [
        ", ".join(f"{each:.2f}" for each in row) for row in (size, chance, other, other_chance)
    ]
    single, four, tiles = size
    holds = single - 0.5 < four and tiles < single - 0.5
    holds = holds and all(mine > drawn for mine, drawn in zip(size, chance, strict=True))
    return Found("{}; chance {}; the other network {}; chance {}".format(*shown), verdict(holds))


def by_tiles(matrix, number=64, height=20):
    """What multiplies by bands of tiles, each with the inputs it needs."""
    x, parts = images(number), []
    for top in range(0, len(matrix), height):
        band = matrix[top : top + height]
        needed = np.flatnonzero(band.any(axis=0))
        parts.append((needed, np.ascontiguousarray(band[:, needed].T)))
    return lambda: np.concatenate([x[:, needed] @ band for needed, band in parts], axis=1)


@claim(
    says="Tiles are ahead of the dense product at 80% here, where your CSR is far behind, and they "
    "are numpy, too: regular places are what saves the time.",
    experiment="Batch of 64, first layer at 80%, tiles of 20 x 4: times as fast as dense. Shortest "
    "of 60 calls each.",
    control="The student's CSR with as many weights left; tiles at 50%; and the same tile product "
    "with as many single weights left, whose tiles are hardly ever empty.",
    timed=True,
)
def tile_speed(seeds):
    matrix = first_cut(0)
    tiled, half = (groups(20, 4, share)(matrix, matrix**2) for share in (0.8, 0.5))
    dense = dense_time(64)
    fast, at_half, loose = (
        dense / shortest(by_tiles(each), 60) for each in (tiled, half, first_cut(0.8))
    )
    mine = dense / shortest(ours(tiled, 64), 60)
    result = f"{fast:.2f}; CSR {mine:.2f}; at 50% {at_half:.2f}; single weights {loose:.2f}"
    return Found(result, verdict(fast > 1.2 and mine < 0.5 and loose < 1))


@claim(
    says="at 80% tiles leave a network that misreads three in ten images, and single weights cost "
    "half a point",
    experiment="Validation accuracy (%) with the first layer cut at 80%: tiles of 20 x 4, single "
    "weights.",
    control="The whole network; tiles by chance, three draws.",
    seeds=(1, 2, 3),
)
def tile_price(seeds):
    tiles, loose = (first_layer_cut(OURS, groups(*size, 0.8)) for size in ((20, 4), (1, 1)))
    whole = first_layer_cut(OURS, lambda matrix, scores: matrix)
    chance = [
        first_layer_cut(OURS, groups(20, 4, 0.8), np.random.default_rng([83, s])) for s in seeds
    ]
    result = f"{tiles:.1f}, {loose:.2f}; whole {whole:.2f}; tiles by chance {spread(chance)}"
    return Found(result, verdict(65 < tiles < 75 and 0.3 < whole - loose < 0.7))


def sparse_forward(model):
    parts = [
        (known()["to_csr"](np.ascontiguousarray(layer.weights.data.T)), layer.bias.data)
        for layer in model.layers
        if hasattr(layer, "weights")
    ]

    def forward(x):
        for stored, bias in parts[:-1]:
            x = np.maximum(known()["csr_matvec"](*stored, x) + bias, 0)
        return known()["csr_matvec"](*parts[-1][0], x) + parts[-1][1]

    return forward


@claim(
    says="each network does fewer multiply-adds, and each takes longer than the dense one",
    experiment="Batch of 128 through LeNet-300-100 with all layers as CSR, cut globally at 75, 90 "
    "and 98%: times as long as dense, shortest of 20 calls each.",
    control="A copy of the dense network.",
    timed=True,
)
def whole_networks(seeds):
    network = load_pretrained(OURS)
    x = load_mnist(flatten=True).test.images[:128].astype(np.float32) / 255
    dense = shortest(lambda: network.forward(x), 60)
    longer = []
    for share in (0.75, 0.9, 0.98):
        forward = sparse_forward(cut_globally(network, share))
        longer.append(shortest(lambda f=forward: f(x), 20) / dense)
    copy = network.copy()
    again = shortest(lambda: copy.forward(x), 60) / dense
    shown = ", ".join(f"{each:.1f}" for each in longer)
    return Found(f"{shown}; a copy {again:.2f}", verdict(min(longer) > 1 and again < 1.2))


def cut_globally(network, share):
    model = network.copy()
    arrays = [p for p in model.parameters() if p.data.ndim == 2]
    limit = np.sort(np.concatenate([np.abs(p.data).ravel() for p in arrays]))
    limit = limit[round(share * limit.size)]
    for array in arrays:
        array.data = np.where(np.abs(array.data) < limit, np.float32(0), array.data)
    return model


NO_CLAIMS = {
    "`starts` counts values, of which even a narrow matrix may have more than 65,535": "arithmetic",
    "## 8.4 What a format costs": "question",
    "Every such cost has the form": "arithmetic",
    "*Break-even* is where it reaches the dense cost": "definition",
    "### Exercise 8.4: `break_even_sparsity` and two costs": "instruction",
    "not even a matrix of zeros is cheaper": "definition",
    "Below 0: always cheaper.": "definition",
    "### Could numpy do better?": "question",
    "**Reflect**": "question",
    "no property of the sparsity alone.": "question",
    "In bytes 2:4 is no gain:": "arithmetic",
    "- A format costs a fixed part and a price for each value left.": "definition",
}
