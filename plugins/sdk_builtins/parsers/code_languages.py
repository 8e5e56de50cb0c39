"""Endings of source files and the names of their languages, as Markdown renderers know them."""

from __future__ import annotations

LANGUAGES = {
    ".py": "python", ".pyi": "python", ".pyx": "cython", ".js": "javascript", ".mjs": "javascript",
    ".cjs": "javascript", ".jsx": "jsx", ".ts": "typescript", ".tsx": "tsx", ".java": "java",
    ".kt": "kotlin", ".kts": "kotlin", ".scala": "scala", ".groovy": "groovy", ".c": "c",
    ".h": "c", ".cc": "cpp", ".cpp": "cpp", ".cxx": "cpp", ".hpp": "cpp", ".hh": "cpp",
    ".cs": "csharp", ".fs": "fsharp", ".vb": "vbnet", ".go": "go", ".rs": "rust", ".swift": "swift",
    ".m": "objectivec", ".mm": "objectivec", ".rb": "ruby", ".php": "php", ".pl": "perl",
    ".pm": "perl", ".lua": "lua", ".r": "r", ".jl": "julia", ".dart": "dart", ".ex": "elixir",
    ".exs": "elixir", ".erl": "erlang", ".hs": "haskell", ".ml": "ocaml", ".mli": "ocaml",
    ".clj": "clojure", ".lisp": "lisp", ".el": "lisp", ".scm": "scheme", ".sh": "bash",
    ".bash": "bash", ".zsh": "bash", ".fish": "fish", ".ps1": "powershell", ".bat": "batch",
    ".sql": "sql", ".css": "css", ".scss": "scss", ".less": "less", ".vue": "vue",
    ".svelte": "svelte", ".yaml": "yaml", ".yml": "yaml", ".toml": "toml", ".ini": "ini",
    ".cfg": "ini", ".tf": "terraform", ".proto": "protobuf", ".graphql": "graphql",
    ".cmake": "cmake", ".f": "fortran", ".f90": "fortran", ".pas": "pascal", ".adb": "ada",
    ".ads": "ada", ".asm": "asm", ".s": "asm", ".v": "verilog", ".sv": "systemverilog",
    ".vhd": "vhdl", ".vhdl": "vhdl", ".zig": "zig", ".nim": "nim", ".sol": "solidity",
    ".tex": "latex", ".gradle": "groovy", ".diff": "diff", ".patch": "diff",
}  # fmt: skip
"""Endings with their dots."""
