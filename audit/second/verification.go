package main

import (
	"bytes"
	"cmp"
	"encoding/asn1"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// verification is where the verification of a chain stands. known holds names of what was seen: ids of transactions and instructions.
type verification struct {
	channel                    string
	roots                      map[string]certificates
	take                       func(finding)
	next, lastConfiguration    uint64
	previousHash, commitHash   []byte
	configuration              *configuration
	state                      rows
	known                      map[string]bool
	transactions, instructions int
}
type block struct {
	said                   message
	number                 uint64
	previousHash, dataHash []byte
	envelopes, metadata    [][]byte
}

// The parts of a block's metadata.
const signaturesPart, lastConfigurationPart, flagsPart, ordererPart, commitHashPart = 0, 1, 2, 3, 4

func (one *block) part(place int) []byte {
	return slices.Concat(one.metadata, make([][]byte, 5))[place]
}

func repeated(parts [][]byte) (all []byte) {
	for _, each := range parts {
		all = put(all, 1, each)
	}
	return all
}
func readBlock(content []byte) *block {
	one, problem := attempt(func() *block {
		said := parse(content)
		header := said.part(1)
		return &block{said, header.value(1), header.bytes(2), header.bytes(3), said.part(2).all(1), said.part(3).all(1)}
	})
	end(problem != "" || one.number >= 1<<53, "BLOCK_UNREADABLE")
	header, anew := putSome(putSome(putValue(nil, 1, one.number), 2, one.previousHash), 3, one.dataHash), []byte{}
	for place, each := range [][]byte{header, repeated(one.envelopes), repeated(one.metadata)} {
		if number := uint64(place + 1); one.said.has(number) {
			anew = put(anew, number, each)
		}
	}
	end(!bytes.Equal(anew, content), "BLOCK_NOT_CANONICAL", "block", decimal(one.number))
	return one
}
func decimal(number uint64) string { return strconv.FormatUint(number, 10) }

// header answers the bytes that the next block names by their hash, and that orderers sign.
func (one *block) header() []byte {
	der, _ := asn1.Marshal(struct {
		Number         *big.Int
		Previous, Data []byte
	}{new(big.Int).SetUint64(one.number), one.previousHash, one.dataHash})
	return der
}

// check tells all that speaks against the next block; what ends the whole check is panicked with.
func (v *verification) check(content []byte) {
	one := readBlock(content)
	end(one.number > v.next, map[bool]string{true: "CHAIN_STARTS_LATE", false: "BLOCK_MISSING"}[v.next == 0], "block", decimal(one.number))
	v.tell(one.number < v.next, "BLOCK_REPEATED", one)
	v.tell(one.number == v.next && !bytes.Equal(one.previousHash, v.previousHash), "PREVIOUS_HASH_DIFFERS", one, "expected", hex.EncodeToString(v.previousHash))
	v.tell(!bytes.Equal(hash(one.envelopes...), one.dataHash), "DATA_HASH_DIFFERS", one)
	if one.number < v.next {
		return
	}
	v.next, v.previousHash = one.number+1, hash(one.header())
	all, before := mapped(one.envelopes, readTransaction), v.configuration
	isBrought, problem := len(all) > 0 && all[0].kind == configurationKind, "no configuration"
	v.transactions += len(all)
	if isBrought {
		v.lastConfiguration = one.number
	}
	if one.number == 0 {
		if isBrought {
			v.configuration, problem = attempt(func() *configuration { return readConfiguration(all[0].data) })
		}
		end(problem != "", "CONFIGURATION_UNREADABLE", "block", "0")
		end(all[0].channel != v.channel, "CHANNEL_DIFFERS", "block", "0", "expected", v.channel, "found", all[0].channel)
		v.checkOrderers(one)
		v.checkConfiguration(one)
		v.tell(!bytes.Equal(one.part(flagsPart), []byte{0}), "FLAGS_MISSING", one)
		v.tell(len(one.part(commitHashPart)) > 0, "COMMIT_HASH_MISSING", one)
		return
	}
	v.checkOrderers(one)
	later := v.checkTransactions(one, all)
	if isBrought {
		after, problem := attempt(func() *configuration { return readConfiguration(all[0].data) })
		if v.tell(problem != "", "CONFIGURATION_UNREADABLE", one); problem == "" {
			_, problem = attempt(func() bool { return demandUpdate(before, after, v.channel) })
			v.tell(problem != "", map[bool]string{true: problem, false: unfounded}[strings.HasPrefix(problem, "CONFIGURATION")], one)
			v.configuration = after
			v.checkConfiguration(one)
		}
	}
	for _, each := range later {
		v.take(each)
	}
}

// checkConfiguration holds the members of a configuration against the roots that were given apart.
func (v *verification) checkConfiguration(one *block) {
	for _, name := range slices.Sorted(maps.Keys(v.configuration.members)) {
		given, is := v.roots[name]
		isStrange := func(root *certificate) bool { return !slices.ContainsFunc(given, root.Equal) }
		v.tell(!is, "ROOT_NOT_GIVEN", one, "key", name)
		v.tell(is && slices.ContainsFunc(v.configuration.members[name].roots, isStrange), "ROOT_DIFFERS", one, "key", name)
	}
	v.tell(len(one.envelopes) != 1, "CONFIGURATION_NOT_ALONE", one)
}

// ordererSignatures answers who signed a block, and the number of the block of the newest configuration that they name.
func ordererSignatures(one *block) (all []signed, last uint64) {
	said := parse(one.part(signaturesPart))
	anew := putSome(nil, 1, said.bytes(1))
	for _, each := range said.parts(2) {
		if each.has(3) {
			panic("orderers sign by numbers, which is not looked at")
		}
		anew = put(anew, 2, putSome(putSome(nil, 1, each.bytes(1)), 2, each.bytes(2)))
		all = append(all, signed{parse(each.bytes(1)).bytes(1), slices.Concat(said.bytes(1), each.bytes(1), one.header()), each.bytes(2)})
	}
	demand(bytes.Equal(anew, one.part(signaturesPart)), "not as orderers write it")
	return all, parse(said.bytes(1)).part(1).value(1)
}
func (v *verification) checkOrderers(one *block) {
	var last uint64
	isBare := one.number > 0 || bytes.Equal(one.part(signaturesPart), []byte{0x0a, 2, 0x0a, 0})
	if one.number > 0 {
		var all []signed
		_, problem := attempt(func() bool { all, last = ordererSignatures(one); return true })
		if v.tell(problem != "", "ORDERER_SIGNATURES_UNREADABLE", one); problem != "" {
			return
		}
		signers := v.configuration.signers(all)
		v.tell(len(signers) < len(all), "ORDERER_SIGNATURE_WRONG", one)
		v.tell(!v.configuration.allows("/Channel/Orderer/BlockValidation", signers), "ORDERER_POLICY_UNMET", one)
		v.tell(last != v.lastConfiguration, "LAST_CONFIGURATION_DIFFERS", one, "expected", decimal(v.lastConfiguration), "found", decimal(last))
	}
	isBare = isBare && len(one.part(ordererPart)) == 0 && len(one.metadata) == commitHashPart+1
	v.tell(!isBare || !bytes.Equal(one.part(lastConfigurationPart), putSome(nil, 1, putValue(nil, 1, last))), "METADATA_ALTERED", one)
}

// row is one as the blocks leave it, or what a block does to one: without a value it is none. policy is the row's own.
type row struct {
	value, policy      []byte
	block, transaction uint64
}

// rows stand under the chaincode, the collection and the key with zeros between; in collections key and value are hashes.
type rows map[string]row

// result is what a transaction says that it did in one place.
type result struct {
	chaincode, place                string
	isHashed                        bool
	reads, ranges, writes, policies []message
}

func (of result) name(one message) string { return of.place + string(one.bytes(1)) }
func (of result) value(one message) []byte {
	if one.value(2) != 0 || len(one.bytes(3)) == 0 || of.isHashed && bytes.Equal(one.bytes(3), hash()) {
		return nil
	}
	return one.bytes(3)
}
func resultsIn(content []byte) (all []result) {
	for _, set := range parse(content).parts(2) {
		name, said := set.text(1), parse(set.bytes(2))
		all = append(all, result{name, name + "\x00\x00", false, said.parts(1), said.parts(2), said.parts(3), said.parts(4)})
		for _, each := range set.parts(3) {
			said := parse(each.bytes(2))
			all = append(all, result{name, name + "\x00" + each.text(1) + "\x00", true, said.parts(1), nil, said.parts(2), said.parts(3)})
		}
	}
	return all
}

// standing answers a row amid a block that did this to the rows.
func (before rows) standing(made rows, name string) row {
	if one, is := made[name]; is {
		return one
	}
	return before[name]
}

// apply takes in what a valid transaction did.
func (before rows) apply(made rows, results []result, block, transaction uint64) {
	for _, place := range results {
		isDeleted := map[string]bool{}
		for _, each := range place.writes {
			name := place.name(each)
			one := row{place.value(each), before.standing(made, name).policy, block, transaction}
			if isDeleted[name] = isDeleted[name] || one.value == nil; isDeleted[name] {
				one.value, one.policy = nil, nil
			}
			made[name] = one
		}
		for _, each := range place.policies {
			one := row{before.standing(made, place.name(each)).value, nil, block, transaction}
			for _, entry := range each.parts(2) {
				if entry.text(1) == "VALIDATION_PARAMETER" {
					one.policy = entry.bytes(2)
				}
			}
			if one.value != nil {
				made[place.name(each)] = one
			}
		}
	}
}
func ordered(number uint64) []byte {
	short := bytes.TrimLeft(binary.BigEndian.AppendUint64(nil, number), "\x00")
	return append([]byte{byte(len(short))}, short...)
}

// bytes are those of a block's changes that peers agree on; chaincode and collection are named where they begin.
func (made rows) bytes() (all []byte) {
	var before [2]string
	for _, name := range slices.Sorted(maps.Keys(made)) {
		parts, one, entry := strings.SplitN(name, "\x00", 3), made[name], []byte{}
		if place := [2]string{parts[0], parts[1]}; parts[0] == "" {
			continue
		} else if place[0] != before[0] {
			entry, before = putSome(putSome(nil, 1, []byte(parts[0])), 2, []byte(parts[1])), place
		} else if place != before {
			entry, before = putSome(nil, 2, []byte(parts[1])), place
		}
		entry = putSome(putValue(putSome(entry, 3, []byte(parts[2])), 4, map[bool]uint64{true: 1}[one.value == nil]), 5, one.value)
		all = put(all, 1, put(entry, 6, append(ordered(one.block), ordered(one.transaction)...)))
	}
	return all
}
func (v *verification) checkCommitHash(one *block, made rows) {
	flags := one.part(flagsPart)
	expected := hash(binary.AppendUvarint(nil, uint64(len(flags))), flags, made.bytes(), v.commitHash)
	found, _ := attempt(func() []byte { return parse(one.part(commitHashPart)).bytes(1) })
	isMissing := len(found) == 0 || !bytes.Equal(put(nil, 1, found), one.part(commitHashPart))
	v.tell(isMissing, "COMMIT_HASH_MISSING", one, "expected", hex.EncodeToString(expected))
	v.tell(!isMissing && !bytes.Equal(found, expected), "COMMIT_HASH_DIFFERS", one, "expected", hex.EncodeToString(expected))
	if v.commitHash = found; isMissing {
		v.commitHash = expected
	}
}

// transaction is an envelope taken apart; problem says why no further.
type transaction struct {
	payload, signature, creator, nonce, data, header, extension, response []byte
	kind                                                                  uint64
	channel, id, problem, chaincode                                       string
	seconds, milliseconds                                                 int64
	endorsements                                                          []message
	asked, action                                                         message
	results                                                               []result
}

const configurationKind, updateKind, endorserKind = 1, 2, 3

func readTransaction(content []byte) *transaction {
	one := &transaction{}
	_, one.problem = attempt(func() bool {
		envelope := orElse("INVALID_OTHER_REASON", func() message { return parse(content) })
		one.payload, one.signature = envelope.bytes(1), envelope.bytes(2)
		payload := orElse("BAD_PAYLOAD", func() message { return parse(one.payload) })
		header := orElse("BAD_PAYLOAD", func() message { return payload.part(1) })
		channel := orElse("BAD_COMMON_HEADER", func() message { return parse(header.bytes(1)) })
		at := orElse("BAD_COMMON_HEADER", func() message { return channel.part(3) })
		signature := orElse("BAD_COMMON_HEADER", func() message { return parse(header.bytes(2)) })
		one.channel = orElse("BAD_COMMON_HEADER", func() string { one.id = channel.text(5); return channel.text(4) })
		demand(payload.has(1), "BAD_COMMON_HEADER")
		one.kind, one.data, one.header, one.extension = channel.value(1), payload.bytes(2), header.bytes(1), channel.bytes(7)
		one.seconds, one.milliseconds = int64(at.value(1)), int64(at.value(1))*1000+int64(at.value(2))/1_000_000
		one.creator, one.nonce = signature.bytes(1), signature.bytes(2)
		demand(one.kind-1 < endorserKind && channel.value(6) == 0 && len(one.nonce) > 0 && len(one.creator) > 0, "BAD_COMMON_HEADER")
		return true
	})
	return one
}
func (one *transaction) ownID() string { return hex.EncodeToString(hash(one.nonce, one.creator)) }

// readAction takes the one action of a transaction apart.
func (one *transaction) readAction() bool {
	actions := parse(one.data).parts(1)
	demand(len(actions) == 1, "not one action")
	signature, payload := parse(actions[0].bytes(1)), parse(actions[0].bytes(2))
	demand(payload.has(2), "no action")
	one.response, one.endorsements = payload.part(2).bytes(1), payload.part(2).parts(2)
	response := parse(one.response)
	one.asked, _ = attempt(func() message { return parse(payload.bytes(1)) })
	one.action, _ = attempt(func() message { return parse(response.bytes(2)) })
	demand(len(signature.bytes(1)) > 0 && len(signature.bytes(2)) > 0, "no signer")
	demand(bytes.Equal(hash(one.header, actions[0].bytes(1), payload.bytes(1)), response.bytes(1)), "another proposal")
	return true
}

// judge demands all that peers demand of a transaction before they look at what it read, in their order; the code is the verdict.
func (v *verification) judge(one *transaction, changed map[string]bool) bool {
	demand(one.problem == "", one.problem)
	who := orElse("BAD_CREATOR_SIGNATURE", func() *identity { return v.configuration.identify(one.creator) })
	isSigned := one.channel == v.channel && who.isValid && isSignatureOver(who.PublicKey, one.payload, one.signature)
	demand(isSigned, "BAD_CREATOR_SIGNATURE")
	if one.kind == configurationKind {
		return true
	}
	demand(one.kind == endorserKind, "UNSUPPORTED_TX_PAYLOAD")
	demand(one.id == one.ownID(), "BAD_PROPOSAL_TXID")
	orElse("INVALID_ENDORSER_TRANSACTION", one.readAction)
	demand(!v.known["id "+one.id], "DUPLICATE_TXID")
	extension := orElse("BAD_HEADER_EXTENSION", func() message { return parse(one.extension) })
	name := orElse("BAD_HEADER_EXTENSION", func() string { return extension.part(2).text(2) })
	demand(len(one.action) > 0, "BAD_RESPONSE_PAYLOAD")
	ran := orElse("BAD_RESPONSE_PAYLOAD", func() message { return one.action.part(4) })
	one.results = orElse("BAD_RWSET", func() []result { return resultsIn(one.action.bytes(1)) })
	demand(extension.has(2) && one.action.has(4), "INVALID_OTHER_REASON")
	demand(name != "" && name == string(ran.bytes(2)) && ran.has(3), "INVALID_CHAINCODE")
	event := orElse("INVALID_OTHER_REASON", func() string { return parse(one.action.bytes(2)).text(1) })
	demand(len(one.action.bytes(2)) == 0 || event == name, "INVALID_OTHER_REASON")
	names, written := map[string]bool{}, map[string]bool{name: true}
	for _, each := range one.results {
		demand(each.isHashed || !names[each.chaincode], "ILLEGAL_WRITESET")
		if names[each.chaincode] = true; len(each.writes)+len(each.policies) > 0 {
			written[each.chaincode] = true
		}
	}
	signers := v.configuration.signers(mapped(one.endorsements, func(each message) signed {
		return signed{each.bytes(1), slices.Concat(one.response, each.bytes(1)), each.bytes(2)}
	}))
	for _, each := range slices.Sorted(maps.Keys(written)) {
		v.demandEndorsed(each, one.results, signers, changed)
	}
	one.chaincode = name
	return true
}

// demandEndorsed holds endorsers against the policies of the rows of a chaincode that are written: a row's own, else its collection's, else
// the chaincode's, as earlier blocks left them. A row whose own policy an earlier transaction of the block sets can be written no more.
func (v *verification) demandEndorsed(chaincode string, results []result, signers []*identity, changed map[string]bool) {
	demand(chaincode == "_lifecycle" || v.isDefined(chaincode), "INVALID_CHAINCODE")
	isUntouched, isMetOrNot := true, map[string]bool{}
	for _, place := range results {
		for _, each := range slices.Concat(place.writes, place.policies) {
			if place.chaincode == chaincode {
				name := place.name(each)
				own := v.state[name].policy
				by := cmp.Or(string(own), place.place)
				if _, is := isMetOrNot[by]; !is && len(own) > 0 {
					isMetOrNot[by], _ = attempt(func() bool { return isMet(parse(own), signers) })
				} else if !is {
					isMetOrNot[by] = v.isEndorsed(chaincode, strings.Split(place.place, "\x00")[1], signers)
				}
				isUntouched = false
				demand(isMetOrNot[by] && !changed[name], "ENDORSEMENT_POLICY_FAILURE")
			}
		}
	}
	demand(!isUntouched || v.isEndorsed(chaincode, "", signers), "ENDORSEMENT_POLICY_FAILURE")
	for _, place := range results {
		for _, each := range place.policies {
			changed[place.name(each)] = changed[place.name(each)] || place.chaincode == chaincode
		}
	}
}

// agreed answers a part of what the members agreed on for a chaincode.
func (v *verification) agreed(path string) message {
	return parse(v.state["_lifecycle\x00\x00namespaces/"+path].value)
}
func (v *verification) isDefined(chaincode string) bool {
	is, _ := attempt(func() bool {
		validation := parse(v.agreed("fields/" + chaincode + "/ValidationInfo").bytes(2))
		return v.agreed("metadata/"+chaincode).text(1) == "ChaincodeDefinition" && validation.has(1) && len(validation.bytes(2)) > 0
	})
	return is
}
func (v *verification) isEndorsed(chaincode, collection string, signers []*identity) bool {
	if owner, is := strings.CutPrefix(collection, "_implicit_org_"); is {
		return v.configuration.allows(v.configuration.groups[owner]+"/Endorsement", signers)
	} else if chaincode == "_lifecycle" {
		return collection == "" && v.configuration.allows("/Channel/Application/LifecycleEndorsement", signers)
	}
	is, _ := attempt(func() bool {
		policy := parse(v.agreed("fields/" + chaincode + "/ValidationInfo").bytes(2)).bytes(2)
		isKnown := collection == ""
		for _, each := range parse(v.agreed("fields/" + chaincode + "/Collections").bytes(2)).parts(1) {
			if said := each.part(1); !isKnown && said.text(1) == collection {
				if isKnown = true; said.has(8) {
					policy = said.bytes(8)
				}
			}
		}
		demand(isKnown, "no collection")
		if said := parse(policy); !said.has(1) {
			return v.configuration.allows(said.text(2), signers)
		}
		return isMet(parse(policy).part(1), signers)
	})
	return is
}

// areReadsFresh holds what was read of public rows against the rows amid the block. Ranges and collections are not looked at.
func (v *verification) areReadsFresh(results []result, made rows) bool {
	for _, place := range results {
		for _, each := range place.reads {
			one, is := v.state[place.name(each)]
			_, isChanged := made[place.name(each)]
			at := each.part(2)
			isSame := is == each.has(2) && (!is || one.block == at.value(1) && one.transaction == at.value(2))
			if !place.isHashed && (isChanged || !isSame) {
				return false
			}
		}
	}
	return true
}

// The names of the flags from 0 on, those of peers' own validation first.
var flagNames = strings.Fields("VALID NIL_ENVELOPE BAD_PAYLOAD BAD_COMMON_HEADER BAD_CREATOR_SIGNATURE INVALID_ENDORSER_TRANSACTION " +
	"INVALID_CONFIG_TRANSACTION UNSUPPORTED_TX_PAYLOAD BAD_PROPOSAL_TXID DUPLICATE_TXID ENDORSEMENT_POLICY_FAILURE MVCC_READ_CONFLICT " +
	"PHANTOM_READ_CONFLICT UNKNOWN_TX_TYPE TARGET_CHAIN_NOT_FOUND MARSHAL_TX_ERROR NIL_TXACTION EXPIRED_CHAINCODE CHAINCODE_VERSION_CONFLICT " +
	"BAD_HEADER_EXTENSION BAD_CHANNEL_HEADER BAD_RESPONSE_PAYLOAD BAD_RWSET ILLEGAL_WRITESET INVALID_WRITESET INVALID_CHAINCODE")

func flagName(flags []byte, place int) string {
	switch {
	case place < len(flags) && flags[place] == 255:
		return "INVALID_OTHER_REASON"
	case place < len(flags) && int(flags[place]) < len(flagNames):
		return flagNames[flags[place]]
	}
	return "unknown"
}

// checkTransactions judges the transactions of a block and stores what the valid ones did; answers what speaks against their instructions.
func (v *verification) checkTransactions(one *block, all []*transaction) (later []finding) {
	flags, changed, ids, made := one.part(flagsPart), map[string]bool{}, map[string]bool{}, rows{}
	v.tell(len(flags) != len(all), "FLAGS_MISSING", one)
	for place, each := range all {
		_, verdict := attempt(func() bool { return v.judge(each, changed) })
		if verdict == "" && each.kind == endorserKind && ids[each.id] {
			verdict = "DUPLICATE_TXID"
		} else if verdict == "" && each.kind == endorserKind && !v.areReadsFresh(each.results, made) {
			verdict = "MVCC_READ_CONFLICT"
		}
		ids[each.id] = ids[each.id] || verdict == "" || verdict == "MVCC_READ_CONFLICT"
		verdict, found := cmp.Or(verdict, "VALID"), flagName(flags, place)
		isRange := slices.ContainsFunc(each.results, func(place result) bool { return len(place.ranges) > 0 })
		isUnseen := isRange && found == "PHANTOM_READ_CONFLICT" && (verdict == "VALID" || verdict == "MVCC_READ_CONFLICT")
		v.tell(verdict != found && !isUnseen, "FLAG_DIFFERS", one, "transaction", place, "expected", verdict, "found", found)
		if found == "VALID" {
			if who, problem := attempt(func() *identity { return v.configuration.identify(each.creator) }); problem == "" && each.chaincode != "" {
				isOut := each.seconds < who.NotBefore.Unix() || each.seconds > who.NotAfter.Unix()
				v.tell(isOut, "CERTIFICATE_OUT_OF_TIME", one, "transaction", place)
			}
			if each.kind == endorserKind && each.chaincode == "" {
				attempt(each.readAction)
				each.results, _ = attempt(func() []result { return resultsIn(each.action.bytes(1)) })
			}
			later = append(later, v.checkBatch(each, made, []any{"block", decimal(one.number), "transaction", place})...)
			v.state.apply(made, each.results, one.number, uint64(place))
		}
	}
	v.checkCommitHash(one, made)
	for name, each := range made {
		if v.state[name] = each; each.value == nil {
			delete(v.state, name)
		}
	}
	for _, each := range all {
		v.known["id "+cmp.Or(each.id, each.ownID())] = true
	}
	return later
}
