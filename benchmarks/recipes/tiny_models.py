"""Models of a few thousand random weights, in the files of the models that recipes name."""

from __future__ import annotations

import base64
import json
import random
import struct
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import tokenizers

from benchmarks.recipes.records import write_records

WIDTH, INNER, HEADS, POSITIONS = 16, 32, 2, 8192
LAYERS = 16  # of which mlx-lm tunes the last 16

CHAT_TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' }}"
    "{% if message.role == 'assistant' %}{% generation %}"
    "{{ message.content + '<|im_end|>' }}{% endgeneration %}"
    "{% else %}{{ message.content + '<|im_end|>' }}{% endif %}{{ '\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
"""ChatML as Qwen's models have it, which marks what the assistant says."""

SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")

LLAMA_SPECIAL = 256
"""Special tokens that torchtune's tokenizer of Llama 3 puts behind the 128,000 of its model."""


def write_models(folder: Path) -> dict[str, str]:
    """Write both models, and return their folders by the names that ``recipes.toml`` has for them.

    The folders are named as the models on the Hub are, since ms-swift goes by that.
    """
    records = folder / "records.jsonl"
    folder.mkdir(parents=True, exist_ok=True)
    write_records(records, 400)
    tokenizer = train_tokenizer(records.read_text(encoding="utf-8").splitlines())
    qwen, llama = folder / "Qwen" / "Qwen3-1.7B", folder / "Llama-3.1-8B-Instruct"
    write_qwen(qwen, tokenizer)
    write_llama(llama, tokenizer)
    return {"qwen": str(qwen), "llama": str(llama), "here": str(Path(__file__).parent)}


def train_tokenizer(texts: Iterable[str]) -> tokenizers.Tokenizer:
    """Return a byte-level tokenizer that knows the common words of the texts."""
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = tokenizers.decoders.ByteLevel()
    alphabet = tokenizers.pre_tokenizers.ByteLevel.alphabet()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=1000, initial_alphabet=alphabet, special_tokens=list(SPECIAL)
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def write_qwen(folder: Path, tokenizer: tokenizers.Tokenizer) -> None:
    """Write a model of the family Qwen 3 as Transformers reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = tokenizer.get_vocab_size()
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "chat_template.jinja").write_text(CHAT_TEMPLATE, encoding="utf-8")
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "eos_token": "<|im_end|>",
            "pad_token": "<|endoftext|>",
            "model_max_length": POSITIONS,
            "clean_up_tokenization_spaces": False,
            "chat_template": CHAT_TEMPLATE,
        },
    )
    _write_json(folder / "config.json", _config("qwen3", vocabulary, LAYERS))
    norms = {"self_attn.q_norm": WIDTH // HEADS, "self_attn.k_norm": WIDTH // HEADS}
    _write_weights(folder / "model.safetensors", _weights(vocabulary, LAYERS, norms))


def write_llama(folder: Path, tokenizer: tokenizers.Tokenizer) -> None:
    """Write a model of the family Llama 3 as torchtune reads it, with a tiktoken vocabulary."""
    (folder / "original").mkdir(parents=True, exist_ok=True)
    letters = {letter: byte for byte, letter in _byte_letters().items()}
    ordered = sorted(tokenizer.get_vocab().items(), key=lambda entry: entry[1])
    pieces = [bytes(letters[c] for c in text) for text, _ in ordered if text not in SPECIAL]
    lines = (f"{base64.b64encode(piece).decode()} {rank}\n" for rank, piece in enumerate(pieces))
    (folder / "original" / "tokenizer.model").write_text("".join(lines), encoding="ascii")
    vocabulary = 128_000 + LLAMA_SPECIAL
    _write_json(folder / "config.json", _config("llama", vocabulary, 1))
    _write_weights(folder / "model.safetensors", _weights(vocabulary, 1, {}))


def _config(family: str, vocabulary: int, layers: int) -> dict[str, Any]:
    return {
        "model_type": family,
        "architectures": [f"{family.capitalize()}ForCausalLM"],
        "vocab_size": vocabulary,
        "hidden_size": WIDTH,
        "intermediate_size": INNER,
        "num_hidden_layers": layers,
        "num_attention_heads": HEADS,
        "num_key_value_heads": HEADS,
        "head_dim": WIDTH // HEADS,
        "max_position_embeddings": POSITIONS,
        "hidden_act": "silu",
        "rms_norm_eps": 1e-6,
        "rope_theta": 10000.0,
        "initializer_range": 0.02,
        "attention_bias": False,
        "tie_word_embeddings": False,
        "use_sliding_window": False,
        "bos_token_id": None,
        "eos_token_id": SPECIAL.index("<|im_end|>"),
        "pad_token_id": SPECIAL.index("<|endoftext|>"),
        "torch_dtype": "float32",
    }


def _weights(vocabulary: int, layers: int, norms: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Return the shape of each weight by its name."""
    layer: dict[str, tuple[int, ...]] = {
        **{f"self_attn.{name}_proj": (WIDTH, WIDTH) for name in "qkvo"},
        "mlp.gate_proj": (INNER, WIDTH),
        "mlp.up_proj": (INNER, WIDTH),
        "mlp.down_proj": (WIDTH, INNER),
        "input_layernorm": (WIDTH,),
        "post_attention_layernorm": (WIDTH,),
        **{name: (size,) for name, size in norms.items()},
    }
    return {
        "model.embed_tokens.weight": (vocabulary, WIDTH),
        **{
            f"model.layers.{number}.{name}.weight": shape
            for number in range(layers)
            for name, shape in layer.items()
        },
        "model.norm.weight": (WIDTH,),
        "lm_head.weight": (vocabulary, WIDTH),
    }


def _write_weights(path: Path, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Write random matrices and vectors of ones in the format of safetensors."""
    chance = random.Random(0)
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    parts: list[bytes] = []
    begin = 0
    for name, shape in shapes.items():
        if len(shape) == 1:
            values = array("f", [1.0] * shape[0])
        else:
            values = array("f", (chance.gauss(0, 0.02) for _ in range(shape[0] * shape[1])))
        parts.append(values.tobytes())
        end = begin + len(parts[-1])
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [begin, end]}
        begin = end
    described = json.dumps(header).encode()
    described += b" " * (-len(described) % 8)
    # A trainer that another run has started may have the old file mapped into its memory.
    written = path.with_suffix(".new")
    written.write_bytes(struct.pack("<Q", len(described)) + described + b"".join(parts))
    written.replace(path)


def _byte_letters() -> dict[int, str]:
    """Return the letter by which a byte-level vocabulary writes each byte, as GPT-2 began it."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in plain]
    shifted = {byte: chr(256 + n) for n, byte in enumerate(others)}
    return {byte: chr(byte) for byte in plain} | shifted


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=1), encoding="utf-8")
