"""Embeddings, normalization, attention, patches and tokens against loops, and their laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallnets import (
    Dense,
    Embedding,
    LayerNorm,
    MeanPool,
    Patches,
    PositionEmbedding,
    ReLU,
    Residual,
    SelfAttention,
    Sequential,
    create_char_transformer,
    create_vit,
    load_checkpoint,
    measure_macs,
    save_checkpoint,
)
from tests.oracles import naive_layers, naive_transformer
from tests.oracles.finite_differences import numerical_gradient

SIZES = {"n": st.integers(1, 3), "t": st.integers(1, 4), "seed": st.integers(0, 99)}


def tokens(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def random_parameters(layer, seed=7, dtype=np.float32):
    rng = np.random.default_rng(seed)
    for parameter in layer.parameters():
        parameter.data = rng.normal(size=parameter.data.shape).astype(dtype)
    return layer


# Against loops


@settings(max_examples=25, deadline=None)
@given(**SIZES, heads=st.integers(1, 3), size=st.integers(1, 3), causal=st.booleans())
def test_attention_is_naive_attention(n, t, seed, heads, size, causal):
    layer = random_parameters(SelfAttention(heads * size, heads, causal), seed)
    x = tokens(n, t, heads * size, seed=seed)
    parts = [p.data for p in (layer.qkv.weights, layer.qkv.bias)]
    parts += [p.data for p in (layer.output.weights, layer.output.bias)]
    got = layer.forward(x)
    assert got.dtype == np.float32
    wanted = naive_transformer.attention(x, *parts, heads, causal)
    assert np.abs(got - wanted).max() < 1e-4 * (1 + np.abs(wanted).max())


@settings(max_examples=25, deadline=None)
@given(**SIZES, features=st.integers(1, 5))
def test_layer_norm_is_naive_layer_norm(n, t, seed, features):
    layer, x = random_parameters(LayerNorm(features), seed), tokens(n, t, features, seed=seed)
    wanted = naive_transformer.layer_norm(x, layer.gain.data, layer.bias.data)
    got = layer.forward(x)
    assert got.dtype == np.float32
    assert np.abs(got - wanted).max() < 1e-4


@settings(max_examples=25, deadline=None)
@given(
    n=st.integers(1, 2),
    rows=st.integers(1, 3),
    columns=st.integers(1, 3),
    size=st.integers(1, 3),
    channels=st.integers(1, 2),
)
def test_patches_are_naive_patches_and_lose_nothing(n, rows, columns, size, channels):
    x = tokens(n, rows * size, columns * size, channels)
    layer = Patches(size)
    got = layer.forward(x)
    assert np.array_equal(got, naive_transformer.patches(x, size))
    assert np.array_equal(layer.backward(got), x)


@settings(max_examples=25, deadline=None)
@given(**SIZES, n_in=st.integers(1, 4), n_out=st.integers(1, 4))
def test_dense_does_the_same_for_each_token(n, t, seed, n_in, n_out):
    layer, x = random_parameters(Dense(n_in, n_out), seed), tokens(n, t, n_in, seed=seed)
    got = layer.forward(x)
    for example in range(n):
        wanted = naive_layers.dense(x[example], layer.weights.data, layer.bias.data)
        assert np.abs(got[example] - wanted).max() < 1e-5
    assert layer.backward(got).shape == x.shape


def test_an_embedding_looks_rows_up_and_positions_add_theirs():
    table, places = Embedding(5, 3), PositionEmbedding(4, 3)
    ids = np.array([[4, 0], [2, 4]], np.uint8)
    out = places.forward(table.forward(ids))
    for n, t in np.ndindex(2, 2):
        wanted = table.weights.data[ids[n, t]] + places.weights.data[t]
        assert np.array_equal(out[n, t], wanted)
    assert MeanPool().forward(out).shape == (2, 3)


# Gradients

LAYERS = {
    "dense on tokens": (lambda: Dense(3, 2), (2, 3, 3)),
    "layer norm": (lambda: LayerNorm(4), (2, 3, 4)),
    "layer norm of one feature": (lambda: LayerNorm(1), (2, 2, 1)),
    "attention": (lambda: SelfAttention(4, 2), (2, 3, 4)),
    "causal attention": (lambda: SelfAttention(6, 3, causal=True), (2, 4, 6)),
    "attention to one token": (lambda: SelfAttention(2, 1), (2, 1, 2)),
    "attention of thin layers": (
        lambda: SelfAttention(
            4, 2, qkv=Sequential([Dense(4, 1, bias=False), Dense(1, 12)]), output=Dense(4, 4)
        ),
        (2, 3, 4),
    ),
    "positions": (lambda: PositionEmbedding(5, 3), (2, 4, 3)),
    "patches": (lambda: Patches(2), (2, 4, 2, 3)),
    "mean pool": (lambda: MeanPool(), (2, 3, 2)),
    "residual": (lambda: Residual(LayerNorm(3)), (2, 2, 3)),
}


@pytest.mark.parametrize("name", LAYERS)
def test_layer_gradients(name):
    create, shape = LAYERS[name]
    layer = random_parameters(create(), dtype=np.float64)
    x = tokens(*shape, seed=2).astype(np.float64)
    direction = np.random.default_rng(1).normal(size=layer.forward(x).shape)

    def objective():
        return float((layer.forward(x) * direction).sum())

    layer.forward(x)
    input_gradient = layer.backward(direction)
    assert input_gradient.shape == x.shape
    assert np.abs(input_gradient - numerical_gradient(objective, x)).max() < 1e-7
    whole = [p.grad for p in layer.parameters()]
    for parameter, gradient in zip(layer.parameters(), whole, strict=True):
        wanted = numerical_gradient(objective, parameter.data)
        assert gradient.shape == parameter.data.shape
        assert np.abs(gradient - wanted).max() < 1e-7
    layer.parameter_gradients(direction)
    assert all(np.array_equal(p.grad, g) for p, g in zip(layer.parameters(), whole, strict=True))


def test_the_gradient_of_an_embedding_adds_up_where_a_token_stands_twice():
    layer = random_parameters(Embedding(4, 2), dtype=np.float64)
    ids = np.array([[1, 1, 3], [0, 1, 3]])
    direction = np.random.default_rng(1).normal(size=(2, 3, 2))

    def objective():
        return float((layer.forward(ids) * direction).sum())

    objective()
    assert layer.backward(direction).shape == ids.shape
    wanted = numerical_gradient(objective, layer.weights.data)
    assert np.abs(layer.weights.grad - wanted).max() < 1e-8
    assert not layer.weights.grad[2].any()


# Laws


@settings(max_examples=30, deadline=None)
@given(data=st.data(), t=st.integers(1, 6), seed=st.integers(0, 99))
def test_attention_does_not_know_the_order_of_tokens(data, t, seed):
    layer, x = random_parameters(SelfAttention(4, 2), seed), tokens(2, t, 4, seed=seed)
    order = data.draw(st.permutations(range(t)))
    moved = layer.forward(x[:, order])
    assert np.abs(moved - layer.forward(x)[:, order]).max() < 1e-4


@settings(max_examples=30, deadline=None)
@given(t=st.integers(2, 6), now=st.integers(0, 4), seed=st.integers(0, 99))
def test_the_future_changes_nothing_in_a_causal_model(t, now, seed):
    now = min(now, t - 2)
    model = create_char_transformer(7, 4, 2, 6, heads=2, seed=seed)
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, 7, (2, t))
    other = ids.copy()
    other[:, now + 1 :] = (other[:, now + 1 :] + rng.integers(1, 7, (2, t - now - 1))) % 7
    before, after = model.forward(ids), model.forward(other)
    assert np.array_equal(before[:, : now + 1], after[:, : now + 1])
    short = model.forward(ids[:, : now + 1])
    assert np.abs(short - before[:, : now + 1]).max() < 1e-5


def test_without_the_mask_the_future_does_change_the_past():
    layer = random_parameters(SelfAttention(4, 2))
    x = tokens(1, 3, 4)
    other = x.copy()
    other[:, 2] += 1
    assert np.abs(layer.forward(x) - layer.forward(other))[:, 0].max() > 1e-3


@settings(max_examples=30, deadline=None)
@given(
    t=st.integers(1, 5),
    seed=st.integers(0, 99),
    scale=st.floats(0.5, 100),
    shift=st.floats(-10, 10),
)
def test_layer_norm_sees_neither_scale_nor_shift(t, seed, scale, shift):
    layer, x = random_parameters(LayerNorm(8), seed), tokens(2, t, 8, seed=seed)
    x = x.astype(np.float64)
    moved = layer.forward(scale * x + shift)
    assert np.abs(moved - layer.forward(x)).max() < 1e-3


def test_a_layer_norm_gives_mean_0_and_variance_1():
    out = LayerNorm(64).forward(5 + 3 * tokens(4, 6, 64))
    assert np.abs(out.mean(axis=-1)).max() < 1e-5
    assert np.abs(out.var(axis=-1) - 1).max() < 1e-3


def test_a_constant_token_becomes_the_bias():
    layer = random_parameters(LayerNorm(4))
    out = layer.forward(np.full((1, 1, 4), 7, np.float32))
    assert np.array_equal(out[0, 0], layer.bias.data)


def test_large_scores_overflow_nothing():
    layer = SelfAttention(4, 2, causal=True)
    x = 1e4 * tokens(2, 5, 4)
    out = layer.forward(x)
    assert np.isfinite(out).all()
    assert np.isfinite(layer.backward(np.ones_like(out))).all()


@pytest.mark.parametrize("name", LAYERS)
def test_float32_stays_float32_and_arguments_stay_as_they_are(name):
    create, shape = LAYERS[name]
    layer, x = create(), tokens(*shape)
    kept = x.copy()
    out = layer.forward(x)
    grad = tokens(*out.shape, seed=3)
    kept_grad = grad.copy()
    assert layer.backward(grad).dtype == out.dtype == np.float32
    assert {p.grad.dtype for p in layer.parameters()} <= {np.dtype(np.float32)}
    assert np.array_equal(x, kept)
    assert np.array_equal(grad, kept_grad)


@pytest.mark.parametrize("stored", [np.float16, np.int8])
def test_compressed_arrays_compute_in_float32_and_stay_compressed(stored):
    model = create_char_transformer(7, 4, 1, 5, heads=2)
    for parameter in model.parameters():
        parameter.data = (3 * parameter.data).astype(stored)
    out = model.forward(np.zeros((2, 5), int))
    model.backward(out)
    assert out.dtype == np.float32
    assert {p.data.dtype for p in model.parameters()} == {np.dtype(stored)}
    assert {p.grad.dtype for p in model.parameters()} == {np.dtype(np.float32)}


# Counting and storing


@pytest.mark.parametrize("t", [1, 5, 64])
def test_macs_of_a_language_model_are_the_formula(t):
    model = create_char_transformer(65)
    got = measure_macs(model, np.zeros((2, t), np.uint8))
    assert got == naive_transformer.transformer_macs(t, 64, 2, 0, 65, read=t)


@pytest.mark.parametrize("patch", [4, 7])
def test_macs_of_a_vision_transformer_are_the_formula(patch):
    got = measure_macs(create_vit(patch), np.zeros((3, 28, 28, 1), np.float32))
    t = (28 // patch) ** 2
    assert got == naive_transformer.transformer_macs(t, 64, 2, patch**2, 10, read=1)


@pytest.mark.parametrize(
    ("model", "parameters"),
    [
        (create_char_transformer(65), 112_512),
        (create_char_transformer(65, blocks=4), 212_480),
        (create_char_transformer(65, 96, 3), 354_336),
        (create_vit(), 104_970),
    ],
)
def test_the_networks_have_their_stated_sizes(model, parameters):
    assert sum(p.data.size for p in model.parameters()) == parameters


def test_a_transformer_is_stored_bit_for_bit_with_thin_layers_in_it(tmp_path):
    model = create_char_transformer(7, 4, 1, 5, heads=2)
    attention = model.layers[2].layer.layers[1]
    attention.qkv = Sequential([Dense(4, 2, bias=False), Dense(2, 12)])
    save_checkpoint(model, tmp_path / "m.npz")
    again, _ = load_checkpoint(tmp_path / "m.npz")
    names = list(again.named_parameters())
    assert "2.layer.1.qkv.0.weights" in names
    assert names == list(model.named_parameters())
    ids = np.array([[0, 6, 3]])
    assert np.array_equal(again.forward(ids), model.forward(ids))


# Refusals

X = np.zeros((2, 3, 4), np.float32)
FAULTS = [
    (Embedding(5, 3), np.array([[0, 5]]), ValueError, "from 0 to 4, got 5"),
    (Embedding(5, 3), np.array([[-1, 0]]), ValueError, "from 0 to 4, got -1"),
    (Embedding(5, 3), np.zeros((1, 2), np.float32), TypeError, "whole numbers.*float32"),
    (Embedding(5, 3), np.zeros((1, 2), bool), TypeError, "whole numbers.*bool"),
    (Embedding(5, 3), [[0]], TypeError, "whole numbers.*list"),
    (Embedding(5, 3), np.zeros(3, int), ValueError, r"shape \(n, t\).*\(3,\)"),
    (Embedding(5, 3), np.zeros((1, 0), int), ValueError, r"at least one; got \(1, 0\)"),
    (PositionEmbedding(2, 4), X, ValueError, "places for 2 tokens, got 3"),
    (PositionEmbedding(5, 3), X, ValueError, r"\(n, t, 3\), got \(2, 3, 4\)"),
    (PositionEmbedding(5, 4), X.astype(int), TypeError, "int64"),
    (LayerNorm(3), X, ValueError, r"\(n, t, 3\), got \(2, 3, 4\)"),
    (LayerNorm(4), X[0], ValueError, "3 axes"),
    (SelfAttention(6, 2), X, ValueError, r"\(n, t, 6\), got \(2, 3, 4\)"),
    (SelfAttention(4, 2), X[:, :0], ValueError, "empty"),
    (MeanPool(), X[0], ValueError, "3 axes"),
    (MeanPool(), X[:, :0], ValueError, "empty"),
    (Patches(2), np.zeros((1, 4, 5, 1), np.float32), ValueError, "multiples of 2.*5"),
    (Patches(2), X, ValueError, "4 axes"),
    (Dense(3, 2), X, ValueError, r"\(n, t, 3\), got \(2, 3, 4\)"),
    (Dense(4, 2), X[:, :0], ValueError, "empty"),
    (create_char_transformer(5, 4, 1, 3, 2), np.zeros((1, 4), int), ValueError, "3 tokens, got 4"),
]


@pytest.mark.parametrize(("layer", "x", "error", "words"), FAULTS)
def test_bad_input_is_refused_by_name(layer, x, error, words):
    with pytest.raises(error, match=words):
        layer.forward(x)


@pytest.mark.parametrize(
    ("create", "error", "words"),
    [
        (lambda: SelfAttention(5, 2), ValueError, "5 features and 2 heads"),
        (lambda: SelfAttention(4, 0), ValueError, "heads.*0"),
        (lambda: SelfAttention(4, 2, qkv=np.zeros(3)), TypeError, "qkv must be a layer"),
        (lambda: Embedding(0, 2), ValueError, "n_tokens.*0"),
        (lambda: PositionEmbedding(2.5, 2), TypeError, "length.*2.5"),
        (lambda: LayerNorm(0), ValueError, "features.*0"),
        (lambda: Patches(0), ValueError, "size.*0"),
        (lambda: create_vit(5), ValueError, "divide 28, got 5"),
    ],
)
def test_bad_arguments_are_refused_by_name(create, error, words):
    with pytest.raises(error, match=words):
        create()


@pytest.mark.parametrize("name", LAYERS)
def test_backward_wants_a_forward_and_the_shape_of_the_output(name):
    create, shape = LAYERS[name]
    layer, x = create(), tokens(*shape)
    with pytest.raises(RuntimeError, match="forward before backward"):
        layer.backward(x)
    out = layer.forward(x)
    with pytest.raises(ValueError, match="gradient must have the shape"):
        layer.backward(out[:1])


def test_a_layer_of_floats_cannot_stand_before_an_embedding():
    model = Sequential([ReLU(), Embedding(5, 2)])
    with pytest.raises(TypeError, match="whole numbers"):
        model.forward(np.zeros((1, 3), np.float32))
