"""Batch normalization: statistics of the batch in training, running ones elsewhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallnets import (
    SGD,
    BatchNorm2D,
    Conv2D,
    DataLoader,
    Dataset,
    Dense,
    Flatten,
    MaxPool2D,
    ReLU,
    Residual,
    Sequential,
    Trainer,
    evaluate_model,
    fold_batch_norm,
    load_checkpoint,
    save_checkpoint,
    training_mode,
)
from tests.oracles import naive_transformer
from tests.oracles.finite_differences import numerical_gradient


def images(*shape, seed=0):
    return np.random.default_rng(seed).normal(2, 3, size=shape).astype(np.float32)


def random_norm(channels, seed=7):
    rng, layer = np.random.default_rng(seed), BatchNorm2D(channels)
    layer.gain.data = rng.normal(size=channels).astype(np.float32)
    layer.bias.data = rng.normal(size=channels).astype(np.float32)
    layer.running_mean = rng.normal(size=channels).astype(np.float32)
    layer.running_variance = rng.uniform(0.1, 4, channels).astype(np.float32)
    return layer


@settings(max_examples=25, deadline=None)
@given(
    n=st.integers(1, 3),
    height=st.integers(1, 3),
    width=st.integers(2, 3),
    channels=st.integers(1, 3),
    training=st.booleans(),
)
def test_it_is_naive_batch_norm(n, height, width, channels, training):
    layer, x = random_norm(channels), images(n, height, width, channels)
    statistics = layer.running_mean, layer.running_variance
    if training:
        statistics = naive_transformer.channel_statistics(x)
        with training_mode():
            got = layer.forward(x)
    else:
        got = layer.forward(x)
    wanted = naive_transformer.batch_norm(x, layer.gain.data, layer.bias.data, *statistics)
    assert got.dtype == np.float32
    assert np.abs(got - wanted).max() < 1e-4


@pytest.mark.parametrize("training", [True, False])
def test_gradients_agree_with_finite_differences(training):
    layer, x = random_norm(2), images(2, 3, 2, 2).astype(np.float64)
    for parameter in layer.parameters():
        parameter.data = parameter.data.astype(np.float64)
    for name in ("running_mean", "running_variance"):
        setattr(layer, name, getattr(layer, name).astype(np.float64))
    direction = np.random.default_rng(1).normal(size=x.shape)

    def forward():
        if not training:
            return layer.forward(x)
        with training_mode():
            return layer.forward(x)

    def objective():
        return float((forward() * direction).sum())

    forward()
    got = layer.backward(direction)
    assert np.abs(got - numerical_gradient(objective, x)).max() < 1e-7
    for parameter in layer.parameters():
        wanted = numerical_gradient(objective, parameter.data)
        assert np.abs(parameter.grad - wanted).max() < 1e-7


def test_running_statistics_follow_the_batches_and_only_in_training():
    layer = BatchNorm2D(2)
    mean, variance = np.zeros(2), np.ones(2)
    for seed in range(4):
        x = images(3, 2, 2, 2, seed=seed)
        with training_mode():
            layer.forward(x)
        batch_mean, batch_variance = map(np.array, naive_transformer.channel_statistics(x))
        mean = 0.9 * mean + 0.1 * batch_mean
        variance = 0.9 * variance + 0.1 * batch_variance * 12 / 11
    assert np.abs(layer.running_mean - mean).max() < 1e-5
    assert np.abs(layer.running_variance - variance).max() < 1e-4
    assert layer.running_mean.dtype == np.float32
    before = layer.running_mean.copy()
    layer.forward(images(3, 2, 2, 2))
    assert np.array_equal(layer.running_mean, before)


def test_training_mode_ends_with_its_block_also_after_an_error():
    layer, x = random_norm(2), images(2, 2, 2, 2)
    evaluated = layer.forward(x)
    with pytest.raises(ZeroDivisionError), training_mode():
        assert not np.allclose(layer.forward(x), evaluated)
        raise ZeroDivisionError
    layer = random_norm(2)
    assert np.array_equal(layer.forward(x), evaluated)


def small_cnn():
    rng = np.random.default_rng(0)
    return Sequential(
        [
            Conv2D(1, 3, 3, padding=1, bias=False, rng=rng),
            BatchNorm2D(3),
            ReLU(),
            Residual(Sequential([Conv2D(3, 3, 3, padding=1, rng=rng), BatchNorm2D(3)])),
            MaxPool2D(2),
            Flatten(),
            Dense(27, 2, rng=rng),
        ]
    )


def stripes(n=96):
    """Images of horizontal (0) or vertical (1) stripes under noise."""
    rng = np.random.default_rng(4)
    labels = rng.integers(0, 2, n)
    row = np.where(np.arange(6) % 2, 180, 60)
    across = np.broadcast_to(row, (n, 6, 6))
    pixels = np.where(labels[:, None, None] == 1, across, across.swapaxes(1, 2))
    pixels = pixels + rng.integers(-50, 51, pixels.shape)
    return Dataset(pixels.astype(np.uint8)[..., None], labels)


@pytest.fixture(scope="module")
def trained():
    model, data = small_cnn(), stripes()
    trainer = Trainer(model, SGD(model.parameters(), 0.1), progress=False)
    trainer.fit(DataLoader(data, 16, shuffle=True), epochs=8)
    return model, data


def test_the_trainer_trains_with_batches_and_evaluates_without(trained):
    model, data = trained
    assert np.abs(model.layers[1].running_mean).max() > 0.01
    assert evaluate_model(model, DataLoader(data)) > 0.95
    x = data.images.astype(np.float32) / 255
    alone = np.concatenate([model.forward(x[i : i + 1]) for i in range(10)])
    assert np.abs(alone - model.forward(x[:10])).max() < 1e-4


def test_folding_keeps_the_logits_and_leaves_the_model_alone(trained):
    model, data = trained
    x = data.images.astype(np.float32) / 255
    text, kept = repr(model), [p.data.copy() for p in model.parameters()]
    folded = fold_batch_norm(model)
    kinds = [type(layer) for _, layer in folded.named_layers()]
    assert BatchNorm2D not in kinds
    assert kinds.count(Conv2D) == 2
    wanted = model.forward(x)
    assert np.abs(folded.forward(x) - wanted).max() < 1e-5 * max(1, np.abs(wanted).max())
    assert repr(model) == text
    assert all(np.array_equal(p.data, k) for p, k in zip(model.parameters(), kept, strict=True))


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 999),
    channels=st.integers(1, 3),
    n_out=st.integers(1, 4),
    bias=st.booleans(),
    stride=st.integers(1, 2),
)
def test_folding_any_convolution_keeps_its_output(seed, channels, n_out, bias, stride):
    conv = Conv2D(channels, n_out, 3, stride=stride, padding=1, bias=bias)
    if bias:
        conv.bias.data = images(n_out, seed=seed)
    model = Sequential([conv, random_norm(n_out, seed)])
    x = np.random.default_rng(seed).random((2, 5, 4, channels), dtype=np.float32)
    wanted = model.forward(x)
    got = fold_batch_norm(model).forward(x)
    assert np.abs(got - wanted).max() < 1e-5 * max(1, np.abs(wanted).max())


@pytest.mark.parametrize(
    ("layers", "place"),
    [
        ([BatchNorm2D(1)], "0"),
        ([Conv2D(1, 1, 1), ReLU(), BatchNorm2D(1)], "2"),
        ([Residual(BatchNorm2D(1))], "0.layer"),
        ([ReLU(), Sequential([BatchNorm2D(1)])], "1.0"),
    ],
)
def test_what_no_convolution_comes_before_cannot_be_folded(layers, place):
    with pytest.raises(ValueError, match=f"layer {place}: .*without a Conv2D"):
        fold_batch_norm(Sequential(layers))


def test_running_statistics_are_stored_copied_and_no_parameters(trained, tmp_path):
    model, data = trained
    save_checkpoint(model, tmp_path / "m.npz")
    again, _ = load_checkpoint(tmp_path / "m.npz")
    x = data.images[:4].astype(np.float32) / 255
    assert np.array_equal(again.forward(x), model.forward(x))
    assert np.array_equal(model.copy().forward(x), model.forward(x))
    assert list(BatchNorm2D(2).named_parameters()) == ["gain", "bias"]


@pytest.mark.parametrize(
    ("x", "error", "words"),
    [
        (np.zeros((2, 3, 3, 1), np.float32), ValueError, "2 channels"),
        (np.zeros((2, 8), np.float32), ValueError, "4 axes"),
        (np.zeros((2, 3, 3, 2), np.uint8), TypeError, "uint8"),
        (np.zeros((0, 3, 3, 2), np.float32), ValueError, "empty"),
        (np.zeros((1, 1, 1, 2), np.float32), ValueError, "at least 2 pixels a channel, got 1"),
    ],
)
def test_bad_input_is_refused_by_name(x, error, words):
    with pytest.raises(error, match=words), training_mode():
        BatchNorm2D(2).forward(x)


def test_an_array_of_the_wrong_shape_is_refused_when_saved(tmp_path):
    layer = BatchNorm2D(2)
    layer.running_mean = np.zeros(3, np.float32)
    with pytest.raises(ValueError, match=r"0.running_mean should have shape \(2,\).*\(3,\)"):
        save_checkpoint(Sequential([layer]), tmp_path / "m.npz")
