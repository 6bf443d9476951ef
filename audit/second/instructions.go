package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strings"
)

type object = map[string]any

// canonical writes JSON in the one form that is signed: names sorted, no white space. In what the ledger takes, no text holds what Go and
// JavaScript would write otherwise.
func canonical(value any) string {
	var all bytes.Buffer
	to := json.NewEncoder(&all)
	to.SetEscapeHTML(false)
	_ = to.Encode(value)
	return strings.TrimSuffix(all.String(), "\n")
}
func readJSON(text []byte) (value any) {
	from := json.NewDecoder(bytes.NewReader(text))
	from.UseNumber()
	demand(from.Decode(&value) == nil && !from.More(), "no JSON")
	return value
}

// The members of what is signed, and their form; bodies and facts are the rules' matter.
const number, moment, name, participant, signature = `^[1-9][0-9]{0,17}$`, `^(0|[1-9][0-9]{0,15})$`, `^[A-Za-z0-9_-]{43}$`, `^[a-z][a-z0-9-]{1,38}[a-z0-9]$`, `^[A-Za-z0-9_-]{86}$`

var instructionShape = map[string]string{"ledger": `^[a-z][a-z0-9.-]{1,62}$`, "from": participant, "device": name, "number": number, "validUntil": moment, "kind": `^[a-z.-]+$`, "body": ""}
var stampShape = map[string]string{"participant": participant, "device": name, "receivedAt": moment, "facts": "", "signature": signature}

// The kinds that their sender's home must stamp.
var stampedKinds = []string{"payment-code.request", "payment.claim"}

func shaped(value any, shape map[string]string) object {
	one, _ := value.(object)
	for name, form := range shape {
		text, isText := one[name].(string)
		_, isObject := one[name].(object)
		demand(len(one) == len(shape) && isText == (form != "") && isObject != isText && regexp.MustCompile(form).MatchString(text), "no "+name)
	}
	return one
}

type envelope struct {
	instruction, stamp  object
	text, id, signature string
}

func readEnvelope(text []byte) (one envelope) {
	said, _ := readJSON(text).(object)
	one.instruction, one.signature = shaped(said["instruction"], instructionShape), fmt.Sprint(said["signature"])
	one.text = canonical(one.instruction)
	one.id = base64.RawURLEncoding.EncodeToString(hash([]byte(one.text)))
	whole := `{"instruction":` + one.text + `,"signature":"` + one.signature + `"`
	if value, is := said["stamp"]; is {
		one.stamp = shaped(value, stampShape)
		whole += `,"stamp":` + canonical(value)
	}
	demand(whole+"}" == string(text) && len(text) <= 16384 && regexp.MustCompile(signature).MatchString(one.signature), "not in the one form")
	return one
}

// device is one of an account: its key, and its numbers: the highest, and which of it and the 255 below it were used, as bits.
type device struct {
	account, said, key object
	highest, used      *big.Int
}

func (one *device) isSignatureOver(text string, signature any) bool {
	decoded := func(value any) []byte {
		found, err := base64.RawURLEncoding.Strict().DecodeString(fmt.Sprint(value))
		demand(err == nil, "no base64url")
		return found
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{4}, decoded(one.key["x"]), decoded(one.key["y"])))
	pair := decoded(signature)
	return err == nil && len(pair) == 64 && isPairOver(key, []byte(text), new(big.Int).SetBytes(pair[:32]), new(big.Int).SetBytes(pair[32:]))
}
func whole(value any, base int) *big.Int {
	found, is := new(big.Int).SetString(fmt.Sprint(value), base)
	demand(is, "no number")
	return found
}

// use uses a number up; it lies at most a window beyond the highest, or at the present in microseconds, and at most 255 behind.
func (one *device) use(number *big.Int, milliseconds int64) {
	const size = 256
	ahead, present := new(big.Int).Sub(number, one.highest), big.NewInt((milliseconds+5000)*1000)
	demand(ahead.Cmp(big.NewInt(-size)) > 0 && (ahead.Cmp(big.NewInt(size)) <= 0 || number.Cmp(present) <= 0), "NUMBER_OUT_OF_BOUNDS")
	demand(ahead.Sign() > 0 || one.used.Bit(int(-ahead.Int64())) == 0, "NUMBER_HONOURED_AGAIN")
	if ahead.Sign() > 0 {
		one.used = new(big.Int).Lsh(one.used, uint(min(ahead.Int64(), size)))
		one.used.And(one.used, new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), size), big.NewInt(1)))
		one.highest, ahead = number, new(big.Int)
	}
	one.used.SetBit(one.used, int(-ahead.Int64()), 1)
}

// batch is a transaction of instructions over the rows as they were before it.
type batch struct {
	*transaction
	v       *verification
	made    rows
	devices map[string]*device
}

// row answers one as it was before the batch or as the batch leaves it.
func (b *batch) row(chaincode, key string, isAfter bool) object {
	rows := maps.Clone(b.made)
	if isAfter {
		b.v.state.apply(rows, b.results, 0, 0)
	}
	said, _ := attempt(func() any { return readJSON(b.v.state.standing(rows, chaincode+"\x00\x00"+key).value) })
	one, _ := said.(object)
	return one
}

// device answers one as it stands amid the batch: as before it, or fresh where only the batch itself adds it. Its name is its key's hash.
func (b *batch) device(participant, name any) *device {
	full := fmt.Sprint(participant, " ", name)
	for _, isAfter := range []bool{false, true} {
		home := fmt.Sprint(b.row("ledger", fmt.Sprint("participant~", participant), isAfter)["home"])
		for _, chaincode := range []string{"accounts-" + strings.ToLower(strings.TrimSuffix(home, "MSP")), "ledger"} {
			account := b.row(chaincode, fmt.Sprint("account~", participant), isAfter)
			devices, _ := account["devices"].(object)
			said, _ := devices[fmt.Sprint(name)].(object)
			key, is := said["publicKey"].(object)
			if is && b.devices[full] == nil && base64.RawURLEncoding.EncodeToString(hash([]byte(canonical(key)))) == name {
				b.devices[full] = &device{account, said, key, new(big.Int), new(big.Int)}
				if !isAfter {
					b.devices[full].highest, b.devices[full].used = whole(said["highest"], 10), whole(said["used"], 16)
				}
			}
		}
	}
	demand(b.devices[full] != nil, "no device")
	return b.devices[full]
}

// honour demands all that an instruction must show before any rule: its home's stamp, its device's signature and its number.
func (b *batch) honour(one envelope) bool {
	said, stamp := one.instruction, one.stamp
	demand((stamp != nil) == slices.Contains(stampedKinds, said["kind"].(string)), "STAMP_NOT_VALID")
	if stamp != nil {
		by := orElse("STAMP_NOT_VALID", func() *device { return b.device(stamp["participant"], stamp["device"]) })
		roles, _ := by.said["roles"].([]any)
		isOfHome := by.account["home"] == parse(b.creator).text(1) && by.account["status"] == "active" && by.said["status"] == "active"
		text := object{"stampOf": one.id, "participant": stamp["participant"], "device": stamp["device"], "receivedAt": stamp["receivedAt"], "facts": stamp["facts"]}
		isSigned := orElse("STAMP_NOT_VALID", func() bool { return by.isSignatureOver(canonical(text), stamp["signature"]) })
		demand(isOfHome && isSigned && slices.Contains(roles, any("service")), "STAMP_NOT_VALID")
	}
	demand(said["ledger"] == b.channel, "MADE_FOR_ANOTHER_LEDGER")
	by := orElse("DEVICE_SIGNATURE_NOT_VALID", func() *device { return b.device(said["from"], said["device"]) })
	isSigned := orElse("DEVICE_SIGNATURE_NOT_VALID", func() bool { return by.isSignatureOver(one.text, one.signature) })
	demand(isSigned && by.said["status"] == "active", "DEVICE_SIGNATURE_NOT_VALID")
	by.use(whole(said["number"], 10), b.milliseconds)
	if stamp != nil {
		late := b.milliseconds - whole(stamp["receivedAt"], 10).Int64()
		demand(late <= 30_000 && late >= -5000, "STAMP_NOT_VALID")
	}
	return true
}

// checkBatch answers what speaks against the instructions that a valid transaction honours by its own word.
func (v *verification) checkBatch(one *transaction, made rows, where []any) (all []finding) {
	asked, _ := attempt(func() [][]byte { return parse(one.asked.bytes(1)).part(1).part(3).all(1) })
	ran, _ := attempt(func() string { return one.action.part(4).text(2) })
	if ran != "ledger" || len(asked) == 0 || string(asked[0]) != "ledger:apply" {
		return nil
	}
	tell := func(is bool, code, instruction string) bool {
		if is {
			all = append(all, found(code, append(where, "instruction", instruction)...))
		}
		return is
	}
	isNew := func(name string) bool { is := !v.known[name]; v.known[name] = true; return is }
	tell(!isNew("valid "+one.ownID()), "TRANSACTION_REPEATED", "")
	response, _ := attempt(func() message { return one.action.part(3) })
	said, _ := attempt(func() any { return readJSON(response.bytes(3)) })
	outcomes, is := said.([]any)
	if tell(!is || response.value(1) != 200, "RESPONSE_DIFFERS", "") || tell(len(outcomes) != len(asked)-1, "OUTCOME_COUNT_DIFFERS", "") {
		return all
	}
	b, again := &batch{one, v, made, map[string]*device{}}, []finding{}
	for place, text := range asked[1:] {
		sent, problem := attempt(func() envelope { return readEnvelope(text) })
		outcome, is := outcomes[place].(object)
		id, name := fmt.Sprint(outcome["id"]), fmt.Sprintf("at place %d", place)
		if isHonoured := outcome["status"] == "accepted" || outcome["status"] == "refused"; tell(!is, "RESPONSE_DIFFERS", name) ||
			tell(problem == "" && id != sent.id, "OUTCOME_OF_ANOTHER", sent.id) || !isHonoured || tell(problem != "", "ENVELOPE_UNREADABLE", name) {
			continue
		}
		v.instructions++
		_, problem = attempt(func() bool { return b.honour(sent) })
		tell(problem != "", problem, sent.id)
		number := fmt.Sprint("number ", sent.instruction["from"], sent.instruction["device"], sent.instruction["number"])
		for _, twice := range [][2]string{{"OUTCOME_RECORDED_TWICE", "outcome " + id}, {"NUMBER_RECORDED_TWICE", number}} {
			if !isNew(twice[1]) {
				again = append(again, found(twice[0], append(where, "instruction", id)...))
			}
		}
	}
	return append(all, again...)
}
