"""Two transformers, whole: their gradients, and what they learn beside a control."""

from pathlib import Path

import numpy as np
import pytest

from smallnets import (
    Adam,
    DataLoader,
    Dense,
    Sequential,
    TokenDataset,
    Trainer,
    create_char_transformer,
    create_vit,
    evaluate_model,
    load_mnist,
    softmax_cross_entropy,
)
from tests.oracles.finite_differences import numerical_gradient

TEXT = Path(__file__).parent / "text" / "shakespeare.txt"
LENGTH = 32  # characters that the language model sees


def in_float64(model):
    rng = np.random.default_rng(3)
    for parameter in model.parameters():
        parameter.data = rng.normal(0, 0.4, parameter.data.shape)
    return model


def gradients_agree(model, x, labels):
    def objective():
        return softmax_cross_entropy(model.forward(x), labels)[0]

    model.parameter_gradients(softmax_cross_entropy(model.forward(x), labels)[1])
    for name, parameter in model.named_parameters().items():
        wanted = numerical_gradient(objective, parameter.data)
        assert np.abs(parameter.grad - wanted).max() < 1e-7, name


def test_gradients_of_a_whole_language_model():
    model = in_float64(create_char_transformer(5, features=4, blocks=2, length=4, heads=2))
    rng = np.random.default_rng(0)
    gradients_agree(model, rng.integers(0, 5, (2, 4)), rng.integers(0, 5, (2, 4)))


def test_gradients_of_a_whole_vision_transformer():
    model = in_float64(create_vit(patch_size=14, features=2, blocks=2, heads=1))
    rng = np.random.default_rng(0)
    gradients_agree(model, rng.normal(size=(2, 28, 28, 1)), np.array([3, 9]))


@pytest.fixture(scope="module")
def text():
    """Ids of the text's characters: 90% to train, the rest to validate; and how many."""
    characters = np.frombuffer(TEXT.read_bytes(), np.uint8)
    different, ids = np.unique(characters, return_inverse=True)
    cut = len(ids) * 9 // 10
    return ids[:cut].astype(np.uint8), ids[cut:].astype(np.uint8), len(different)


def bigram_loss(train, validation, n_characters, added):
    """Nats a character of counted pairs, ``added`` to each count."""
    counts = np.full((n_characters, n_characters), float(added))
    np.add.at(counts, (train[:-1], train[1:]), 1)
    shares = counts / counts.sum(axis=1, keepdims=True)
    return -np.log(shares[validation[:-1], validation[1:]]).mean()


def windows(ids, step):
    cut = np.lib.stride_tricks.sliding_window_view(ids, LENGTH + 1)[::step]
    return TokenDataset(cut[:, :-1], cut[:, 1:])


def trained(model, rate, loader):
    """Train for one pass, the rate falling to 0 in a straight line."""
    optimizer = Adam(model.parameters(), rate)
    trainer = Trainer(model, optimizer, progress=False, schedule=lambda done: 1 - done)
    return trainer.fit(loader, epochs=1)


def validation_loss(model, data):
    losses = [softmax_cross_entropy(model.forward(x), y)[0] for x, y in DataLoader(data, 312)]
    assert len(losses) == 1  # one batch, so the mean over characters
    return losses[0]


@pytest.mark.slow
def test_a_language_model_beats_what_pairs_of_characters_tell(text):
    train, validation, n_characters = text
    rivals = [bigram_loss(train, validation, n_characters, a) for a in (0.01, 0.03, 0.1, 0.3, 1)]
    held_out = windows(validation, LENGTH)
    model = create_char_transformer(n_characters, features=32, length=LENGTH)
    start = validation_loss(model, held_out)
    assert abs(start - np.log(n_characters)) < 0.1  # it starts by guessing
    examples = windows(train, 1).sample(600 * 32, seed=1)
    trained(model, 4e-3, DataLoader(examples, 32))
    reached = validation_loss(model, held_out)
    print(f"bigrams {min(rivals):.3f}, transformer {reached:.3f} nats a character")
    assert min(rivals) < 2.4  # the control is a good one
    assert reached < 2.0
    assert reached < min(rivals) - 0.3


@pytest.mark.slow
def test_a_vision_transformer_beats_a_linear_model_of_equal_training():
    accuracy = {}
    for name, rate in [("transformer", 4e-3), ("linear", 1e-2)]:
        data = load_mnist(flatten=name == "linear")
        model = Sequential([Dense(784, 10)]) if name == "linear" else create_vit(features=32)
        trained(model, rate, DataLoader(data.train.sample(800 * 64, seed=1), 64))
        accuracy[name] = evaluate_model(model, DataLoader(data.validation))
    print(accuracy)
    assert accuracy["linear"] > 0.91  # the control is a good one
    assert accuracy["transformer"] > 0.945
    assert accuracy["transformer"] > accuracy["linear"] + 0.01
