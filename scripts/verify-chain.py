#!/usr/bin/env python3
"""Checks the files of trade chains offline, as `assay chain verify` does, sharing no line with it.

Needs Python 3.8 or newer and nothing else: the signatures (ECDSA over P-256 with SHA-256) are checked by integer arithmetic here.
Prints one line of JSON for each file: {"good": true, "chain": ID, "signers": [...]} or {"good": false, "code": CODE, "segment": N}.
Ends with 0 where all files are good, with 1 otherwise. The codes are those of terminal/sdk/trade-chain/verify-chain.ts.
"""

import argparse
import base64
import hashlib
import json
import re
import sys

# The curve P-256 (FIPS 186-5).
P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
GENERATOR = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)

DAY = 86_400_000
WEEK = 7 * DAY
SLACK = 60_000
FILE_BYTES_MAXIMUM = 262_144
ENVELOPE_KINDS = ("chain.open", "chain.send", "chain.answer")
FAMILIES = ("metal", "futures", "stock", "fund", "trust")
GRADES = ("aaa", "aa", "a", "bbb", "bb", "b", "c")
PRIORITY_CLASSES = ("basic", "regular", "active", "prime")
AGEING = 600_000
REASONS = ("position", "grade", "limits", "hours", "price")


class Fault(Exception):
    """The first fault that was found: its code, and in which segment, counted from 1."""

    def __init__(self, code, segment=None):
        super().__init__(code)
        self.code = code
        self.segment = segment


# Points in Jacobian coordinates: (X, Y, Z) stands for (X / Z^2, Y / Z^3), Z = 0 for the point at infinity.


def doubled(point):
    x, y, z = point
    if z == 0 or y == 0:
        return (0, 1, 0)
    square = y * y % P
    s = 4 * x * square % P
    m = 3 * (x - z * z) * (x + z * z) % P
    other_x = (m * m - 2 * s) % P
    return (other_x, (m * (s - other_x) - 8 * square * square) % P, 2 * y * z % P)


def added(left, right):
    if left[2] == 0:
        return right
    if right[2] == 0:
        return left
    left_square, right_square = left[2] * left[2] % P, right[2] * right[2] % P
    u1, u2 = left[0] * right_square % P, right[0] * left_square % P
    s1, s2 = left[1] * right_square * right[2] % P, right[1] * left_square * left[2] % P
    if u1 == u2:
        return doubled(left) if s1 == s2 else (0, 1, 0)
    h, r = (u2 - u1) % P, (s2 - s1) % P
    h_square = h * h % P
    h_cube, v = h * h_square % P, u1 * h_square % P
    x = (r * r - h_cube - 2 * v) % P
    return (x, (r * (v - x) - s1 * h_cube) % P, h * left[2] * right[2] % P)


def combined(first, left, second, right):
    """first * left + second * right."""
    left, right = (*left, 1), (*right, 1)
    both = added(left, right)
    result = (0, 1, 0)
    for place in range(max(first.bit_length(), second.bit_length()) - 1, -1, -1):
        result = doubled(result)
        pair = (first >> place & 1, second >> place & 1)
        if pair != (0, 0):
            result = added(result, {(1, 0): left, (0, 1): right, (1, 1): both}[pair])
    return result


def bytes_of(text):
    """The bytes of a text in base64url without padding; None for a text that is not exactly what these bytes are written as."""
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None
    return found if text_of(found) == text else None


def text_of(found):
    return base64.urlsafe_b64encode(found).rstrip(b"=").decode()


def utf8(text):
    """The bytes of a text in UTF-8; half a surrogate pair is written as the mark of what cannot be read, as elsewhere."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode("utf-8")


def digest(text):
    return text_of(hashlib.sha256(utf8(text)).digest())


def is_signed(key, text, signature):
    """True when the signature (64 bytes: r, s, with low s) is by the key over the text."""
    x, y, raw = bytes_of(key["x"]), bytes_of(key["y"]), bytes_of(signature)
    if x is None or y is None or raw is None or len(x) != 32 or len(y) != 32 or len(raw) != 64:
        return False
    x, y = int.from_bytes(x, "big"), int.from_bytes(y, "big")
    if x >= P or y >= P or (y * y - (x * x * x - 3 * x + B)) % P != 0:
        return False
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    if not 0 < r < N or not 0 < s <= N // 2:
        return False
    hashed = int.from_bytes(hashlib.sha256(utf8(text)).digest(), "big")
    inverse = pow(s, N - 2, N)
    point = combined(hashed * inverse % N, GENERATOR, r * inverse % N, (x, y))
    if point[2] == 0:
        return False
    return point[0] * pow(point[2], P - 3, P) % P % N == r


def written(value, **options):
    """The shortest JSON of a value, in which half a surrogate pair alone is escaped."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, **options)
    return re.sub("[\ud800-\udfff]", lambda found: "\\u%04x" % ord(found.group()), text)


def canonical(value):
    return written(value, sort_keys=True)


# Shapes: each is a function that tells whether a value has it.


def matching(pattern, most=None, check=None):
    compiled = re.compile(pattern)

    def has(value):
        if not isinstance(value, str) or not compiled.fullmatch(value):
            return False
        return (most is None or int(value) < most) and (check is None or check(value))

    return has


def among(*values):
    return lambda value: isinstance(value, str) and value in values


def members(required, optional=None):
    optional = optional or {}

    def has(value):
        return (
            isinstance(value, dict)
            and all(name in value for name in required)
            and all(name in required or name in optional for name in value)
            and all({**required, **optional}[name](one) for name, one in value.items())
        )

    return has


ID = matching(r"[A-Za-z0-9_-]{43}")
QUANTITY = matching(r"[1-9][0-9]{0,28}", 2**96)
COUNT = matching(r"0|[1-9][0-9]{0,28}", 2**96)
MOMENT = matching(r"0|[1-9][0-9]{0,15}")
SALT = matching(r"[A-Za-z0-9_-]{22,43}")
LEDGER = matching(r"[a-z][a-z0-9.-]{1,62}")
PARTICIPANT = matching(r"[a-z][a-z0-9-]{1,38}[a-z0-9]")
VOUCHER = matching(r"[A-Z][A-Z0-9-]{1,30}[A-Z0-9]")
ORGANISATION = matching(r"[A-Za-z][A-Za-z0-9]{1,30}")
SIGNATURE = matching(r"[A-Za-z0-9_-]{86}")
PRODUCT = matching(r"[A-Z0-9][A-Z0-9.-]{0,31}")
IDENTITY_TYPE = matching(r"[a-z][a-z-]{0,31}")

BODIES = {
    "chain.open": members(
        {"family": among(*FAMILIES), "side": among("buy", "sell"), "cash": VOUCHER, "expiresAt": MOMENT},
        {
            "institution": ORGANISATION,
            "metal": members({"voucher": VOUCHER, "quantity": QUANTITY}),
            "cashMaximum": QUANTITY,
            "first": ID,
        },
    ),
    "chain.send": members({"chain": ID, "answerBy": MOMENT, "confidential": ID}),
    "chain.answer": members(
        {"chain": ID, "send": ID, "verdict": among("executed", "refused"), "confidential": ID},
        {"quantity": QUANTITY, "amount": QUANTITY},
    ),
}


def utf16_length(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


ADDRESS_NAME = matching(r"[a-z][a-z0-9-]{0,15}")
CONSIDERED = members(
    {"name": ADDRESS_NAME},
    {"class": among(*(str(2**power) for power in range(15))), "age": COUNT, "failing": among("yes")},
)
FIRST_TEXT = members(
    {
        "salt": SALT,
        "identity": members(
            {
                "type": IDENTITY_TYPE,
                "value": lambda value: isinstance(value, str) and 1 <= utf16_length(value) <= 256,
            }
        ),
        "trade": members({"quantity": QUANTITY, "limitPrice": QUANTITY}, {"product": PRODUCT, "priceScale": QUANTITY}),
    },
    {"mark": lambda value: isinstance(value, str) and utf16_length(value) <= 512},
)
PATH = members(
    {
        "address": ADDRESS_NAME,
        "ageLimit": COUNT,
        "considered": lambda value: isinstance(value, list) and 1 <= len(value) <= 4 and all(map(CONSIDERED, value)),
    }
)
CONFIDENTIAL = {
    "chain.open": (4_096, FIRST_TEXT),
    "chain.send": (
        16_384,
        members(
            {
                "salt": SALT,
                "first": lambda value: isinstance(value, str) and utf16_length(value) <= 4_096,
                "position": COUNT,
                "grade": among(*GRADES),
                "gradeVersion": QUANTITY,
                "queue": members({"class": among(*PRIORITY_CLASSES), "waited": COUNT}),
            },
            {"trader": among("same", "other"), "path": PATH},
        ),
    ),
    "chain.answer": (16_384, members({"salt": SALT}, {"target": COUNT, "reason": among(*REASONS)})),
}
KEY = members(
    {"crv": among("P-256"), "kty": among("EC"), "x": ID, "y": ID},
)
SEGMENT = members(
    {
        "instruction": lambda value: isinstance(value, dict),
        "signature": SIGNATURE,
        "confidential": lambda value: isinstance(value, str),
    }
)
FILE = members(
    {
        "format": among("assay-chain-1"),
        "ledger": LEDGER,
        "segments": lambda value: isinstance(value, list) and 1 <= len(value) <= 3 and all(map(SEGMENT, value)),
        "signers": lambda value: isinstance(value, list)
        and 1 <= len(value) <= 3
        and all(map(members({"participant": PARTICIPANT, "device": ID, "publicKey": KEY}), value)),
    }
)


def without_blanks(text):
    return re.sub(r'("(?:[^"\\]|\\.)*")|[ \t\r\n]+', lambda found: found.group(1) or "", text)


def pairs(found):
    if len({name for name, _ in found}) < len(found) or any(name == "__proto__" for name, _ in found):
        raise ValueError("a member twice")
    return dict(found)


def no_number(text):
    raise ValueError(text)


def read_json(text):
    # Nothing of a chain is a number: quantities are texts.
    numbers = {"parse_int": no_number, "parse_float": no_number, "parse_constant": no_number}
    return json.loads(text, object_pairs_hook=pairs, **numbers)


def read_file(raw):
    if len(raw) > FILE_BYTES_MAXIMUM:
        raise Fault("file_malformed")
    text = raw.decode("utf-8", "replace")
    try:
        value = read_json(text)
    except (ValueError, RecursionError):
        raise Fault("file_malformed") from None
    if not FILE(value):
        raise Fault("file_malformed")
    if without_blanks(text) != written(value):
        raise Fault("file_malformed")
    return value


def shaped(segment):
    instruction = segment["instruction"]
    body = BODIES[instruction["kind"]]
    head = {
        **{"ledger": LEDGER, "from": PARTICIPANT, "device": ID, "validUntil": MOMENT},
        **{"number": matching(r"[1-9][0-9]{0,17}"), "kind": among(*BODIES)},
        "body": body,
    }
    return members(head)(instruction)


def is_linked(place, body, ids):
    if place == 0:
        return True
    return body["chain"] == ids[0] and (place == 1 or body["send"] == ids[1])


def take_in(file, place, told, ids, signers):
    segment = file["segments"][place]
    instruction = segment["instruction"]
    if instruction.get("kind") != ENVELOPE_KINDS[place]:
        raise Fault("wrong_kind", place + 1)
    if not shaped(segment):
        raise Fault("segment_malformed", place + 1)
    if instruction["ledger"] != file["ledger"]:
        raise Fault("other_ledger", place + 1)
    named = (instruction["from"], instruction["device"])
    found = [place for place, one in enumerate(file["signers"]) if (one["participant"], one["device"]) == named]
    if not found:
        raise Fault("signer_missing", place + 1)
    key = file["signers"][found[0]]["publicKey"]
    if digest(canonical(key)) != instruction["device"]:
        raise Fault("key_of_another_device", place + 1)
    if told is not None and instruction["device"] not in told:
        raise Fault("signer_not_told", place + 1)
    text = canonical(instruction)
    if not is_signed(key, text, segment["signature"]):
        raise Fault("bad_signature", place + 1)
    if not is_linked(place, instruction["body"], ids):
        raise Fault("broken_link", place + 1)
    ids.append(digest(text))
    signers.append(found[0])


def confidential_of(segment):
    """What a segment says in confidence, or the code of its fault."""
    instruction, text = segment["instruction"], segment["confidential"]
    kind = instruction["kind"]
    signed = instruction["body"].get("first" if kind == "chain.open" else "confidential")
    if digest(text) != signed:
        return "confidential_differs"
    most, shape = CONFIDENTIAL[kind]
    try:
        value = read_json(text)
    except (ValueError, RecursionError):
        return "confidential_malformed"
    fits = utf16_length(text) <= most and shape(value) and canonical(value) == text
    return value if fits else "confidential_malformed"


def said_in(file, count):
    said = []
    for place in range(count):
        segment = file["segments"][place]
        read = confidential_of(segment)
        if isinstance(read, str):
            raise Fault(read, place + 1)
        if place == 1 and read["first"] != file["segments"][0]["confidential"]:
            raise Fault("first_text_differs", 2)
        said.append((segment["instruction"]["body"], int(segment["instruction"]["validUntil"]), read))
    return said


def fits_first(body, read):
    metal, trade = body.get("metal"), read["trade"]
    if "institution" not in body or (body["family"] == "metal") != (metal is not None):
        return False
    if (body["side"] == "buy") != ("cashMaximum" in body):
        return False
    if metal is None:
        return "product" in trade
    return "product" not in trade and metal["quantity"] == trade["quantity"]


def fits_third(first, second, third):
    (opened, _, read), (_, _, sent), (body, _, says) = first, second, third
    if body["verdict"] == "refused":
        return "reason" in says and "target" not in says and "quantity" not in body and "amount" not in body
    if "target" not in says or "amount" not in body or "reason" in says:
        return False
    change = int(says["target"]) - int(sent["position"])
    executed = change if opened["side"] == "buy" else -change
    if not 0 < executed <= int(read["trade"]["quantity"]):
        return False
    if "cashMaximum" in opened and int(body["amount"]) > int(opened["cashMaximum"]):
        return False
    value, scale = int(read["trade"]["limitPrice"]) * executed, int(read["trade"].get("priceScale", "1"))
    amount = int(body["amount"])
    is_good = amount <= -(-value // scale) if opened["side"] == "buy" else amount >= value // scale
    if not is_good:
        return False
    if "metal" not in opened:
        return "quantity" not in body
    return "quantity" in body and int(body["quantity"]) == executed


def is_best_path(path):
    """Whether the path that was chosen is the best of those that were judged, each of which stands once."""
    limit, judged = int(path["ageLimit"]), path["considered"]

    def place(one):
        is_known = "class" in one and "age" in one and int(one["age"]) <= limit
        return ("failing" in one, int(one["class"]) if is_known else 2**62, one["name"])

    names = [one["name"] for one in judged]
    return len(set(names)) == len(names) and min(judged, key=place)["name"] == path["address"]


def require_terms(said):
    body, valid_until, read = said[0]
    expires = int(body["expiresAt"])
    if not fits_first(body, read):
        raise Fault("terms_differ", 1)
    if not valid_until - DAY <= expires <= valid_until + WEEK:
        raise Fault("times_differ", 1)
    if len(said) == 1:
        return
    sent, sent_until, second = said[1]
    if "path" in second and not is_best_path(second["path"]):
        raise Fault("terms_differ", 2)
    is_between = valid_until - DAY <= sent_until + SLACK <= expires + DAY + SLACK
    if not is_between or not sent_until - DAY <= int(sent["answerBy"]) <= min(expires, sent_until) + WEEK:
        raise Fault("times_differ", 2)
    if int(second["queue"]["waited"]) * AGEING > min(expires, sent_until) + SLACK - (valid_until - DAY):
        raise Fault("times_differ", 2)
    if len(said) == 2:
        return
    if not fits_third(*said):
        raise Fault("terms_differ", 3)
    if said[2][1] + SLACK < sent_until - DAY:
        raise Fault("times_differ", 3)


def verify(raw, up_to=None, told=None):
    """The verdict on a file: a chain's id and its signers; raises the first Fault."""
    file = read_file(raw)
    count = up_to or len(file["segments"])
    if count > len(file["segments"]):
        raise Fault("segment_missing", len(file["segments"]) + 1)
    ids, signers = [], []
    for place in range(count):
        take_in(file, place, told, ids, signers)
    names = [file["segments"][place]["instruction"]["from"] for place in range(count)]
    if count == 3 and names[2] in names[:2]:
        raise Fault("same_member", 3)
    if count == len(file["segments"]) and set(signers) != set(range(len(file["signers"]))):
        raise Fault("signer_idle")
    require_terms(said_in(file, count))
    shown = [file["signers"][place] for place in signers]
    return {"chain": ids[0], "signers": [{name: one[name] for name in ("participant", "device")} for one in shown]}


def verdict_on(name, up_to, told):
    try:
        with open(name, "rb") as opened:
            raw = opened.read(FILE_BYTES_MAXIMUM + 1)
        return {"good": True, **verify(raw, up_to, told)}
    except Fault as fault:
        at = {} if fault.segment is None else {"segment": fault.segment}
        return {"good": False, "code": fault.code, **at}


def main():
    parser = argparse.ArgumentParser(description="Checks the files of trade chains offline.")
    parser.add_argument("files", nargs="+", metavar="FILE", help="a chain's file, as `assay chain file` writes it")
    parser.add_argument("--upto", type=int, choices=(1, 2, 3), help="look at so many segments alone")
    parser.add_argument(
        "--told", action="append", metavar="THUMBPRINT", help="a signer's device id that was told apart from the file; may be repeated"
    )
    options = parser.parse_args()
    told = None if options.told is None else set(options.told)
    is_good = True
    for name in options.files:
        try:
            verdict = verdict_on(name, options.upto, told)
        except OSError as error:
            parser.error(str(error))
        is_good = is_good and verdict["good"]
        print(json.dumps(verdict, separators=(",", ":")))
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
