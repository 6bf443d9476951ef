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
	"slices"
	"strings"
)

type object = map[string]any

// canonical writes JSON in the one form that is signed. In what the ledger takes, no text holds what Go and JavaScript write otherwise.
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
func membersOf(value any) object { one, _ := value.(object); return one }
func idOf(text string) string    { return base64.RawURLEncoding.EncodeToString(hash([]byte(text))) }
func namesIn(one object) string  { return strings.Join(slices.Sorted(maps.Keys(one)), " ") }
func isText(one object, names ...string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { _, is := one[name].(string); return !is })
}

type envelope struct {
	instruction, stamp  object
	text, id, signature string
}

// readEnvelope reads an instruction, its signature and its home's stamp, in the one form that these have; bodies and facts are the rules' matter.
func readEnvelope(text []byte) (one envelope) {
	said := membersOf(readJSON(text))
	one = envelope{membersOf(said["instruction"]), membersOf(said["stamp"]), canonical(said["instruction"]), "", fmt.Sprint(said["signature"])}
	one.id = idOf(one.text)
	stamp := pick(said["stamp"] == nil, "", `,"stamp":`+canonical(said["stamp"]))
	isSame := `{"instruction":`+one.text+`,"signature":"`+one.signature+`"`+stamp+"}" == string(text) && len(text) <= 16384
	isShaped := namesIn(one.instruction) == "body device from kind ledger number validUntil" && isText(one.instruction, "device", "from", "kind", "ledger", "number", "validUntil")
	isStamped := namesIn(one.stamp) == "device facts participant receivedAt signature" && isText(one.stamp, "device", "participant", "receivedAt", "signature")
	demand(isSame && isShaped && (isStamped || said["stamp"] == nil), "not in the one form")
	return one
}

// device is one of an account: its key, and its numbers: the highest, and which of it and the 255 below it were used, as bits.
type device struct {
	account, said, key object
	highest, used      *big.Int
}

func (one *device) isSignatureOver(text string, signature any) bool {
	decoded := func(value any) []byte {
		content, err := base64.RawURLEncoding.Strict().DecodeString(fmt.Sprint(value))
		demand(err == nil, "no base64url")
		return content
	}
	key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), slices.Concat([]byte{4}, decoded(one.key["x"]), decoded(one.key["y"])))
	pair := decoded(signature)
	return err == nil && len(pair) == 64 && isPairOver(key, []byte(text), new(big.Int).SetBytes(pair[:32]), new(big.Int).SetBytes(pair[32:]))
}
func whole(value any, base int) *big.Int {
	number, is := new(big.Int).SetString(fmt.Sprint(value), base)
	demand(is && number.IsInt64() || base == 16, "no number")
	return number
}

// use uses a number up; it lies at most a window beyond the highest, or at the present in microseconds, and at most 255 behind.
func (one *device) use(number *big.Int, milliseconds int64) {
	const size = 256
	ahead := number.Int64() - one.highest.Int64()
	demand(ahead > -size && (ahead <= size || number.Int64() <= (milliseconds+5000)*1000), "NUMBER_OUT_OF_BOUNDS")
	demand(ahead > 0 || one.used.Bit(int(-ahead)) == 0, "NUMBER_HONOURED_AGAIN")
	moved := new(big.Int).Lsh(one.used, uint(max(0, min(ahead, size))))
	one.used = moved.And(moved, new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), size), big.NewInt(1)))
	one.used.SetBit(one.used, int(max(0, -ahead)), 1)
	one.highest = pick(ahead > 0, number, one.highest)
}

// batch is a transaction of instructions over the rows as they were before it.
type batch struct {
	*transaction
	v       *verification
	made    rows
	devices map[string]*device
}

// device answers one as it stands amid the batch: as before it, or fresh where only the batch itself adds it. Its name is its key's hash.
func (b *batch) device(participant, name any) *device {
	full, after := fmt.Sprint(participant, " ", name), maps.Clone(b.made)
	b.v.state.apply(after, b.results, 0, 0)
	for place, made := range []rows{b.made, after} {
		row := func(chaincode, table string) object {
			value := b.v.state.standing(made, fmt.Sprint(chaincode, "\x00\x00", table, "~", participant)).value
			said, _ := attempt(func() any { return readJSON(value) })
			return membersOf(said)
		}
		home := strings.ToLower(strings.TrimSuffix(fmt.Sprint(row("ledger", "participant")["home"]), "MSP"))
		for _, account := range []object{row("accounts-"+home, "account"), row("ledger", "account")} {
			said := membersOf(membersOf(account["devices"])[fmt.Sprint(name)])
			key := membersOf(said["publicKey"])
			if b.devices[full] == nil && said != nil && idOf(canonical(key)) == name {
				b.devices[full] = &device{account, said, key, new(big.Int), new(big.Int)}
				if place == 0 {
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
	demand((stamp != nil) == (said["kind"] == "payment-code.request" || said["kind"] == "payment.claim"), "STAMP_NOT_VALID")
	demand(stamp == nil || orElse("STAMP_NOT_VALID", func() bool {
		by := b.device(stamp["participant"], stamp["device"])
		text := maps.Clone(stamp)
		text["stampOf"] = one.id
		delete(text, "signature")
		roles, _ := by.said["roles"].([]any)
		isOfHome := by.account["home"] == parse(b.creator).text(1) && by.account["status"] == "active" && by.said["status"] == "active"
		return isOfHome && slices.Contains(roles, any("service")) && by.isSignatureOver(canonical(text), stamp["signature"])
	}), "STAMP_NOT_VALID")
	demand(said["ledger"] == b.channel, "MADE_FOR_ANOTHER_LEDGER")
	by := orElse("DEVICE_SIGNATURE_NOT_VALID", func() *device { return b.device(said["from"], said["device"]) })
	isSigned, _ := attempt(func() bool { return by.isSignatureOver(one.text, one.signature) })
	demand(isSigned && by.said["status"] == "active", "DEVICE_SIGNATURE_NOT_VALID")
	by.use(whole(said["number"], 10), b.milliseconds)
	late := b.milliseconds - whole(pick[any](stamp == nil, fmt.Sprint(b.milliseconds), stamp["receivedAt"]), 10).Int64()
	demand(late <= 30_000 && late >= -5000, "STAMP_NOT_VALID")
	return true
}

// checkBatch answers what speaks against the instructions that a valid transaction honours by its own word.
func (v *verification) checkBatch(one *transaction, made rows, where []any) (all []finding) {
	asked, _ := attempt(func() [][]byte { return parse(one.asked.bytes(1)).part(1).part(3).all(1) })
	response, problem := attempt(func() message { return one.action.part(3) })
	if problem != "" || string(parse(one.action.bytes(4)).bytes(2)) != "ledger" || len(asked) == 0 || string(asked[0]) != "ledger:apply" {
		return nil
	}
	tell := func(is bool, code, instruction string) bool {
		all = slices.Concat(all, pick(is, []finding{found(code, append(where, "instruction", instruction)...)}, nil))
		return is
	}
	isAgain := func(id string) bool { is := v.known[id]; v.known[id] = true; return is }
	tell(isAgain("valid "+one.ownID()), "TRANSACTION_REPEATED", "")
	said, _ := attempt(func() any { return readJSON(response.bytes(3)) })
	outcomes, is := said.([]any)
	if tell(!is || response.value(1) != 200, "RESPONSE_DIFFERS", "") || tell(len(outcomes) != len(asked)-1, "OUTCOME_COUNT_DIFFERS", "") {
		return all
	}
	b, later := &batch{one, v, made, map[string]*device{}}, []func(){}
	for place, text := range asked[1:] {
		sent, problem := attempt(func() envelope { return readEnvelope(text) })
		outcome, name := membersOf(outcomes[place]), fmt.Sprint("at place ", place)
		id, isHonoured := fmt.Sprint(outcome["id"]), outcome["status"] == "accepted" || outcome["status"] == "refused"
		if tell(outcome == nil, "RESPONSE_DIFFERS", name) || tell(problem == "" && id != sent.id, "OUTCOME_OF_ANOTHER", sent.id) ||
			!isHonoured || tell(problem != "", "ENVELOPE_UNREADABLE", name) {
			continue
		}
		_, problem = attempt(func() bool { return b.honour(sent) })
		v.instructions += pick(tell(problem != "", problem, sent.id), 0, 1)
		number := fmt.Sprint("number ", sent.instruction["from"], sent.instruction["device"], sent.instruction["number"])
		isOutcome, isNumber := isAgain("outcome "+id), isAgain(number)
		later = append(later, func() { tell(isOutcome, "OUTCOME_RECORDED_TWICE", id); tell(isNumber, "NUMBER_RECORDED_TWICE", id) })
	}
	mapped(later, func(each func()) bool { each(); return true })
	return all
}
