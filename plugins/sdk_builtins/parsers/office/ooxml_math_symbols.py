"""Characters of Office equations and their LaTeX commands.

Names are those of LaTeX itself and amssymb, as listed in "The Comprehensive LaTeX Symbol List".
"""

from __future__ import annotations

_GREEK = (  # in the order of Unicode
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
    "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "varsigma", "sigma", "tau", "upsilon",
    "phi", "chi", "psi", "omega",
)  # fmt: skip
_CAPITALS = {
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma",
    "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_SIGNS = {
    "×": "times", "÷": "div", "±": "pm", "∓": "mp", "·": "cdot", "∙": "cdot", "⋅": "cdot",
    "∗": "ast", "∘": "circ", "°": "degree", "≤": "leq", "≥": "geq", "≠": "neq", "≈": "approx",
    "≅": "cong", "≡": "equiv", "∼": "sim", "∝": "propto", "≪": "ll", "≫": "gg", "∞": "infty",
    "∂": "partial", "∇": "nabla", "∈": "in", "∉": "notin", "∋": "ni", "⊂": "subset",
    "⊆": "subseteq", "⊃": "supset", "⊇": "supseteq", "∩": "cap", "∪": "cup", "∅": "emptyset",
    "∀": "forall", "∃": "exists", "¬": "neg", "∧": "wedge", "∨": "vee", "⊕": "oplus",
    "⊗": "otimes", "⊥": "perp", "∥": "parallel", "∠": "angle", "→": "to", "←": "leftarrow",
    "↔": "leftrightarrow", "⇒": "Rightarrow", "⇐": "Leftarrow", "⇔": "Leftrightarrow",
    "↦": "mapsto", "↑": "uparrow", "↓": "downarrow", "…": "ldots", "⋯": "cdots", "⋮": "vdots",
    "⋱": "ddots", "ℏ": "hbar", "ℓ": "ell", "ℵ": "aleph", "∑": "sum", "∏": "prod", "∐": "coprod",
    "∫": "int", "∬": "iint", "∭": "iiint", "∮": "oint", "⋃": "bigcup", "⋂": "bigcap",
    "⋁": "bigvee", "⋀": "bigwedge", "√": "surd", "ϵ": "epsilon", "ϑ": "vartheta", "ϕ": "phi",
    "ϖ": "varpi", "ϱ": "varrho",
}  # fmt: skip
_SETS = {"ℝ": "R", "ℕ": "N", "ℤ": "Z", "ℚ": "Q", "ℂ": "C", "ℙ": "P"}
_UNSEEN = "\u200b\u2061\u2062\u2063\u2064"  # invisible operators

COMMANDS: dict[int, str] = {
    **{0x3B1 + i: f"\\{name} " for i, name in enumerate(_GREEK)},
    **{ord(sign): f"\\{name} " for sign, name in (_CAPITALS | _SIGNS).items()},
    **{ord(sign): f"\\mathbb{{{letter}}}" for sign, letter in _SETS.items()},
    **{ord(sign): "" for sign in _UNSEEN},
    ord("−"): "-",
}
"""For `str.translate`: a character to its command."""

FUNCTIONS = frozenset((
    "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "det", "dim",
    "exp", "gcd", "hom", "inf", "ker", "lg", "lim", "liminf", "limsup", "ln", "log", "max", "min",
    "Pr", "sec", "sin", "sinh", "sup", "tan", "tanh",
))  # fmt: skip
"""Names that LaTeX sets upright as operators."""

ACCENTS = {
    "\u0302": "hat", "^": "hat", "\u0303": "tilde", "~": "tilde", "\u0304": "bar", "\u0305": "bar",
    "¯": "bar", "\u0307": "dot", "\u0308": "ddot", "\u20d7": "vec", "\u030c": "check",
    "\u0306": "breve", "\u0301": "acute", "\u0300": "grave",
}  # fmt: skip
"""Combining characters over a letter, and the accents that draw them."""

BRACKETS = {
    "{": "\\{", "}": "\\}", "⟨": "\\langle ", "⟩": "\\rangle ", "‖": "\\|", "⌊": "\\lfloor ",
    "⌋": "\\rfloor ", "⌈": "\\lceil ", "⌉": "\\rceil ", "": ".",
}  # fmt: skip
"""Brackets that need a command after ``\\left`` and ``\\right``; a missing one is a full stop."""
