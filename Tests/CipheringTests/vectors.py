"""Messages sealed by Python's `cryptography`: another program's word on what AES-128-GCM with DLMS's tag is.

Each line: encryption key, authentication key, system title, frame counter, security control, plain text, ciphertext and tag, all in
hex ("-" for nothing). The same lines each time.
"""

import random

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

numbers = random.Random(3)
counts = [0, 1, 15, 16, 17, 31, 32, 33, 100, 255, 256, 1000, 4096]
for index in range(130):
    key, authentication, title = (numbers.randbytes(count) for count in (16, 16, 8))
    counter = numbers.randbytes(4)
    plain = numbers.randbytes(counts[index % len(counts)])
    control = bytes([(0x30, 0x10, 0x20, 0x31, 0x70)[index % 5]])
    covered = control + authentication
    if control[0] & 0x30 == 0x30:
        sealed = AESGCM(key).encrypt(title + counter, plain, covered)[:-4]
    elif control[0] & 0x10:
        sealed = plain + AESGCM(key).encrypt(title + counter, b"", covered + plain)[:-4]
    else:
        sealed = AESGCM(key).encrypt(title + counter, plain, b"")[:-16]
    print(*(part.hex() or "-" for part in (key, authentication, title, counter, control, plain, sealed)))
