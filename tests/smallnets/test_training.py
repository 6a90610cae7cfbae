"""The trainer: what it learns, reports, repeats and refuses."""

import time

import numpy as np
import pytest

from smallnets import (
    SGD,
    Adam,
    DataLoader,
    Dataset,
    Dense,
    Parameter,
    Sequential,
    TokenDataset,
    Trainer,
    create_lenet5,
    create_mlp,
    evaluate_model,
    layer_signals,
    load_mnist,
    softmax_cross_entropy,
)


def small_run(seed=0, epochs=2, progress=False, create=None, flatten=True):
    mnist = load_mnist(flatten=flatten)
    model = create() if create else create_mlp(784, [16], 10, seed=seed)
    loader = DataLoader(mnist.train.take(1000), batch_size=64, shuffle=True, seed=seed)
    validation = DataLoader(mnist.validation.take(300), batch_size=77)
    trainer = Trainer(model, Adam(model.parameters(), 3e-3), progress=progress)
    return model, trainer.fit(loader, epochs, validation)


def bits(model):
    return [p.data.tobytes() for p in model.parameters()]


def test_a_small_network_learns():
    model, history = small_run(epochs=5)
    assert len(history.train_loss) == len(history.train_accuracy) == 5
    assert len(history.validation_accuracy) == 5
    assert history.train_loss[-1] < 0.5 * history.train_loss[0]
    assert history.validation_accuracy[-1] > 0.8
    assert history.seconds > 0
    assert {p.data.dtype for p in model.parameters()} == {np.dtype(np.float32)}


def test_a_convolutional_network_learns():
    _, history = small_run(epochs=3, create=create_lenet5, flatten=False)
    assert history.validation_accuracy[-1] > 0.8


def test_the_same_seed_gives_the_same_bits():
    first, history = small_run(seed=3)
    same, same_history = small_run(seed=3)
    other, _ = small_run(seed=4)
    assert bits(first) == bits(same)
    assert history.train_loss == same_history.train_loss
    assert bits(first) != bits(other)


def test_history_says_what_was_measured():
    mnist = load_mnist(flatten=True)
    data = mnist.train.take(100)
    model = create_mlp(784, [], 10)
    before = model.copy()
    history = Trainer(model, SGD(model.parameters(), 1e-9), progress=False).fit(
        DataLoader(data, batch_size=30), epochs=1
    )
    images, labels = next(iter(DataLoader(data, batch_size=100)))
    loss, _ = softmax_cross_entropy(before.forward(images), labels)
    assert abs(history.train_loss[0] - loss) < 1e-5
    accuracy = evaluate_model(before, DataLoader(data))
    assert abs(history.train_accuracy[0] - accuracy) < 1e-12
    assert history.validation_accuracy == []


def test_progress_is_one_bar_on_standard_output(capsys):
    small_run(progress=True)
    out, err = capsys.readouterr()
    assert err == ""
    assert out.count("\n") == 1
    assert "epoch 2/2: 100%" in out
    assert "loss=" in out
    assert "accuracy=" in out


def test_progress_can_be_switched_off(capsys):
    small_run(progress=False)
    assert capsys.readouterr() == ("", "")


def test_a_loss_of_the_callers_own_is_used_and_its_float64_does_not_creep_in():
    seen = []

    def loss(logits, labels):
        seen.append(len(labels))
        value, grad = softmax_cross_entropy(logits, labels)
        return 2 * value, 2 * grad.astype(np.float64)

    model = create_mlp(784, [], 10)
    data = load_mnist(flatten=True).train.take(50)
    Trainer(model, SGD(model.parameters(), 0.1), loss, progress=False).fit(
        DataLoader(data, batch_size=20), epochs=1
    )
    assert seen == [20, 20, 10]
    assert {p.grad.dtype for p in model.parameters()} == {np.dtype(np.float32)}


def constant_model(winner):
    model = Sequential([Dense(4, 3)])
    model.layers[0].weights.data[:] = 0
    model.layers[0].bias.data[winner] = 1
    return model


@pytest.mark.parametrize("batch_size", [1, 3, 7, 100])
def test_accuracy_by_hand_for_any_batch_size(batch_size):
    data = Dataset(np.zeros((7, 4), np.uint8), np.array([0, 1, 1, 2, 1, 0, 1]))
    loader = DataLoader(data, batch_size, shuffle=True)
    assert evaluate_model(constant_model(1), loader) == 4 / 7
    assert evaluate_model(constant_model(2), loader) == 1 / 7


def linear_run(epochs=2, optimizer=SGD, **frame):
    """Train a linear model on 100 digits, 5 batches an epoch."""
    model = create_mlp(784, [], 10)
    trainer = Trainer(model, optimizer(model.parameters(), 0.1), progress=False, **frame)
    trainer.fit(DataLoader(load_mnist(flatten=True).train.take(100), batch_size=20), epochs)
    return trainer


@pytest.mark.parametrize(
    "optimizer", [Adam, lambda parameters, rate: SGD(parameters, rate, momentum=0.9)]
)
def test_a_mask_after_each_step_keeps_zeros_exact(optimizer):
    keep = np.random.default_rng(0).random((784, 10)) < 0.1
    model = create_mlp(784, [], 10)
    weights = model.layers[0].weights
    seen = []

    def mask(done):
        weights.data = weights.data * keep
        seen.append(done)

    weights.data = weights.data * keep
    start = weights.data
    loader = DataLoader(load_mnist(flatten=True).train.take(500), batch_size=20)
    trainer = Trainer(model, optimizer(model.parameters(), 0.01), progress=False, after_step=mask)
    trainer.fit(loader, epochs=4)
    assert seen == [step / 100 for step in range(1, 101)]
    assert not weights.data[~keep].any()
    assert (weights.data != start)[keep].mean() > 0.5
    trainer.after_step = None  # zeros do not stick by themselves
    trainer.fit(loader, epochs=1)
    assert weights.data[~keep].any()


class Rounded:
    """Fake quantization: batches see rounded weights, the optimizer moves the exact ones."""

    def __init__(self, weights, grid):
        self.weights, self.grid, self.gradients = weights, grid, []
        self.after(0)

    def before(self, done):
        assert np.array_equal(self.weights.data, np.rint(self.exact / self.grid) * self.grid)
        self.weights.data = self.exact
        self.gradients.append(self.weights.grad.copy())

    def after(self, done):
        self.exact = self.weights.data
        self.weights.data = np.rint(self.exact / self.grid) * self.grid


def test_fake_quantization_fits_between_the_hooks():
    grid, rate = np.float32(0.25), 0.01
    model = create_mlp(784, [], 10)
    start = model.layers[0].weights.data.copy()
    hook = Rounded(model.layers[0].weights, grid)
    loader = DataLoader(load_mnist(flatten=True).train.take(300), batch_size=30)
    trainer = Trainer(
        model,
        SGD(model.parameters(), rate),
        progress=False,
        before_step=hook.before,
        after_step=hook.after,
    )
    history = trainer.fit(loader, epochs=3, validation_loader=loader)
    assert len(hook.gradients) == 30
    assert np.abs(hook.exact - (start - rate * sum(hook.gradients))).max() < 1e-5
    # Each move is far below half a step of the grid: without exact weights none would stay.
    assert max(np.abs(rate * grad).max() for grad in hook.gradients) < grid / 2
    assert not np.array_equal(model.layers[0].weights.data, np.rint(start / grid) * grid)
    assert history.validation_accuracy[-1] == evaluate_model(model, loader)


def test_hooks_stand_around_the_step_and_know_how_much_is_done():
    seen = []
    linear_run(
        before_step=lambda done: seen.append(("before", done)),
        after_step=lambda done: seen.append(("after", done)),
        optimizer=lambda parameters, rate: Watched(parameters, rate, seen),
    )
    wanted = []
    for step in range(10):
        wanted += [("before", step / 10), "step", ("after", (step + 1) / 10)]
    assert seen == wanted


class Watched(SGD):
    """Notes when it steps, and at what learning rate."""

    def __init__(self, parameters, rate, seen):
        super().__init__(parameters, rate)
        self.seen, self.rates = seen, []

    def step(self):
        self.seen.append("step")
        self.rates.append(self.learning_rate)
        super().step()


def test_the_gradients_a_hook_changes_are_the_ones_that_count():
    def stop(done):
        for parameter in model.parameters():
            parameter.grad = np.zeros_like(parameter.grad)

    model = create_mlp(784, [], 10)
    start = bits(model)
    loader = DataLoader(load_mnist(flatten=True).train.take(20))
    trainer = Trainer(model, SGD(model.parameters(), 0.1), progress=False, before_step=stop)
    trainer.fit(loader, epochs=1)
    assert bits(model) == start
    trainer.before_step = None
    trainer.fit(loader, epochs=1)
    assert bits(model) != start


@pytest.mark.parametrize("hook", ["before_step", "after_step", "schedule"])
def test_what_a_hook_raises_ends_the_run(hook):
    class Broken(Exception):
        pass

    def broken(done):
        if done >= 0.5:
            raise Broken(done)
        return 0.5

    model = create_mlp(784, [], 10)
    trainer = Trainer(model, SGD(model.parameters(), 0.1), progress=False, **{hook: broken})
    with pytest.raises(Broken, match="0.5"):
        trainer.fit(DataLoader(load_mnist(flatten=True).train.take(40), batch_size=10), epochs=1)
    assert trainer.optimizer.learning_rate == 0.1


def test_a_schedule_multiplies_the_rate_of_each_step_and_gives_it_back():
    trainer = linear_run(
        schedule=lambda done: 1 - done,
        optimizer=lambda parameters, rate: Watched(parameters, rate, []),
    )
    wanted = [0.1 * (1 - step / 10) for step in range(10)]
    assert trainer.optimizer.rates == pytest.approx(wanted, rel=1e-12)
    assert trainer.optimizer.learning_rate == 0.1


def test_without_a_schedule_the_rate_is_the_callers():
    def halve(done):
        trainer.optimizer.learning_rate /= 2

    model = create_mlp(784, [], 10)
    trainer = Trainer(model, SGD(model.parameters(), 1.0), progress=False, after_step=halve)
    trainer.fit(DataLoader(load_mnist(flatten=True).train.take(30), batch_size=10), epochs=1)
    assert trainer.optimizer.learning_rate == 1 / 8


@pytest.mark.parametrize("factor", [-0.5, np.nan, np.inf])
def test_a_factor_that_is_none_is_refused_with_its_moment(factor):
    with pytest.raises(ValueError, match=rf"factor of 0 or more.*{factor} when 30.0%"):
        linear_run(schedule=lambda done: factor if done == 0.3 else 1)


class Bigrams:
    """Logits of the next token, looked up by the last one: a model of one table."""

    def __init__(self, n_tokens):
        self.table = Parameter(np.zeros((n_tokens, n_tokens), np.float32))

    def parameters(self):
        return [self.table]

    def forward(self, tokens):
        self.tokens = tokens
        return self.table.data[tokens]

    def parameter_gradients(self, grad):
        self.table.grad = np.zeros_like(self.table.data)
        np.add.at(self.table.grad, self.tokens, grad)


def test_a_language_model_learns_how_often_tokens_follow_each_other():
    text = np.random.default_rng(0).choice(3, 600, p=[0.5, 0.3, 0.2]).astype(np.uint8)
    windows = np.lib.stride_tricks.sliding_window_view(text, 6)
    loader = DataLoader(TokenDataset(windows[:, :-1], windows[:, 1:]), batch_size=len(windows))
    model = Bigrams(3)
    history = Trainer(model, Adam(model.parameters(), 0.1), progress=False).fit(loader, 200, loader)

    pairs = np.zeros((3, 3))
    np.add.at(pairs, (windows[:, :-1], windows[:, 1:]), 1)
    entropy = -(pairs * np.log(pairs / pairs.sum(axis=1, keepdims=True))).sum() / pairs.sum()
    assert abs(history.train_loss[0] - np.log(3)) < 1e-6
    assert abs(history.train_loss[-1] - entropy) < 1e-4
    most_frequent = pairs.max(axis=1).sum() / pairs.sum()
    assert abs(history.validation_accuracy[-1] - most_frequent) < 1e-12


def test_labels_that_do_not_belong_to_the_logits_are_refused():
    data = TokenDataset(np.zeros((5, 5), np.uint8), np.zeros(5, np.uint8))  # (5, 5, 2) == (5,)
    with pytest.raises(ValueError, match=r"\(5, 5, 2\).*\(5,\)"):
        evaluate_model(Bigrams(2), DataLoader(data))


def test_nan_stops_training_with_a_remedy():
    model = create_mlp(784, [8], 10)
    data = DataLoader(load_mnist(flatten=True).train.take(256))
    model.layers[0].weights.data[300, 0] = np.nan
    trainer = Trainer(model, SGD(model.parameters(), 0.25), progress=False)
    with pytest.raises(FloatingPointError, match="nan.*learning rate.*0.25.*NaN"):
        trainer.fit(data, epochs=1)
    with pytest.raises(ValueError, match="NaN"):
        evaluate_model(model, data)


def test_bad_input_is_refused_by_name():
    model = create_mlp(784, [], 10)
    trainer = Trainer(model, SGD(model.parameters(), 0.1), progress=False)
    data = load_mnist(flatten=True).train.take(10)
    for run, error, words in [
        (lambda: trainer.fit(DataLoader(data), epochs=0), ValueError, "epochs.*0"),
        (lambda: trainer.fit(data, epochs=1), TypeError, r"DataLoader\(dataset\)"),
        (lambda: evaluate_model(model, data), TypeError, r"DataLoader\(dataset\)"),
        (
            lambda: evaluate_model(model, TokenDataset(np.ones((2, 3), int), np.ones(2, int))),
            TypeError,
            r"a TokenDataset: use DataLoader\(dataset\)",
        ),
        (lambda: evaluate_model(model, []), ValueError, "no example"),
        (lambda: Trainer(model.copy(), trainer.optimizer), ValueError, "none of this"),
        (lambda: linear_run(before_step=3), TypeError, "before_step.*3"),
        (lambda: linear_run(after_step=[print]), TypeError, "after_step.*print"),
        (lambda: linear_run(schedule=0.9), TypeError, "schedule.*0.9"),
        (lambda: evaluate_model(model, DataLoader(load_mnist().test)), ValueError, r"flatten=True"),
    ]:
        with pytest.raises(error, match=words):
            run()


def test_labels_beyond_the_models_classes_stop_training():
    model = create_mlp(784, [], 5)
    data = load_mnist(flatten=True).train.take(100)
    trainer = Trainer(model, SGD(model.parameters(), 0.1), progress=False)
    with pytest.raises(ValueError, match=r"labels must lie in \[0, 5\)"):
        trainer.fit(DataLoader(data), epochs=1)


@pytest.mark.slow
def test_lenet_300_100_reaches_98_percent_on_mnist_in_five_epochs():
    mnist = load_mnist(flatten=True)
    model = create_mlp(784, [300, 100], 10, seed=0)
    trainer = Trainer(model, Adam(model.parameters()), progress=False)
    loader = DataLoader(mnist.train, batch_size=64, shuffle=True, seed=0)
    for learning_rate in [1e-3, 1e-3, 5e-4, 2e-4, 1e-4]:
        trainer.optimizer.learning_rate = learning_rate
        trainer.fit(loader, epochs=1)
    assert evaluate_model(model, DataLoader(mnist.test, batch_size=500)) >= 0.98


def test_scoring_shows_a_bar_only_when_it_takes_long(capsys):
    model, batch = create_mlp(2, [], 2), (np.ones((1, 2), np.float32), np.array([0]))

    def batches(wait):
        for number in range(3):
            if number == 1:
                time.sleep(wait)
            yield batch

    evaluate_model(model, batches(0))
    assert capsys.readouterr() == ("", "")
    evaluate_model(model, batches(2.1))  # the bar comes after 2 s
    said = capsys.readouterr()
    assert "evaluating" in said.out
    assert said.err == ""


@pytest.mark.parametrize("factor", [1.0, 0.05])
def test_signals_are_what_each_layer_receives_and_how_the_loss_follows_what_it_gives(factor):
    rng = np.random.default_rng(3)
    model, inputs = create_mlp(4, [5], 3), rng.normal(size=(6, 4))
    labels = rng.integers(0, 3, 6)
    for parameter in model.parameters():
        parameter.data = rng.normal(size=parameter.data.shape)
    received, gradients = layer_signals(model, inputs, labels, factor)
    given = [*received[1:], model.forward(inputs)]
    assert np.array_equal(received[0], inputs)
    for place, (layer, gave) in enumerate(zip(model.layers, given, strict=True)):
        assert np.array_equal(layer.forward(received[place]), gave)
        step = np.zeros_like(gave)
        step[2, 1] = 1e-6
        losses = []
        for logits in (gave + step, gave - step):
            for after in model.layers[place + 1 :]:
                logits = after.forward(logits)
            losses.append(softmax_cross_entropy(factor * logits, labels)[0])
        slope = (losses[0] - losses[1]) / 2e-6
        assert abs(gradients[place][2, 1] - slope) < 1e-8
