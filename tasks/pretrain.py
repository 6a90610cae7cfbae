"""Train a network that the lessons load, and store it with how it was made.

    python -m tasks.pretrain lenet_300_100
    python -m tasks.pretrain lenet5
    python -m tasks.pretrain lenet_300_100_fashion
    python -m tasks.pretrain lenet5_fashion
    python -m tasks.pretrain mlp_512_256_128
    python -m tasks.pretrain teacher_cnn

Settings were chosen on the 5,000 validation images; the test images are read once, at
the end, for the number that is stored. The same machine and numpy give the same bytes.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from smallnets import (
    Adam,
    Conv2D,
    DataLoader,
    Dense,
    Flatten,
    MaxPool2D,
    ReLU,
    Sequential,
    Trainer,
    create_lenet5,
    create_mlp,
    evaluate_model,
    load_fashion_mnist,
    load_mnist,
    save_checkpoint,
)
from smallnets.checkpoints import (
    LOGITS_SHAPES,
    PRETRAINED,
    TeacherLogits,
    save_teacher_logits,
)
from smallnets.data import Split
from tasks import digests


@dataclass(frozen=True)
class Recipe:
    """One network and how to train it.

    Attributes
    ----------
    create : callable
        Takes the seed, returns a fresh model.
    flatten : bool
        Whether the model takes rows of 784 pixels.
    epochs, batch_size : int
    learning_rate : float
        Of Adam, in the first epoch.
    decay : float
        Factor on the learning rate after every epoch.
    seed : int
        Of the initial weights, of the order of images and of their shifts.
    half : bool
        Store float16 parameters, half the bytes. The accuracies are those of the rounded
        model, which is what ``load_pretrained`` gives, widened to float32.
    shift : int
        Every training image is moved by up to so many pixels down or up, right or left.
    load : callable
        Gives the data set.
    """

    create: Callable[[int], Sequential]
    flatten: bool
    epochs: int
    batch_size: int
    learning_rate: float
    decay: float
    seed: int
    half: bool = False
    shift: int = 0
    load: Callable[..., Split] = load_mnist


def create_teacher(seed):
    """Build a CNN of 417,482 parameters."""
    rng = np.random.default_rng(seed)
    return Sequential(
        [
            Conv2D(1, 16, kernel_size=5, padding=2, rng=rng),
            ReLU(),
            MaxPool2D(2),
            Conv2D(16, 32, kernel_size=5, padding=2, rng=rng),
            ReLU(),
            MaxPool2D(2),
            Flatten(),
            Dense(1568, 256, rng=rng),
            ReLU(),
            Dense(256, 10, rng=rng),
        ]
    )


RECIPES = {
    "lenet_300_100": Recipe(
        lambda seed: create_mlp(784, [300, 100], 10, seed=seed),
        flatten=True,
        epochs=12,
        batch_size=64,
        learning_rate=1e-3,
        decay=0.8,
        seed=1,
    ),
    "lenet5": Recipe(
        create_lenet5,
        flatten=False,
        epochs=12,
        batch_size=64,
        learning_rate=2e-3,
        decay=0.7,
        seed=1,
    ),
    "mlp_512_256_128": Recipe(
        lambda seed: create_mlp(784, [512, 256, 128], 10, seed=seed),
        flatten=True,
        epochs=12,
        batch_size=64,
        learning_rate=1e-3,
        decay=0.8,
        seed=1,
        half=True,
    ),
    "teacher_cnn": Recipe(
        create_teacher,
        flatten=False,
        epochs=12,
        batch_size=64,
        learning_rate=1e-3,
        decay=0.75,
        seed=1,
        shift=1,
    ),
}
# The same networks and settings on the other data set, in half the bytes.
RECIPES |= {
    f"{name}_fashion": replace(RECIPES[name], load=load_fashion_mnist, half=True)
    for name in ("lenet_300_100", "lenet5")
}
DATA = {load_mnist: "MNIST", load_fashion_mnist: "Fashion-MNIST"}
TEACHER = "teacher_cnn"


class ShiftedLoader:
    """A DataLoader whose images are moved, each anew in every pass."""

    def __init__(self, loader, shift, seed):
        self.loader, self.shift = loader, shift
        self.rng = np.random.default_rng([seed, shift])

    def __len__(self):
        return len(self.loader)

    def __iter__(self):
        for images, labels in self.loader:
            yield shifted(images, self.shift, self.rng), labels


def shifted(images, shift, rng):
    """Move each of the images (n, h, w, c) by at most ``shift`` pixels; zeros move in."""
    n, height, width, _ = images.shape
    padded = np.pad(images, ((0, 0), (shift, shift), (shift, shift), (0, 0)))
    windows = sliding_window_view(padded, (height, width), axis=(1, 2))
    down, across = rng.integers(0, 2 * shift + 1, size=(2, n))
    return np.moveaxis(windows[np.arange(n), down, across], 1, -1)


def train(recipe, images):
    """Return a trained model, printing its validation accuracy after every epoch."""
    model = recipe.create(recipe.seed)
    trainer = Trainer(model, Adam(model.parameters(), recipe.learning_rate))
    loader = DataLoader(images.train, recipe.batch_size, shuffle=True, seed=recipe.seed)
    if recipe.shift:
        loader = ShiftedLoader(loader, recipe.shift, recipe.seed)
    validation = DataLoader(images.validation, batch_size=500)
    for _ in range(recipe.epochs):
        history = trainer.fit(loader, epochs=1, validation_loader=validation)
        trainer.optimizer.learning_rate *= recipe.decay
        print(f"validation accuracy {history.validation_accuracy[-1]:.2%}")
    return model


def describe(name, recipe, model, images):
    """Return the info stored with the checkpoint."""
    return {
        "name": name,
        "data": f"{DATA[recipe.load]}, 55,000 training images, pixels in [0, 1]",
        "optimizer": "Adam",
        "learning_rate": recipe.learning_rate,
        "decay_per_epoch": recipe.decay,
        "epochs": recipe.epochs,
        "batch_size": recipe.batch_size,
        "seed": recipe.seed,
        **({"shift": recipe.shift} if recipe.shift else {}),
        "script": f"python -m tasks.pretrain {name}",
        "validation_accuracy": accuracy(model, images.validation),
        "test_accuracy": accuracy(model, images.test),
    }


def store_logits(model, mnist, info):
    """Store what the teacher says about training and validation images."""
    logits = {name: logits_of(model, getattr(mnist, name)) for name in LOGITS_SHAPES}
    made = {
        "teacher": info["name"],
        "how": "float32 forward passes over the unmoved images, in the order of "
        "load_mnist(), batches of 500, before any softmax",
        "script": info["script"],
        "train_accuracy": accuracy(model, mnist.train),
        "validation_accuracy": info["validation_accuracy"],
    }
    save_teacher_logits(TeacherLogits(**logits, info=made))
    print(f"logits of {info['name']}: training accuracy {made['train_accuracy']:.2%}")


def logits_of(model, dataset):
    """Return the model's logits for every image, in order."""
    batches = DataLoader(dataset, batch_size=500)
    return np.concatenate([model.forward(images) for images, _ in batches])


def accuracy(model, dataset):
    """Return the fraction of right answers, in batches of 500."""
    return evaluate_model(model, DataLoader(dataset, batch_size=500))


def main():
    """Train the network named on the command line and store it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", choices=RECIPES)
    name = parser.parse_args().name
    recipe = RECIPES[name]
    images = recipe.load(flatten=recipe.flatten)
    model = train(recipe, images)
    if recipe.half:
        for parameter in model.parameters():
            parameter.data = parameter.data.astype(np.float16)
    info = describe(name, recipe, model, images)
    save_checkpoint(model, PRETRAINED / f"{name}.npz", info)
    if name == TEACHER:
        store_logits(model, images, info)
    digests.main([])
    print(
        f"{name}: validation {info['validation_accuracy']:.2%}, "
        f"test {info['test_accuracy']:.2%}, stored in smallnets/pretrained"
    )


if __name__ == "__main__":
    main()
